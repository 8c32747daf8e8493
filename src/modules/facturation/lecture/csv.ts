/** Un tableau venu d’ailleurs, lu par la porte commune (`#platform/csv`), ses colonnes retrouvées par leur nom. */
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { plier } from '#kernel/texte.ts'
import { lireCsv } from '#platform/csv/lire-csv.ts'

/** `ligne` : son numéro dans le fichier, celui de l’en-tête est 1. */
export type LigneLue = { readonly ligne: number; readonly champs: ReadonlyMap<string, string> }

/** « Montant HT », « montant_ht » et « MONTANT-HT » sont la même colonne. */
const nommer = (titre: string): string =>
  plier(titre)
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_|_$/g, '')

export const lireTable = (
  texte: string,
  exigees: readonly string[],
  max = 5_000,
): Result<readonly LigneLue[], Refus> => {
  const lu = lireCsv(new TextEncoder().encode(texte))
  if (!lu.ok) return lu
  const noms = lu.value.entetes.map(nommer)
  const absentes = exigees.filter((e) => !noms.includes(e))
  if (absentes.length > 0)
    return refuser(
      'colonnes',
      `Il manque la colonne ${absentes.join(', ')}. La première ligne nomme les colonnes.`,
    )
  const { lignes } = lu.value
  if (lignes.length > max) return refuser('trop-long', `Un fichier compte ${max} lignes au plus : coupez-le.`)
  return ok(
    lignes.map(({ ligne, cellules }) => ({
      ligne,
      // Une apostrophe devant un signe de formule vient d’un export : elle n’est pas du texte.
      champs: new Map(noms.map((n, i) => [n, (cellules[i] ?? '').trim().replace(/^'(?=[=+\-@])/, '')])),
    })),
  )
}
