/*
 * Les objets d’un PDF composé ici, lus puis récrits serrés : dictionnaires dans un flux d’objets, renvois dans un flux, ce que permet
 * PDF 1.7, donc PDF/A-3. Ne lit que ce que Typst, les versions d’avant de Coforme et `ecrireObjets` écrivent, et lève devant autre chose :
 * une montée de version se verra. Une bibliothèque générale relirait et récrirait chaque valeur ; ici un dictionnaire reste son texte.
 */
import { deflateSync, inflateSync } from 'node:zlib'

/** `texte` : l’objet sans son flux, en latin1. `flux` : tel qu’écrit, compressé ou non. */
export type Objet = { readonly texte: string; readonly flux?: Buffer }

export type Pdf = {
  readonly objets: ReadonlyMap<number, Objet>
  readonly racine: number
  readonly info: number
  /** `/ID [ … ]`, tel quel. */
  readonly id: string
}

export const renvois = /(\d+)\s+0\s+R\b/g

export const trouver = (texte: string, motif: RegExp, quoi: string): string => {
  const lu = motif.exec(texte)?.[1]
  if (lu === undefined) throw new Error(`PDF inattendu : ${quoi} introuvable.`)
  return lu
}

/** Les octets d’un flux, décompressés. */
export const octetsDe = ({ texte, flux }: Objet): Buffer => {
  if (!flux) throw new Error('PDF inattendu : flux attendu.')
  if (!texte.includes('/Filter')) return flux
  if (!/\/Filter\s*\[?\s*\/FlateDecode/.test(texte) || texte.includes('/DecodeParms'))
    throw new Error('PDF inattendu : flux d’une autre compression.')
  return inflateSync(flux)
}

/** Le même objet, ces octets compressés à la place des siens, au plus fort si l’on n’en dit rien. */
export const avecOctets = ({ texte }: Objet, octets: Uint8Array, niveau = 9): Objet => {
  const flux = deflateSync(octets, { level: niveau })
  const sans = texte.replace(/\/Filter\s*(?:\/\w+|\[[^\]]*\])/, '').replace(/\/Length\s+\d+/, '')
  return { texte: sans.replace(/^\s*<</, `<</Length ${flux.length}/Filter/FlateDecode`), flux }
}

/** La place qui suit une chaîne littérale : ses parenthèses vont par paires, ou s’échappent. */
const finDeChaine = (texte: string, debut: number): number => {
  let profondeur = 0
  for (let i = debut; i < texte.length; i += 1) {
    const signe = texte.charCodeAt(i)
    if (signe === 0x5c) i += 1
    else if (signe === 0x28) profondeur += 1
    else if (signe === 0x29) {
      profondeur -= 1
      if (profondeur === 0) return i + 1
    }
  }
  throw new Error('PDF inattendu : chaîne sans fin.')
}

/** La chaîne que dit cette clé, telle qu’écrite, quand c’en est une. La première de ce nom l’emporte : une chaîne d’avant pourrait l’imiter. */
export const chaineDe = (texte: string, cle: string): string | undefined => {
  const place = new RegExp(`/${cle}\\s*(?=[(<])`).exec(texte)
  if (!place) return undefined
  const debut = place.index + place[0].length
  return texte.slice(debut, texte[debut] === '(' ? finDeChaine(texte, debut) : texte.indexOf('>', debut) + 1)
}

/** Récrit un texte de PDF : ce qui est hors des chaînes par `dehors`, chaque chaîne par `chaine`. */
const recrire = (
  texte: string,
  dehors: (bout: string) => string,
  chaine: (chaine: string) => string = (c) => c,
): string => {
  if (!texte.includes('(')) return dehors(texte)
  let rendu = ''
  let debut = 0
  for (let i = texte.indexOf('('); i >= 0; i = texte.indexOf('(', debut)) {
    const fin = finDeChaine(texte, i)
    rendu += dehors(texte.slice(debut, i)) + chaine(texte.slice(i, fin))
    debut = fin
  }
  return rendu + dehors(texte.slice(debut))
}

/** Remplace dans un dictionnaire ce que `motif` trouve hors des chaînes. */
export const remplacer = (texte: string, motif: RegExp, par: (...m: string[]) => string): string =>
  recrire(texte, (bout) => bout.replace(motif, par))

