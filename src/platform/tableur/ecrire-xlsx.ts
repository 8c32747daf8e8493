/**
 * Un classeur XLSX (ECMA-376) sans bibliothèque : des feuilles de textes, de nombres, de montants et de dates, c'est tout ce qu'un export demande.
 * Un texte n'est jamais une formule (`inlineStr`) : un nom saisi par un inconnu ne calcule rien.
 */
import { crc32, deflateRawSync } from 'node:zlib'

/** Un montant montre toujours ses centimes. */
export type Montant = { readonly genre: 'montant'; readonly valeur: number }
/** Une date, ou une date et une heure, à la pendule de qui lira : ce que dit `iso` sans fuseau, « 2026-11-24 » ou « 2026-11-24T14:15 ». */
export type Quand = { readonly genre: 'quand'; readonly iso: string }
export type Cellule = string | number | null | Montant | Quand

/** Le rang des formats dans `xl/styles.xml`. */
const formats = { titre: 1, jour: 2, instant: 3, montant: 4 } as const

/** Le nombre de jours depuis le 30 décembre 1899 : la date d’un tableur. */
const serie = (iso: string): number => {
  const [jour = '', heure = '00:00'] = iso.split('T')
  return (Date.parse(`${jour}T${heure}Z`) - Date.UTC(1899, 11, 30)) / 86_400_000
}

const enNombre = (v: Cellule): { readonly valeur: number; readonly format?: number } | undefined => {
  if (typeof v === 'number') return Number.isFinite(v) ? { valeur: v } : undefined
  if (typeof v !== 'object' || v === null) return undefined
  return v.genre === 'montant'
    ? { valeur: v.valeur, format: formats.montant }
    : { valeur: serie(v.iso), format: v.iso.includes('T') ? formats.instant : formats.jour }
}
export type Feuille = { readonly nom: string; readonly lignes: readonly (readonly Cellule[])[] }

const echapper = (t: string): string =>
  t
    // biome-ignore lint/suspicious/noControlCharactersInRegex: interdits en XML 1.0
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, ' ')
    .toWellFormed()
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')

const colonne = (i: number): string =>
  i < 26 ? String.fromCharCode(65 + i) : `${colonne(Math.floor(i / 26) - 1)}${colonne(i % 26)}`

const feuilleXml = ({ lignes }: Feuille): string =>
  `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>${lignes
    .map(
      (l, r) =>
        `<row r="${r + 1}">${l
          .map((v, i) => {
            const ref = `${colonne(i)}${r + 1}`
            if (v === null || v === '') return ''
            const nombre = enNombre(v)
            const format = r === 0 ? formats.titre : nombre?.format
            const style = format === undefined ? '' : ` s="${format}"`
            return nombre
              ? `<c r="${ref}"${style}><v>${nombre.valeur}</v></c>`
              : `<c r="${ref}" t="inlineStr"${style}><is><t xml:space="preserve">${echapper(String(v).slice(0, 32_000))}</t></is></c>`
          })
          .join('')}</row>`,
    )
    .join('')}</sheetData></worksheet>`

/** Le type de contenu d’un classeur. */
export const typeXlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

type FichierDuClasseur = { readonly nom: string; readonly octets: Buffer }

/** Une archive ZIP, datée du premier jour possible : mêmes données, mêmes octets. */
export const zip = (entrees: readonly FichierDuClasseur[]): Uint8Array<ArrayBuffer> => {
  const corps: Buffer[] = []
  const repertoire: Buffer[] = []
  let position = 0
  for (const { nom, octets } of entrees) {
    const tasse = deflateRawSync(octets)
    const nomOctets = Buffer.from(nom, 'utf8')
    const commun = Buffer.alloc(26)
    commun.writeUInt16LE(20, 0)
    commun.writeUInt16LE(0x0800, 2)
    commun.writeUInt16LE(8, 4)
    commun.writeUInt16LE(0x21, 8)
    commun.writeUInt32LE(crc32(octets), 10)
    commun.writeUInt32LE(tasse.length, 14)
    commun.writeUInt32LE(octets.length, 18)
    commun.writeUInt16LE(nomOctets.length, 22)
    const tete = Buffer.concat([Buffer.from('PK\u0003\u0004', 'latin1'), commun, nomOctets])
    const fiche = Buffer.alloc(20)
    fiche.writeUInt32LE(position, 10 + 4)
    repertoire.push(
      Buffer.concat([
        Buffer.from('PK\u0001\u0002', 'latin1'),
        Buffer.from([20, 0]),
        commun,
        // commentaire, disque, attributs : zéro ; puis l'endroit de l'entrée.
        fiche.subarray(4, 18),
        nomOctets,
      ]),
    )
    corps.push(tete, tasse)
    position += tete.length + tasse.length
  }
  const index = Buffer.concat(repertoire)
  const fin = Buffer.alloc(22)
  fin.write('PK\u0005\u0006', 0, 'latin1')
  fin.writeUInt16LE(entrees.length, 8)
  fin.writeUInt16LE(entrees.length, 10)
  fin.writeUInt32LE(index.length, 12)
  fin.writeUInt32LE(position, 16)
  return Uint8Array.from(Buffer.concat([...corps, index, fin]))
}

const xml = (texte: string) => Buffer.from(texte, 'utf8')
const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'

export const ecrireXlsx = (feuilles: readonly Feuille[]): Uint8Array<ArrayBuffer> => {
  const rangs = feuilles.map((f, i) => ({ f, n: i + 1 }))
  return zip([
    {
      nom: '[Content_Types].xml',
      octets: xml(
        `${declaration}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>${rangs.map(({ n }) => `<Override PartName="/xl/worksheets/sheet${n}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>`).join('')}</Types>`,
      ),
    },
    {
      nom: '_rels/.rels',
      octets: xml(
        `${declaration}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
      ),
    },
    {
      nom: 'xl/workbook.xml',
      octets: xml(
        `${declaration}<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>${rangs.map(({ f, n }) => `<sheet name="${echapper(f.nom.slice(0, 31))}" sheetId="${n}" r:id="rId${n}"/>`).join('')}</sheets></workbook>`,
      ),
    },
    {
      nom: 'xl/_rels/workbook.xml.rels',
      octets: xml(
        `${declaration}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${rangs.map(({ n }) => `<Relationship Id="rId${n}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet${n}.xml"/>`).join('')}<Relationship Id="rId${rangs.length + 1}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>`,
      ),
    },
    {
      nom: 'xl/styles.xml',
      octets: xml(
        `${declaration}<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="5"><xf xfId="0"/><xf xfId="0" fontId="1" applyFont="1"/><xf xfId="0" numFmtId="14" applyNumberFormat="1"/><xf xfId="0" numFmtId="22" applyNumberFormat="1"/><xf xfId="0" numFmtId="4" applyNumberFormat="1"/></cellXfs></styleSheet>`,
      ),
    },
    ...rangs.map(({ f, n }) => ({ nom: `xl/worksheets/sheet${n}.xml`, octets: xml(feuilleXml(f)) })),
  ])
}
