/**
 * Lit la première feuille visible d’un classeur XLSX (ECMA-376) : les textes, les nombres et les dates de chaque cellule, en texte.
 * Une formule se lit par sa dernière valeur ; elle n’est jamais calculée. Sans bibliothèque : celles du registre pèsent plus que ce que
 * l’on en attend, et aucune ne borne ce qu’une archive fait déplier.
 */
import { inflateRawSync } from 'node:zlib'
import { SaxesParser } from 'saxes'

/** Ce classeur ne se lit pas ; le message va à la personne. */
export class XlsxIllisible extends Error {
  override name = 'XlsxIllisible'
}
const illisible = () => new XlsxIllisible('Ce classeur ne se lit pas\u00a0: enregistrez-le au format .xlsx.')

/** Une archive de quelques kilo-octets peut se déplier en gigaoctets : au plus ceci, en tout. */
export const DEPLIE_MAX = 100_000_000

/** Une feuille n’en a pas davantage. */
const LIGNES_D_UNE_FEUILLE = 1_048_576

type Archive = (nom: string) => string | undefined

const ouvrirZip = (octets: Uint8Array): Archive => {
  const b = Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength)
  const fin = b.lastIndexOf(Buffer.from('PK\u0005\u0006', 'latin1'))
  if (fin < 0 || fin + 22 > b.length) throw illisible()
  const entrees = new Map<string, { methode: number; taille: number; ou: number }>()
  let p = b.readUInt32LE(fin + 16)
  for (let n = b.readUInt16LE(fin + 10); n > 0; n -= 1) {
    if (p + 46 > b.length || b.readUInt32LE(p) !== 0x02014b50) throw illisible()
    const nom = b.readUInt16LE(p + 28)
    entrees.set(b.toString('utf8', p + 46, p + 46 + nom), {
      methode: b.readUInt16LE(p + 10),
      taille: b.readUInt32LE(p + 20),
      ou: b.readUInt32LE(p + 42),
    })
    p += 46 + nom + b.readUInt16LE(p + 30) + b.readUInt16LE(p + 32)
  }
  let reste = DEPLIE_MAX
  return (nom) => {
    const e = entrees.get(nom)
    if (!e) return undefined
    if (e.ou + 30 > b.length) throw illisible()
    const debut = e.ou + 30 + b.readUInt16LE(e.ou + 26) + b.readUInt16LE(e.ou + 28)
    const serre = b.subarray(debut, debut + e.taille)
    let lu: Buffer
    try {
      lu = e.methode === 0 ? serre : inflateRawSync(serre, { maxOutputLength: reste })
    } catch (faute) {
      throw (faute as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? tropLourd() : illisible()
    }
    reste -= lu.length
    return lu.toString('utf8')
  }
}

type Balise = { readonly nom: string; readonly attributs: Readonly<Record<string, string>> }
type Suivre = {
  readonly ouvrir?: (b: Balise) => void
  readonly fermer?: (nom: string) => void
  readonly texte?: (t: string) => void
}

/** Les préfixes d’espaces de noms changent d’un tableur à l’autre : on lit le nom qui les suit. */
const court = (nom: string): string => nom.slice(nom.indexOf(':') + 1)

const suivre = (xml: string, { ouvrir, fermer, texte }: Suivre): void => {
  const lecteur = new SaxesParser()
  lecteur.on('error', () => {
    throw illisible()
  })
  lecteur.on('doctype', () => {
    throw illisible()
  })
  if (ouvrir) lecteur.on('opentag', (t) => ouvrir({ nom: court(t.name), attributs: t.attributes }))
  if (fermer) lecteur.on('closetag', (t) => fermer(court(t.name)))
  if (texte) lecteur.on('text', texte)
  lecteur.write(xml).close()
}