/** Un objet, d’après son texte et ce qui le suit : le flux commence où `Length` le dit. */
const decouper = (pdf: Uint8Array, texte: string, debut: number, fin: number): Objet => {
  const brut = texte.slice(debut, fin)
  const place = />>\s*stream\r?\n/.exec(brut)
  if (!place) return { texte: brut.slice(0, brut.lastIndexOf('endobj')).trim() }
  const dictionnaire = brut.slice(0, place.index + 2)
  const longueur = Number(trouver(dictionnaire, /\/Length\s+(\d+)(?!\s+0\s+R)/, 'Length'))
  const ici = debut + place.index + place[0].length
  return { texte: dictionnaire.trim(), flux: Buffer.from(pdf.subarray(ici, ici + longueur)) }
}

type Section = {
  readonly places: ReadonlyMap<number, number>
  /** Les objets rangés dans un flux d’objets : le numéro de celui-ci. */
  readonly ranges: ReadonlyMap<number, number>
  readonly remorque: string
}

const sectionClassique = (texte: string, depart: number): Section => {
  const bloc = texte.slice(depart, texte.indexOf('startxref', depart))
  const coupe = bloc.indexOf('trailer')
  const lignes = bloc
    .slice(4, coupe)
    .trim()
    .split(/\s*[\r\n]+/)
  const places = new Map<number, number>()
  for (let i = 0; i < lignes.length; ) {
    const [premier = 0, compte = 0] = (lignes[i] ?? '').trim().split(/\s+/).map(Number)
    for (let j = 0; j < compte; j += 1) {
      const [place = '', , sorte = ''] = (lignes[i + 1 + j] ?? '').trim().split(/\s+/)
      if (sorte === 'n') places.set(premier + j, Number(place))
    }
    i += compte + 1
  }
  return { places, ranges: new Map(), remorque: bloc.slice(coupe) }
}

/** Une rangée de la table de renvois : un octet de sorte, quatre de place, deux de rang. */
const largeur = 7
/** Chaque rangée, moins celle d’avant : d’un objet rangé au suivant, un seul octet change (ISO 32000-1, 7.4.4.4, prédiction « Up »). */
const differences = (table: Buffer): Buffer => {
  const rangees = table.length / largeur
  const rendu = Buffer.alloc(rangees * (largeur + 1))
  for (let n = 0; n < rangees; n += 1) {
    rendu[n * (largeur + 1)] = 2
    for (let i = 0; i < largeur; i += 1) {
      const ici = n * largeur + i
      rendu[n * (largeur + 1) + 1 + i] = (table[ici] ?? 0) - (n > 0 ? (table[ici - largeur] ?? 0) : 0)
    }
  }
  return rendu
}
/** La table telle qu’elle fut : en différences, ou telle quelle, comme avant le 30 novembre 2026. */
const sansDifferences = (objet: Objet): Buffer => {
  const parametres = '/DecodeParms<</Predictor 12/Columns 7>>'
  if (!objet.texte.includes(parametres)) return octetsDe(objet)
  const lues = octetsDe({ ...objet, texte: objet.texte.replace(parametres, '') })
  const rangees = Math.floor(lues.length / (largeur + 1))
  const table = Buffer.alloc(rangees * largeur)
  for (let n = 0; n < rangees; n += 1)
    for (let i = 0; i < largeur; i += 1) {
      const ici = n * largeur + i
      table[ici] = (lues[n * (largeur + 1) + 1 + i] ?? 0) + (n > 0 ? (table[ici - largeur] ?? 0) : 0)
    }
  return table
}

/** Les renvois que `ecrireObjets` écrit : un octet de sorte, quatre de place, deux de rang. */
const sectionEnFlux = (pdf: Uint8Array, texte: string, depart: number): Section => {
  const entete = /^\d+ 0 obj\s/.exec(texte.slice(depart, depart + 40))?.[0]
  if (!entete) throw new Error('PDF inattendu : table de renvois introuvable.')
  const objet = decouper(pdf, texte, depart + entete.length, texte.length)
  if (!/\/W\s*\[1 4 2\]/.test(objet.texte)) throw new Error('PDF inattendu : renvois d’une autre forme.')
  const octets = sansDifferences(objet)
  const places = new Map<number, number>()
  const ranges = new Map<number, number>()
  for (let n = 0; n * 7 < octets.length; n += 1) {
    const sorte = octets.readUInt8(n * 7)
    const valeur = octets.readUInt32BE(n * 7 + 1)
    if (sorte === 1) places.set(n, valeur)
    else if (sorte === 2) ranges.set(n, valeur)
  }
  return { places, ranges, remorque: objet.texte }
}

/** Ce que tient un flux d’objets. */
const deplier = (objet: Objet): Map<number, Objet> => {
  const corps = octetsDe(objet).toString('latin1')
  const premier = Number(trouver(objet.texte, /\/First\s+(\d+)/, 'First'))
  const index = corps.slice(0, premier).trim().split(/\s+/).map(Number)
  const tenus = new Map<number, Objet>()
  for (let i = 0; i < index.length; i += 2) {
    const fin = index[i + 3]
    const texte = corps.slice(premier + (index[i + 1] ?? 0), fin === undefined ? undefined : premier + fin)
    tenus.set(index[i] ?? 0, { texte: texte.trim() })
  }
  return tenus
}

