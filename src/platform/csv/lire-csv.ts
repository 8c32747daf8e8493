import { parse } from 'csv-parse/sync'
import { type Refus, refus } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import { lireXlsx, XlsxIllisible } from '#platform/tableur/lire-xlsx.ts'

/** Une ligne du tableau et son rang dans le fichier, tel qu'un tableur le montre (l'en-tête est la ligne 1). */
export type LigneCsv = { readonly ligne: number; readonly cellules: readonly string[] }
export type TableauCsv = { readonly entetes: readonly string[]; readonly lignes: readonly LigneCsv[] }
export type RefusCsv = Refus<'csv-vide' | 'csv-illisible' | 'csv-trop-grand'>

export const bornesCsv = { octets: 10_000_000, lignes: 50_000, colonnes: 200, cellule: 5_000 }

/** UTF-8 s'il l'est tout entier ; sinon l'encodage d'un tableur français d'avant (Windows-1252). L'UTF-16 se reconnaît à sa marque. */
export const decoderCsv = (octets: Uint8Array): string => {
  if (octets[0] === 0xff && octets[1] === 0xfe) return new TextDecoder('utf-16le').decode(octets)
  if (octets[0] === 0xfe && octets[1] === 0xff) return new TextDecoder('utf-16be').decode(octets)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(octets)
  } catch {
    return new TextDecoder('windows-1252').decode(octets)
  }
}

/** Celui qui coupe le plus la première ligne coupée, hors des guillemets : un titre au-dessus du tableau n’en a aucun. */
const separateurDe = (texte: string): string => {
  const tete = texte.slice(0, 20_000).replace(/"(?:[^"]|"")*"/g, '')
  const signes = [';', ',', '\t', '|']
  const premiere = tete.split(/\r\n?|\n/).find((l) => signes.some((s) => l.includes(s))) ?? ''
  const compter = (s: string) => premiere.split(s).length
  return signes.toSorted((a, b) => compter(b) - compter(a))[0] ?? ';'
}

/**
 * Lit un CSV tel qu'un tableur l'écrit : point-virgule, virgule ou tabulation, guillemets, sauts de ligne dans une cellule,
 * encodage reconnu. Une ligne plus courte ou plus longue que l'en-tête se lit ; les lignes vides ne comptent pas. Bornée.
 */
export const lireCsv = (
  octets: Uint8Array,
  /** Signes gardés d'une cellule : le texte d'une page en tient plus que celle d'une fiche. */
  { cellule = bornesCsv.cellule }: { readonly cellule?: number } = {},
): Result<TableauCsv, RefusCsv> => {
  if (octets.length > bornesCsv.octets)
    return ko(refus('csv-trop-grand', 'Ce fichier dépasse 10\u00a0Mo : coupez-le en deux.'))
  const texte = decoderCsv(octets).replace(/^\ufeff/, '')
  if (texte.includes('\0'))
    return ko(
      refus(
        'csv-illisible',
        'Ce fichier n’est pas un CSV : enregistrez-le depuis votre tableur au format CSV.',
      ),
    )
  let lues: { info: { lines: number }; record: string[] }[]
  try {
    lues = parse(texte, {
      delimiter: separateurDe(texte),
      relax_column_count: true,
      relax_quotes: true,
      trim: true,
      info: true,
      max_record_size: 1_000_000,
      to: bornesCsv.lignes + 2,
    }) as unknown as typeof lues
  } catch {
    return ko(
      refus(
        'csv-illisible',
        'Ce fichier ne se lit pas comme un CSV : un guillemet ouvert n’est peut-être jamais refermé.',
      ),
    )
  }
  // « lines » compte les lignes du fichier jusqu'à la fin de l'enregistrement : un saut dans une cellule les décale. Une ligne
  // vide compte dans ce rang, et ne se lit pas.
  return enTableau(
    lues
      .map(({ record }, i) => ({ ligne: (lues[i - 1]?.info.lines ?? 0) + 1, cellules: record }))
      .filter(({ cellules }) => cellules.some((c) => c !== '')),
    cellule,
  )
}

/** L’en-tête est la première ligne d’au moins deux cellules écrites : un titre au-dessus du tableau n’en a qu’une. */
const enTableau = (rangees: readonly LigneCsv[], cellule: number): Result<TableauCsv, RefusCsv> => {
  const rang = rangees.findIndex(({ cellules }) => cellules.filter((c) => c !== '').length > 1)
  const [tete, ...reste] = rangees.slice(Math.max(rang, 0))
  if (!tete || reste.length === 0)
    return ko(refus('csv-vide', 'Ce fichier n’a aucune ligne sous son en-tête.'))
  if (reste.length > bornesCsv.lignes)
    return ko(refus('csv-trop-grand', 'Ce fichier dépasse 50\u00a0000 lignes : coupez-le en deux.'))
  if (tete.cellules.length > bornesCsv.colonnes)
    return ko(refus('csv-trop-grand', 'Ce fichier a plus de 200 colonnes : gardez celles qui servent.'))
  const propre = (t: string) => t.toWellFormed().slice(0, cellule)
  return ok({
    entetes: tete.cellules.map(propre),
    lignes: reste.map(({ ligne, cellules }) => ({ ligne, cellules: cellules.map(propre) })),
  })
}

const commencePar = (octets: Uint8Array, ...signes: readonly number[]): boolean =>
  signes.every((s, i) => octets[i] === s)

/** Un tableau tel qu’une personne l’a : un CSV, ou la première feuille d’un classeur XLSX. */
export const lireTableau = (octets: Uint8Array): Result<TableauCsv, RefusCsv> => {
  if (commencePar(octets, 0xd0, 0xcf, 0x11, 0xe0))
    return ko(refus('csv-illisible', 'Ce classeur est d’un format ancien (.xls) : enregistrez-le en .xlsx.'))
  if (!commencePar(octets, 0x50, 0x4b, 0x03, 0x04)) return lireCsv(octets)
  if (octets.length > bornesCsv.octets)
    return ko(refus('csv-trop-grand', 'Ce fichier dépasse 10\u00a0Mo : coupez-le en deux.'))
  try {
    return enTableau(lireXlsx(octets, bornesCsv), bornesCsv.cellule)
  } catch (faute) {
    if (faute instanceof XlsxIllisible) return ko(refus('csv-illisible', faute.message))
    throw faute
  }
}

/**
 * Le tableau tel qu’on le garde : un CSV en UTF-8, chaque ligne à son rang. Relu, il rend le même tableau ; et un nom s’y trouve, quand
 * une personne demande qu’on l’efface, ce que ni un classeur ni un vieil encodage ne permettent.
 */
export const ecrireTableau = ({ entetes, lignes }: TableauCsv): Uint8Array => {
  const textes: string[] = []
  let rang = 1
  // Un titre au-dessus de l’en-tête n’est pas gardé ; chaque ligne, elle, reste à son rang.
  for (const { ligne, cellules } of [{ ligne: 1, cellules: entetes }, ...lignes]) {
    for (; rang < ligne; rang += 1) textes.push('')
    const texte = cellules.map((c) => `"${c.replace(/[\r\n]+/g, ' ').replaceAll('"', '""')}"`).join(';')
    textes.push(texte)
    rang += 1
  }
  return new TextEncoder().encode(`${textes.join('\n')}\n`)
}
