/**
 * Une liste que l’on emporte, en CSV ou en classeur : les mêmes lignes, les mêmes droits, la même adresse (`?format=csv`,
 * `?format=xlsx`). Le CSV s’ouvre tel quel dans un tableur français : point-virgule, virgule décimale, « 24/11/2026 », guillemets doublés,
 * UTF-8 avec sa marque.
 * Une cellule qui commence comme une formule reçoit une apostrophe : un nom saisi par un inconnu ne calcule rien dans le
 * tableur de l’assistante. Dans le classeur, un texte n’est jamais une formule.
 */
import type { Context, MiddlewareHandler } from 'hono'
import { dateCivile, formaterDate } from '#kernel/dates.ts'
import { sansFormule } from '#kernel/texte.ts'
import { heureLocale, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { type Cellule as CelluleXlsx, ecrireXlsx, typeXlsx } from '#platform/tableur/ecrire-xlsx.ts'
import type { Env } from '#web/env.ts'
import { titreDeColonne } from './titres-de-colonne.ts'

type Cellule = string | number | null | undefined

/** Une table à emporter : ses titres, ses lignes. */
export type Tableau = {
  readonly titres: readonly string[]
  readonly lignes: readonly (readonly Cellule[])[]
}

/** Ce qu’un texte veut dire à un tableur : un jour, un instant (à la pendule de Paris), un montant (`montantDecimal`) ; sinon, un texte. */
const lire = (v: string): CelluleXlsx => {
  if (/^-?\d{1,12}\.\d{2}$/.test(v)) return { genre: 'montant', valeur: Number(v) }
  if (dateCivile(v)) return { genre: 'quand', iso: v }
  if (/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z$/.test(v) && !Number.isNaN(Date.parse(v))) {
    const { date, minute } = heureLocale(new Date(v), ZONE_PAR_DEFAUT)
    const deux = (n: number) => String(n).padStart(2, '0')
    return { genre: 'quand', iso: `${date}T${deux(Math.floor(minute / 60))}:${deux(minute % 60)}` }
  }
  return v
}

const virgule = (n: string): string => n.replace('.', ',')

/** Comme un tableur français l’attend : « 24/11/2026 », « 24/11/2026 14:15 », « 1400,50 ». */
const enTexte = (v: Cellule): string => {
  if (v === null || v === undefined) return ''
  if (typeof v === 'number') return virgule(String(v))
  const lu = lire(v)
  if (typeof lu !== 'object' || lu === null) return v
  if (lu.genre === 'montant') return virgule(v)
  const [jour = '', heure] = lu.iso.split('T')
  const date = dateCivile(jour)
  return [date ? formaterDate(date, 'chiffres') : jour, heure].filter(Boolean).join(' ')
}

const cellule = (v: Cellule): string => {
  const brut = enTexte(v)
  const sur = typeof v === 'number' ? brut : sansFormule(brut)
  return /[";\n\r]/.test(sur) ? `"${sur.replaceAll('"', '""')}"` : sur
}

/** Une date est une date, un montant un nombre ; un SIREN, un code postal, un numéro restent du texte. */
const enClasseurs = (v: Cellule): CelluleXlsx => (typeof v === 'string' ? lire(v) : (v ?? null))

/** Les titres, en mots : « prevu_h » est « Prévu (heures) ». */
export const enCsv = (titres: readonly string[], lignes: readonly (readonly Cellule[])[]): Tableau => ({
  titres: titres.map(titreDeColonne),
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
        ecrireXlsx([
          { nom: net, lignes: [tableau.titres, ...tableau.lignes.map((l) => l.map(enClasseurs))] },
        ]),
        200,
        entetes(typeXlsx, 'xlsx'),
      )
    : c.body(ecrireCsv(tableau), 200, entetes('text/csv; charset=utf-8', 'csv'))
}
