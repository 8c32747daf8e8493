import { plier } from '#kernel/texte.ts'

/** Une personne que l’on écrit, ou que l’on connaît. */
export type Reconnue = {
  readonly courriel?: string | null | undefined
  readonly employeur?: string | null | undefined
}

/**
 * Une personne connue sous ce nom est-elle celle que l’on inscrit ? Oui quand l’adresse et l’employeur, tous deux dits des deux côtés,
 * s’accordent. Un seul des deux ne suffit pas : une boîte se partage, un employeur a des homonymes.
 */
export const cEstElle = (ecrite: Reconnue, connue: Reconnue): boolean => {
  const memes = (a: string | null | undefined, b: string | null | undefined) =>
    !!a && !!b && plier(a.trim()) === plier(b.trim())
  return memes(ecrite.courriel, connue.courriel) && memes(ecrite.employeur, connue.employeur)
}
