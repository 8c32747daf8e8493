/**
 * Les textes chiffrés qui peuvent nommer une personne, ailleurs que dans ce qui est à elle : un effacement les ouvre, en ôte son nom, et
 * les referme. Une colonne chiffrée que cette liste oublie fait échouer `test/murs/effacement`.
 */
export type TexteChiffre = {
  readonly table: string
  readonly colonne: string
  /** Ce que les clés lient au texte : l’usage, et la colonne qui identifie la ligne. */
  readonly usage: string
  readonly cle: string
  /** La porte qui les rend, quand l’application ne lit pas la table. */
  readonly porte?: string
  /** D’un écrit qui est d’elle, et non seulement d’elle : ce qui en reste, et rien s’il n’est pas d’elle. */
  readonly sien?: (clair: string, sans: string) => string | undefined
}

type EcritDeVisiteur = { readonly nom: string; readonly courriel: string; readonly texte: string }

/** Ce qu’un visiteur a écrit en demandant une place ; rien, si ce n’en est pas, ou s’il est effacé. */
export const ecritDeVisiteur = (clair: string): EcritDeVisiteur | undefined => {
  try {
    const e = JSON.parse(clair) as Partial<EcritDeVisiteur> | null
    return typeof e?.nom === 'string' && typeof e.courriel === 'string'
      ? { nom: e.nom, courriel: e.courriel, texte: String(e.texte ?? '') }
      : undefined
  } catch {
    return undefined
  }
}
const auteurDe = (clair: string): string | undefined => {
  const e = ecritDeVisiteur(clair)
  return e && `${e.nom}\n${e.courriel}`
}

export const textesChiffres: readonly TexteChiffre[] = [
  { table: 'qualite.affaire', colonne: 'recit', usage: 'qualite.recit', cle: 'id' },
  { table: 'qualite.suite', colonne: 'chiffre', usage: 'qualite.suite', cle: 'id' },
  { table: 'stagiaires.procedure', colonne: 'griefs', usage: 'stagiaires.griefs', cle: 'id' },
  { table: 'stagiaires.etape', colonne: 'texte', usage: 'stagiaires.griefs', cle: 'id' },
  {
    table: 'portail.demande',
    colonne: 'chiffre',
    usage: 'portail.demande',
    cle: 'id',
    porte: 'porte.demandes_chiffrees',
    // Elle l’a écrit : rien n’en reste. Un autre l’a écrit : son nom seul s’en ôte.
    sien: (clair, sans) => (auteurDe(clair) === auteurDe(sans) ? undefined : 'null'),
  },
  { table: 'donnees.demande', colonne: 'precision_chiffree', usage: 'donnees.demande', cle: 'id' },
]
