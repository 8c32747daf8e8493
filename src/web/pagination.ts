/**
 * Les listes se feuillettent par clé : une page dit « après telle ligne », jamais « la dixième ». Le repère est
 * opaque pour qui le lit, et tenu pour hostile quand il revient.
 */
export type Cursor = readonly (string | number)[]

export const encodeCursor = (cle: Cursor): string => Buffer.from(JSON.stringify(cle)).toString('base64url')

/** Rien si le repère n'est pas des nôtres : la liste reprend alors à son début. */
export const decodeCursor = (texte: string | undefined, taille: number): Cursor | undefined => {
  if (texte === undefined || texte.length > 1_000) return undefined
  try {
    const lu: unknown = JSON.parse(Buffer.from(texte, 'base64url').toString('utf8'))
    const bon = (v: unknown) =>
      (typeof v === 'string' && v.length <= 300 && v.isWellFormed() && !v.includes('\0')) ||
      (typeof v === 'number' && Number.isFinite(v))
    return Array.isArray(lu) && lu.length === taille && lu.every(bon)
      ? (lu as (string | number)[])
      : undefined
  } catch {
    return undefined
  }
}

/** Si ce texte est un instant tel que `toISOString` l’écrit : un repère qui n’en est pas un ferait tomber la requête. */
export const estInstant = (texte: string): boolean => {
  const le = Date.parse(texte)
  return !Number.isNaN(le) && new Date(le).toISOString() === texte
}

export type PageRequest = { readonly sens: 'apres' | 'avant'; readonly cle: Cursor | undefined }

/** Lit `?apres=` ou `?avant=` ; `taille` est le nombre de valeurs de la clé de tri (l'identifiant compris). */
export const readPage = (query: (nom: string) => string | undefined, taille: number): PageRequest => {
  const avant = decodeCursor(query('avant'), taille)
  return avant ? { sens: 'avant', cle: avant } : { sens: 'apres', cle: decodeCursor(query('apres'), taille) }
}

export type Page<T> = { readonly lignes: readonly T[]; readonly avant?: string; readonly apres?: string }

/**
 * Taille une page dans ce que la requête a rendu : on demande `taille + 1` lignes, dans l'ordre de lecture pour
 * `apres`, dans l'ordre inverse pour `avant`.
 */
export const cutPage = <T>(
  lues: readonly T[],
  taille: number,
  demande: PageRequest,
  cleDe: (ligne: T) => Cursor,
): Page<T> => {
  const reste = lues.length > taille
  const gardees = lues.slice(0, taille)
  const lignes = demande.sens === 'avant' ? gardees.reverse() : gardees
  const premiere = lignes[0]
  const derniere = lignes.at(-1)
  const aAvant = demande.sens === 'avant' ? reste : demande.cle !== undefined
  const aApres = demande.sens === 'avant' ? true : reste
  return {
    lignes,
    ...(aAvant && premiere !== undefined ? { avant: encodeCursor(cleDe(premiere)) } : {}),
    ...(aApres && derniere !== undefined ? { apres: encodeCursor(cleDe(derniere)) } : {}),
  }
}
