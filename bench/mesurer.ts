import { writeFileSync } from 'node:fs'

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
  noterSerie(nom, temps, 'durees')
  if (reference) noter(`${nom} / ${reference.nom}`, mesure.mediane / reference.mediane, 'rapports')
  const rapport =
    reference === undefined ? '' : `, × ${nombre(mesure.mediane / reference.mediane)} (${reference.nom})`
  console.log(`${nom} : ${nombre(mesure.mediane)} ms, médiane de ${mesure.passages} passages${rapport}`)
  return mesure
}

// — Ce qu'un banc rend : des rapports d'abord, qui se comparent d'une machine à l'autre ; des durées ensuite —

type Genre = 'rapports' | 'durees' | 'mesures'
const notes: Record<Genre, Record<string, number>> & { etendues: Record<string, readonly [number, number]> } =
  { rapports: {}, durees: {}, mesures: {}, etendues: {} }

/** Retient un chiffre pour le document de `--json`. Durées en millisecondes ; `mesures` : le reste, unité dans le nom. */
export const noter = (nom: string, valeur: number, genre: Genre): void => {
  notes[genre][nom] = Number(valeur.toPrecision(4))
}

/** Une suite de passages : sa médiane, et son étendue. */
export const noterSerie = (nom: string, valeurs: readonly number[], genre: Genre): void => {
  noter(nom, mediane(valeurs), genre)
  const borne = (v: number) => Number(v.toPrecision(4))
  notes.etendues[nom] = [borne(Math.min(...valeurs)), borne(Math.max(...valeurs))]
}

/** Une ligne pour qui regarde ; elle ne se mêle pas au document. */
export const dire = (phrase: string): void => console.log(phrase)

// Un banc qui finit bien laisse ses chiffres là où `tools/banc.ts` les attend ; un banc tombé n'en laisse pas.
process.on('exit', (code) => {
  const sortie = process.env.BANC_SORTIE
  if (sortie && code === 0) writeFileSync(sortie, JSON.stringify(notes))
})
