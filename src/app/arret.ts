/**
 * L'arrêt, une seule fois quel que soit le nombre de signaux : npm, le terminal et le lanceur en envoient
 * souvent deux. Les gestes se défont dans l'ordre inverse de leur pose, comme on éteint en sortant.
 */
export type Arret = {
  /** Pose un geste à faire à l'arrêt. */
  poser(nom: string, geste: () => Promise<void> | void): void
  /** Défait tout, puis quitte avec ce code. Un second appel rend la même promesse. */
  arreter(code: number): Promise<void>
  /** Vrai dès que l'arrêt a commencé. */
  enCours(): boolean
}

export type OptionsArret = {
  readonly quitter?: (code: number) => void
  readonly rater?: (nom: string, erreur: unknown) => void
}

const signaux = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

export const creerArret = (options: OptionsArret = {}): Arret => {
  const quitter = options.quitter ?? ((code) => process.exit(code))
  const rater = options.rater ?? ((nom, erreur) => console.error(`Arrêt de ${nom}\u00a0:`, erreur))
  const gestes: { nom: string; geste: () => Promise<void> | void }[] = []
  let enCours: Promise<void> | undefined

  const defaire = async (code: number): Promise<void> => {
    for (let dernier = gestes.pop(); dernier; dernier = gestes.pop()) {
      try {
        await dernier.geste()
      } catch (erreur) {
        rater(dernier.nom, erreur) // Un geste qui rate n’empêche pas les suivants : la base doit être arrêtée.
      }
    }
    quitter(code)
  }

  return {
    poser: (nom, geste) => gestes.push({ nom, geste }),
    arreter: (code) => {
      enCours ??= defaire(code)
      return enCours
    },
    enCours: () => enCours !== undefined,
  }
}

/** Un signal arrête proprement, avec le code 0 : npm ne doit pas crier à l'erreur sur un Ctrl-C. */
export const arreterSurSignal = (arret: Arret): void => {
  for (const signal of signaux) {
    process.on(signal, () => {
      void arret.arreter(0)
    })
  }
}
