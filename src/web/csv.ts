/**
 * Un export que les tableurs français ouvrent tel quel : point-virgule, guillemets doublés, UTF-8 avec sa marque.
 * Une cellule qui commence comme une formule reçoit une apostrophe : un nom saisi par un inconnu ne calcule rien
 * dans le tableur de l'assistante.
 */
import type { Context } from 'hono'

type Cellule = string | number | null | undefined

const cellule = (v: Cellule): string => {
  const brut = v === null || v === undefined ? '' : String(v)
  const sur = typeof v !== 'number' && /^[=+\-@\t\r\n＝＋－＠]/.test(brut) ? `'${brut}` : brut
  return /[";\n\r]/.test(sur) ? `"${sur.replaceAll('"', '""')}"` : sur
}

export const enCsv = (titres: readonly string[], lignes: readonly (readonly Cellule[])[]): string =>
  `\ufeff${[titres, ...lignes].map((l) => l.map(cellule).join(';')).join('\r\n')}\r\n`

/** Répond par un fichier à enregistrer ; `nom` sans chemin ni extension. */
export const repondreCsv = (c: Context, nom: string, texte: string): Response =>
  c.body(texte, 200, {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': `attachment; filename="${nom.replace(/[^a-z0-9-]+/gi, '-')}.csv"`,
    'cache-control': 'private, no-store',
  })