/** Les textes que les cellules se partagent. Une lecture phonétique (`rPh`) n’en est pas un. */
const textesPartages = (xml: string | undefined): string[] => {
  const rendus: string[] = []
  let [dans, phonetique, cours] = [false, false, '']
  if (xml)
    suivre(xml, {
      ouvrir: ({ nom }) => {
        if (nom === 'si') cours = ''
        else if (nom === 'rPh') phonetique = true
        else if (nom === 't') dans = !phonetique
      },
      texte: (t) => {
        if (dans) cours += t
      },
      fermer: (nom) => {
        if (nom === 't') dans = false
        else if (nom === 'rPh') phonetique = false
        else if (nom === 'si') rendus.push(cours)
      },
    })
  return rendus
}

/** Le format d’un nombre en fait-il une date ? Ceux d’origine ont un numéro ; les autres s’écrivent, hors guillemets et crochets. */
const estDate = (numero: number, code: string | undefined): boolean =>
  code === undefined
    ? (numero >= 14 && numero <= 22) ||
      (numero >= 27 && numero <= 36) ||
      (numero >= 45 && numero <= 47) ||
      (numero >= 50 && numero <= 58)
    : /[dmyhsaj]/i.test(code.replace(/"[^"]*"|\[[^\]]*\]|\\./g, '').replace(/general|standard/i, ''))

/** Les rangs de style qui montrent une date. */
const stylesDeDate = (xml: string | undefined): Set<number> => {
  const codes = new Map<number, string>()
  const rendus = new Set<number>()
  let [dans, rang] = [false, 0]
  if (xml)
    suivre(xml, {
      ouvrir: ({ nom, attributs }) => {
        if (nom === 'numFmt') codes.set(Number(attributs.numFmtId), attributs.formatCode ?? '')
        else if (nom === 'cellXfs') dans = true
        else if (nom === 'xf' && dans) {
          const numero = Number(attributs.numFmtId ?? 0)
          if (estDate(numero, codes.get(numero))) rendus.add(rang)
          rang += 1
        }
      },
      fermer: (nom) => {
        if (nom === 'cellXfs') dans = false
      },
    })
  return rendus
}

const deux = (n: number) => String(n).padStart(2, '0')
/** « 24/11/2026 », « 24/11/2026 14:15 », « 14:15 » : comme un tableur français l’écrirait en CSV. */
const enDate = (serie: number, depuis1904: boolean): string => {
  const d = new Date(Math.round((serie + (depuis1904 ? 1462 : 0)) * 86_400) * 1_000 + Date.UTC(1899, 11, 30))
  if (Number.isNaN(d.getTime())) return String(serie)
  const heure = `${deux(d.getUTCHours())}:${deux(d.getUTCMinutes())}`
  if (serie < 1) return heure
  const jour = `${deux(d.getUTCDate())}/${deux(d.getUTCMonth() + 1)}/${d.getUTCFullYear()}`
  return serie % 1 === 0 ? jour : `${jour} ${heure}`
}

/** Un SIRET tapé comme un nombre a quatorze chiffres, jamais « 7,33E+13 ». */
const enNombre = (n: number): string =>
  Number.isSafeInteger(n) ? n.toFixed(0) : String(Number(n.toPrecision(15))).replace('.', ',')

const rangDe = (ref: string): number => {
  let n = 0
  for (const c of ref.match(/^[A-Z]{1,3}/)?.[0] ?? '') n = n * 26 + c.charCodeAt(0) - 64
  return n - 1
}

const premiereFeuille = (lire: Archive): { chemin: string; depuis1904: boolean } => {
  let id: string | undefined
  let depuis1904 = false
  suivre(lire('xl/workbook.xml') ?? '<vide/>', {
    ouvrir: ({ nom, attributs }) => {
      if (nom === 'workbookPr') depuis1904 = /^(1|true)$/.test(attributs.date1904 ?? '')
      if (nom === 'sheet' && (attributs.state ?? 'visible') === 'visible')
        id ??= Object.entries(attributs).find(([a]) => a.includes(':') && court(a) === 'id')?.[1]
    },
  })
  let cible: string | undefined
  suivre(lire('xl/_rels/workbook.xml.rels') ?? '<vide/>', {
    ouvrir: ({ nom, attributs }) => {
      if (nom === 'Relationship' && attributs.Id === id) cible = attributs.Target
    },
  })
  if (!cible)
    throw new XlsxIllisible(
      'Ce fichier n’est ni un CSV ni un classeur .xlsx\u00a0: enregistrez-le sous l’un de ces formats depuis votre tableur.',
    )
  return { chemin: cible.startsWith('/') ? cible.slice(1) : `xl/${cible}`, depuis1904 }
}

export type Bornes = {
  readonly lignes: number
  readonly colonnes: number
  /** Signes gardés d’une cellule. */
  readonly cellule: number
}

const tropLourd = () => new XlsxIllisible('Ce classeur est trop lourd à lire\u00a0: coupez-le en deux.')
/** Un texte partagé ne s’écrit qu’une fois dans le classeur, et se lit dans chaque cellule qui le cite : signes en tout, au plus. */
const SIGNES_AU_PLUS = 50_000_000

/** Les lignes écrites de la feuille, avec leur rang. Lit une ligne de plus que la borne, pour que l’appelant la dise dépassée. */
export const lireXlsx = (
  octets: Uint8Array,
  bornes: Bornes,
): { readonly ligne: number; readonly cellules: string[] }[] => {
  const lire = ouvrirZip(octets)
  const { chemin, depuis1904 } = premiereFeuille(lire)
  const feuille = lire(chemin)
  if (feuille === undefined) throw illisible()
  const textes = textesPartages(lire('xl/sharedStrings.xml'))
  const dates = stylesDeDate(lire('xl/styles.xml'))
  const rendues: { ligne: number; cellules: string[] }[] = []
  let rang = 0
  let colonne = -1
  let genre = ''
  let style = 0
  let valeur = ''
  let dans = false
  let cellules: string[] = []
  let signes = 0
  const lue = (): string => {
    if (genre === 's') return textes[Number(valeur)] ?? ''
    if (genre === 'b') return valeur === '1' ? 'oui' : 'non'
    if (genre === 'e') return ''
    if (genre === 'inlineStr' || genre === 'str' || genre === 'd') return valeur
    const n = Number(valeur)
    if (valeur === '' || !Number.isFinite(n)) return valeur
    return dates.has(style) ? enDate(n, depuis1904) : enNombre(n)
  }
  suivre(feuille, {
    ouvrir: ({ nom, attributs }) => {
      if (nom === 'row') {
        const dit = Number(attributs.r ?? rang + 1)
        if (!(dit > rang && dit <= LIGNES_D_UNE_FEUILLE)) throw illisible()
        rang = dit
        colonne = -1
        cellules = []
      } else if (nom === 'c') {
        colonne = attributs.r ? rangDe(attributs.r) : colonne + 1
        genre = attributs.t ?? ''
        style = Number(attributs.s ?? 0)
        valeur = ''
      } else if (nom === 'v' || nom === 't') dans = true
    },
    texte: (t) => {
      if (dans) valeur += t
    },
    fermer: (nom) => {
      if (nom === 'v' || nom === 't') dans = false
      else if (nom === 'c') {
        if (colonne < 0 || colonne > bornes.colonnes) return
        while (cellules.length < colonne) cellules.push('')
        const texte = lue().slice(0, bornes.cellule).trim()
        signes += texte.length
        if (signes > SIGNES_AU_PLUS) throw tropLourd()
        cellules[colonne] = texte
      } else if (nom === 'row' && rendues.length <= bornes.lignes + 1 && cellules.some((c) => c !== ''))
        rendues.push({ ligne: rang, cellules })
    },
  })
  return rendues
}
