type Mesure = {
  readonly nom: string
  /** Temps médian d’un passage, en millisecondes. */
  readonly mediane: number
  readonly passages: number
}

export type Options = {
  /** Durée de la mesure ; au moins `minimum` passages quoi qu’il arrive. */
  readonly dureeMs?: number
  readonly minimum?: number
  /** La mesure à laquelle on se compare : le rapport est imprimé à côté. */
  readonly reference?: Mesure
}

export const mediane = (valeurs: readonly number[]): number => {
  const triees = valeurs.toSorted((a, b) => a - b)
  const milieu = Math.floor(triees.length / 2)
  const haute = triees[milieu] ?? Number.NaN
  return triees.length % 2 === 1 ? haute : ((triees[milieu - 1] ?? Number.NaN) + haute) / 2
}

const nombre = (valeur: number) => valeur.toLocaleString('fr-FR', { maximumSignificantDigits: 3 })

/**
 * Répète `fn`, imprime le temps médian et, si une référence est donnée, « × 2,1 » : combien de fois plus de
 * temps. Un rapport se compare d’une machine à l’autre, une durée non ; rien n’est affirmé, on lit.
 */
export const mesurer = async (
  nom: string,
  fn: () => unknown,
  { dureeMs = 1000, minimum = 10, reference }: Options = {},
): Promise<Mesure> => {
  // La chauffe : le premier passage paie la compilation et les caches de tous les autres.
  for (let i = 0; i < 3; i += 1) await fn()
  const temps: number[] = []
  const debut = performance.now()
  while (temps.length < minimum || performance.now() - debut < dureeMs) {
    const avant = performance.now()
    await fn()
    temps.push(performance.now() - avant)
  }
  const mesure = { nom, mediane: mediane(temps), passages: temps.length }
  const rapport =
    reference === undefined ? '' : `, × ${nombre(mesure.mediane / reference.mediane)} (${reference.nom})`
  console.log(`${nom} : ${nombre(mesure.mediane)} ms, médiane de ${mesure.passages} passages${rapport}`)
  return mesure
}