/** Les objets en cours : la section de renvois la plus récente l’emporte. */
export const lireObjets = (pdf: Uint8Array): Pdf => {
  const texte = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.length).toString('latin1')
  const places = new Map<number, number>()
  const ranges = new Map<number, number>()
  const bornes = new Set<number>()
  let section: number | undefined = Number(
    trouver(texte.slice(Math.max(0, texte.lastIndexOf('startxref'))), /startxref\s+(\d+)/, 'startxref'),
  )
  let remorque = ''
  for (let tour = 0; section !== undefined && tour < 20; tour += 1) {
    bornes.add(section)
    const lue: Section = texte.startsWith('xref', section)
      ? sectionClassique(texte, section)
      : sectionEnFlux(pdf, texte, section)
    for (const [n, place] of lue.places) {
      bornes.add(place)
      if (!places.has(n) && !ranges.has(n)) places.set(n, place)
    }
    for (const [n, flux] of lue.ranges) if (!places.has(n) && !ranges.has(n)) ranges.set(n, flux)
    remorque ||= lue.remorque
    const avant: string | undefined = /\/Prev\s+(\d+)/.exec(lue.remorque)?.[1]
    section = avant === undefined ? undefined : Number(avant)
  }
  const ordre = [...bornes, texte.length].toSorted((a, b) => a - b)
  const suivante = new Map(ordre.map((x, i) => [x, ordre[i + 1] ?? texte.length]))
  const objets = new Map<number, Objet>()
  for (const [n, place] of places) {
    const entete = /^\d+\s+\d+\s+obj\s/.exec(texte.slice(place, place + 40))?.[0]
    if (entete === undefined) throw new Error(`PDF inattendu : objet ${n} introuvable.`)
    objets.set(n, decouper(pdf, texte, place + entete.length, suivante.get(place) ?? texte.length))
  }
  for (const flux of new Set(ranges.values())) {
    const tenant = objets.get(flux)
    if (!tenant) throw new Error(`PDF inattendu : objet ${flux} introuvable.`)
    for (const [n, objet] of deplier(tenant)) if (ranges.get(n) === flux) objets.set(n, objet)
    objets.delete(flux)
  }
  for (const [n, { texte: t }] of objets) if (/\/Type\s*\/XRef\b/.test(t)) objets.delete(n)
  return {
    objets,
    racine: Number(trouver(remorque, /\/Root\s+(\d+)\s+0\s+R/, 'Root')),
    info: Number(trouver(remorque, /\/Info\s+(\d+)\s+0\s+R/, 'Info')),
    id: /\/ID\s*\[[\s\S]*?\]/.exec(remorque)?.[0] ?? '',
  }
}

const renvoisEtBlancs = /(\d+)\s+0\s+R\b|<FEFF([0-9A-Fa-f]*)>|\s*(<<|>>|[[\]/])\s*|\s+/g

/**
 * Un texte UTF-16 écrit en hexadécimal, en octets : un par signe quand le latin de PDF le dit (ISO 32000-1, D.2), deux sinon. L’espace
 * insécable n’en est pas.
 */
const enOctets = (hexadecimal: string): string => {
  const utf16 = Buffer.from(hexadecimal, 'hex')
  let court = ''
  for (let i = 0; i + 1 < utf16.length; i += 2) {
    const code = utf16.readUInt16BE(i)
    if (!((code >= 0x20 && code < 0x7f) || (code > 0xa0 && code <= 0xff && code !== 0xad) || code === 0x2019))
      return `(${`\xfe\xff${utf16.toString('latin1')}`.replace(/[()\\]/g, '\\$&').replaceAll('\r', '\\r')})`
    court += String.fromCharCode(code === 0x2019 ? 0x90 : code)
  }
  return `(${court.replace(/[()\\]/g, '\\$&')})`
}

/** Un dictionnaire à ses nouveaux numéros, sans les blancs qui ne séparent rien. Un renvoi à ce qui n’est plus est nul. */
const serrer = (texte: string, numero: ReadonlyMap<number, number>): string =>
  // Un objet d’une seule ligne fut déjà serré : ne restent que ses renvois, dix fois moins de jetons.
  remplacer(texte, texte.includes('\n') ? renvoisEtBlancs : renvois, (_, n, mots, signe) => {
    if (n === undefined) return mots === undefined ? (signe ?? ' ') : enOctets(mots)
    const neuf = numero.get(Number(n))
    return neuf ? `${neuf} 0 R` : 'null'
  })

