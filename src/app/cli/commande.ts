import type { Instance, OptionsInstance } from '../instance.ts'

/** Une commande de l'application entière : là où celles des modules reçoivent des services, elle reçoit l'instance. */
export type Commande = {
  /** Un ou deux mots : « demo comptes ». */
  readonly nom: string
  readonly usage: string
  /** Ce qu'elle fait, en une ligne. */
  readonly aide: string
  readonly base: boolean
  run(args: readonly string[], contexte: ContexteCommande): Promise<number>
}

export type ContexteCommande = {
  /**
   * Ouvre l'instance, ou rend celle qui l'est déjà. Une commande pose une base vierge et refuse une base plus ancienne, sauf à dire
   * qu'elle la prend comme elle est (`jamais`), ou qu'elle est là pour la mettre à niveau (`toujours`).
   */
  instance(mettreAJour?: OptionsInstance['mettreAJour']): Promise<Instance>
  readonly stdout: (texte: string) => void
  readonly stderr: (texte: string) => void
}

export type Options = {
  readonly valeurs: ReadonlyMap<string, string>
  readonly drapeaux: ReadonlySet<string>
  readonly reste: readonly string[]
}

/** Lit `--nom valeur` et `--drapeau` ; rien si une option est inconnue, répétée ou sans valeur. */
export const lireOptions = (
  args: readonly string[],
  admis: { readonly valeurs?: readonly string[]; readonly drapeaux?: readonly string[] },
): Options | undefined => {
  const valeurs = new Map<string, string>()
  const drapeaux = new Set<string>()
  const reste: string[] = []
  const suite = [...args]
  for (let mot = suite.shift(); mot !== undefined; mot = suite.shift()) {
    if (!mot.startsWith('--')) {
      reste.push(mot)
      continue
    }
    const nom = mot.slice(2)
    if (admis.drapeaux?.includes(nom)) drapeaux.add(nom)
    else {
      const valeur = suite.shift()
      if (
        !admis.valeurs?.includes(nom) ||
        valeurs.has(nom) ||
        valeur === undefined ||
        valeur.startsWith('--')
      )
        return undefined
      valeurs.set(nom, valeur)
    }
  }
  return { valeurs, drapeaux, reste }
}

/** Un appel fautif : la phrase, l'usage, et le code 2. */
export const appelFautif = (
  contexte: Pick<ContexteCommande, 'stderr'>,
  usage: string,
  phrase?: string,
): 2 => {
  contexte.stderr(`${phrase === undefined ? '' : `${phrase}\n`}Usage\u00a0: ${usage}\n`)
  return 2
}
