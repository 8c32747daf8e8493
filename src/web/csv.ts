/**
 * Une liste que l’on emporte, en CSV ou en classeur : les mêmes lignes, les mêmes droits, la même adresse (`?format=csv`,
 * `?format=xlsx`). Le CSV s’ouvre tel quel dans un tableur français : point-virgule, guillemets doublés, UTF-8 avec sa marque.
 * Une cellule qui commence comme une formule reçoit une apostrophe : un nom saisi par un inconnu ne calcule rien dans le
 * tableur de l’assistante. Dans le classeur, un texte n’est jamais une formule.
 */
import type { Context, MiddlewareHandler } from 'hono'
import { type Cellule as CelluleXlsx, ecrireXlsx, typeXlsx } from '#platform/tableur/ecrire-xlsx.ts'
import type { Env } from '#web/env.ts'

type Cellule = string | number | null | undefined

/** Une table à emporter : ses titres, ses lignes. */
export type Tableau = {
  readonly titres: readonly string[]
  readonly lignes: readonly (readonly Cellule[])[]
}

const cellule = (v: Cellule): string => {
  const brut = v === null || v === undefined ? '' : String(v)
  // Un nombre négatif (un avoir) n’est pas une formule.
  const sur =
    typeof v !== 'number' && !/^-\d+([.,]\d+)?$/.test(brut) && /^[=+\-@\t\r\n＝＋－＠]/.test(brut)
      ? `'${brut}`
      : brut
  return /[";\n\r]/.test(sur) ? `"${sur.replaceAll('"', '""')}"` : sur
}

/** Un montant (`montantDecimal`) est un nombre dans le classeur ; un SIREN, un code postal, un numéro restent du texte. */
const enNombre = (v: Cellule): CelluleXlsx =>
  typeof v === 'string' && /^-?\d{1,12}\.\d{2}$/.test(v) ? Number(v) : (v ?? null)

export const enCsv = (titres: readonly string[], lignes: readonly (readonly Cellule[])[]): Tableau => ({
  titres,
  lignes,
})

/** Le CSV d’un tableau. */
export const ecrireCsv = ({ titres, lignes }: Tableau): string =>
  `\ufeff${[titres, ...lignes].map((l) => l.map(cellule).join(';')).join('\r\n')}\r\n`

/** L’adresse du classeur, d’après celle du CSV. */
export const enXlsx = (href: string): string =>
  /[?&]format=csv\b/.test(href)
    ? href.replace(/([?&]format=)csv\b/, '$1xlsx')
    : `${href}${href.includes('?') ? '&' : '?'}format=xlsx`

/** `?format=xlsx` suit le chemin de `?format=csv` : une liste qui s’emporte en CSV s’emporte en classeur, sans rien en savoir. */
export const enClasseur: MiddlewareHandler<Env> = async (c, next) => {
  if (c.req.method !== 'GET' || c.req.query('format') !== 'xlsx') return next()
  const url = new URL(c.req.url)
  url.searchParams.set('format', 'csv')
  c.set('tableur', 'xlsx')
  c.req.raw = new Request(url, { headers: c.req.raw.headers, signal: c.req.raw.signal })
  return next()
}

/** Répond par un fichier à enregistrer ; `nom` sans chemin ni extension. */
export const repondreCsv = (c: Context, nom: string, tableau: Tableau): Response => {
  const classeur = c.get('tableur') === 'xlsx'
  const net = nom.replace(/[^a-z0-9-]+/gi, '-')
  const entetes = (type: string, extension: string) => ({
    'content-type': type,
    'content-disposition': `attachment; filename="${net}.${extension}"`,
    'cache-control': 'private, no-store',
  })
  return classeur
    ? c.body(
        ecrireXlsx([{ nom: net, lignes: [tableau.titres, ...tableau.lignes.map((l) => l.map(enNombre))] }]),
        200,
        entetes(typeXlsx, 'xlsx'),
      )
    : c.body(ecrireCsv(tableau), 200, entetes('text/csv; charset=utf-8', 'csv'))
}