const sorte = (texte: string): string => /^<<\s*\/Type\s*\/StructElem\s*\/S\s*\/(\w+)/.exec(texte)?.[1] ?? ''

/** Ce qui s’atteint depuis ces objets, rangé : le reste ne s’écrit pas. */
const atteints = (
  objets: Pdf['objets'],
  depuis: readonly number[],
  memes: ReadonlyMap<number, number>,
): number[] => {
  const vus = new Set<number>()
  const aVoir = [...depuis]
  for (let n = aVoir.pop(); n !== undefined; n = aVoir.pop()) {
    const objet = objets.get(n)
    if (vus.has(n) || !objet) continue
    vus.add(n)
    // Une chaîne qui ressemblerait à un renvoi garde un objet de trop, jamais un de moins.
    objet.texte.replace(renvois, (_, autre) => {
      aVoir.push(memes.get(Number(autre)) ?? Number(autre))
      return ''
    })
  }
  // Les balises de même sorte se suivent : leurs textes se ressemblent, un vingtième de moins une fois compressé.
  const rang = new Map([...vus].map((n) => [n, sorte(objets.get(n)?.texte ?? '')]))
  return [...vus].toSorted((a, b) => {
    const [x = '', y = ''] = [rang.get(a), rang.get(b)]
    return x === y ? a - b : x < y ? -1 : 1
  })
}

/**
 * Les mêmes objets, renumérotés de suite, en un fichier serré. Mêmes objets, mêmes octets. `memes` : des objets qu’un autre, le même, remplace.
 */
export const ecrireObjets = (
  { objets, racine, info, id }: Pdf,
  memes: ReadonlyMap<number, number> = new Map(),
): Buffer => {
  const gardes = atteints(objets, [racine, info], memes)
  const numero = new Map(gardes.map((n, i) => [n, i + 1]))
  for (const [n, autre] of memes) numero.set(n, numero.get(autre) ?? 0)
  const ranger = gardes.length + 1
  const morceaux = [Buffer.from('%PDF-1.7\n%\x80\x80\x80\x80\n', 'latin1')]
  let ici = morceaux[0]?.length ?? 0
  // Un octet de sorte, quatre de place, deux de rang ; l’objet 0 n’existe pas.
  const table = Buffer.alloc((ranger + 2) * 7)
  table.writeUInt16BE(65535, 5)
  const placer = (n: number, sorte: number, valeur: number, rang = 0) => {
    table.writeUInt8(sorte, n * 7)
    table.writeUInt32BE(valeur, n * 7 + 1)
    table.writeUInt16BE(rang, n * 7 + 5)
  }
  const poser = (n: number, texte: string, flux: Buffer) => {
    placer(n, 1, ici)
    const bout = Buffer.concat([
      Buffer.from(`${n} 0 obj\n${texte}\nstream\n`, 'latin1'),
      flux,
      Buffer.from('\nendstream\nendobj\n', 'latin1'),
    ])
    morceaux.push(bout)
    ici += bout.length
  }
  let index = ''
  let corps = ''
  let rang = 0
  for (const n of gardes) {
    const objet = objets.get(n)
    if (!objet) continue
    const neuf = numero.get(n) ?? 0
    const texte = serrer(objet.texte, numero)
    if (objet.flux) poser(neuf, texte, objet.flux)
    else {
      placer(neuf, 2, ranger, rang)
      rang += 1
      index += `${neuf} ${corps.length} `
      corps += `${texte} `
    }
  }
  const ranges = Buffer.from(index + corps, 'latin1')
  // Douze papiers réunis : serrer au plus y coûterait trois millisecondes pour un demi-ko (mesuré).
  const serres = deflateSync(ranges, { level: ranges.length < 50_000 ? 9 : 6 })
  poser(
    ranger,
    `<</Type/ObjStm/N ${rang}/First ${index.length}/Length ${serres.length}/Filter/FlateDecode>>`,
    serres,
  )
  placer(ranger + 1, 1, ici)
  const depart = ici
  const renvoisSerres = deflateSync(differences(table), { level: 9 })
  poser(
    ranger + 1,
    `<</Type/XRef/Size ${ranger + 2}/W[1 4 2]/Root ${numero.get(racine)} 0 R/Info ${numero.get(info)} 0 R${id}/Length ${renvoisSerres.length}/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 7>>>>`,
    renvoisSerres,
  )
  morceaux.push(Buffer.from(`startxref\n${depart}\n%%EOF\n`, 'latin1'))
  return Buffer.concat(morceaux)
}
