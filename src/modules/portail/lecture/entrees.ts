/** Les actualités d'un site d'avant, telles que ses fichiers les disent : RSS 2.0, RDF, Atom, WordPress (WXR), CSV. */
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { plier, tronquer, uneLigne } from '#kernel/texte.ts'
import type { Noeud } from '#kernel/xml.ts'
import { lireCsv } from '#platform/csv/lire-csv.ts'
import { decoderXml, lireXml } from '#platform/xml/lire-xml.ts'
import type { Contenu } from '../domain/actualite.ts'
import { lireEtiquettes } from '../domain/actualite.ts'
import { ligneDuHtml, recitDuHtml } from './html.ts'
import { adresseDImage, type ImageLue, imageDuHtml } from './images.ts'

export type EntreeLue = {
  /** Ce qui la reconnaît d'un import à l'autre. */
  readonly origine: string
  readonly contenu: Contenu
  /** Le jour de sa première parution ; rien si le fichier ne le dit pas. */
  readonly le: Date | undefined
  /** Son illustration, à aller chercher. */
  readonly image?: ImageLue
}
export type EntreeLaissee = { readonly rang: number; readonly titre: string; readonly pourquoi: string }
export type Lecture = {
  readonly genre: 'RSS' | 'Atom' | 'WordPress' | 'CSV'
  readonly entrees: readonly EntreeLue[]
  readonly laissees: readonly EntreeLaissee[]
}

/** Entrées lues au plus d'un fichier ; le rapport compte la suite. */
export const ENTREES_MAX = 5_000

const enfants = (n: Noeud, nom: string) => n.enfants.filter((e) => e.nom === nom)
const enfant = (n: Noeud, nom: string) => n.enfants.find((e) => e.nom === nom)
/** Le texte d'un élément et de ce qu'il contient (Atom en XHTML). */
const texteDe = (n: Noeud | undefined): string =>
  n ? [n.texte, ...n.enfants.map(texteDe)].filter((t) => t.trim() !== '').join('\n\n') : ''
const dire = (n: Noeud, nom: string) => texteDe(enfant(n, nom)).trim()

const lireInstant = (texte: string): Date | undefined => {
  const t = texte.trim()
  // « 2019-01-31 09:00:00 » (WordPress, temps universel) n'est pas un instant pour tout le monde.
  const le = new Date(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(t) ? `${t.replace(' ', 'T')}Z` : t)
  const annee = le.getUTCFullYear()
  return t !== '' && !Number.isNaN(le.getTime()) && annee >= 1990 && annee <= 2100 ? le : undefined
}
const lireWeb = (texte: string): string => {
  const url = URL.parse(texte.trim())
  return url && /^https?:$/.test(url.protocol) && url.username === '' && url.href.length <= 1000
    ? url.href
    : ''
}

type Brute = {
  titre: string
  corps: string
  chapo: string
  lien: string
  guid: string
  date: string
  etiquettes: readonly string[]
  image?: ImageLue | undefined
}

const chapoDe = (resume: string, corps: string): string => {
  const dit = ligneDuHtml(resume)
  return tronquer(dit === '' ? ligneDuHtml(corps.split('\n\n')[0] ?? '') : dit, 500)
}

const finir = (genre: Lecture['genre'], brutes: readonly Brute[]): Lecture => {
  const entrees: EntreeLue[] = []
  const laissees: EntreeLaissee[] = []
  const vues = new Set<string>()
  for (const [i, b] of brutes.entries()) {
    const titre = tronquer(ligneDuHtml(b.titre), 200)
    const lien = lireWeb(b.lien)
    const laisser = (pourquoi: string) =>
      laissees.push({ rang: i + 1, titre: titre || 'sans titre', pourquoi })
    const origine = uneLigne(b.guid || lien || `${plier(titre)} ${b.date}`)
      .slice(0, 1000)
      .toWellFormed()
    const corps = tronquer(recitDuHtml(b.corps || b.chapo), 60_000)
    if (i >= ENTREES_MAX) laisser(`Au-delà de ${ENTREES_MAX} entrées : importez en plusieurs fois.`)
    else if (titre === '') laisser('Elle n’a pas de titre.')
    else if (vues.has(origine)) laisser('Le fichier la dit deux fois.')
    else {
      vues.add(origine)
      const dite = b.image && { ...b.image, url: adresseDImage(b.image.url, lien) }
      const image = dite?.url ? dite : imageDuHtml(b.corps || b.chapo, lien)
      entrees.push({
        origine,
        ...(image ? { image } : {}),
        le: lireInstant(b.date),
        contenu: {
          titre,
          chapo: chapoDe(b.chapo, b.corps),
          corps,
          etiquettes: lireEtiquettes(b.etiquettes.map((e) => ligneDuHtml(e).replace(/[,;]/g, ' ')).join(',')),
          image: null,
          imageAlt: '',
          sourceNom: lien ? new URL(lien).hostname : '',
          sourceUrl: lien,
        },
      })
    }
  }
  return { genre, entrees, laissees }
}

const espaceContenu = 'http://purl.org/rss/1.0/modules/content/'
/** Pièce jointe ou vignette (RSS, Media RSS) : un lecteur d'écran n'y trouve d'ordinaire rien. */
const imageDItem = (n: Noeud): ImageLue | undefined => {
  const jointe = n.enfants.find(
    (e) =>
      ((e.nom === 'enclosure' || e.nom === 'content') && /^image\//.test(e.attributs.type ?? '')) ||
      (e.nom === 'content' && e.attributs.medium === 'image') ||
      (e.nom === 'thumbnail' && e.attributs.url !== undefined),
  )
  const url = jointe?.attributs.url
  return url
    ? { url, alt: tronquer(ligneDuHtml(dire(jointe, 'description') || dire(jointe, 'title')), 300) }
    : undefined
}

const lireItem = (n: Noeud): Brute => ({
  image: imageDItem(n),
  titre: dire(n, 'title'),
  corps: texteDe(n.enfants.find((e) => e.nom === 'encoded' && e.espace === espaceContenu)),
  chapo:
    texteDe(n.enfants.find((e) => e.nom === 'encoded' && e.espace !== espaceContenu)).trim() ||
    dire(n, 'description'),
  lien: dire(n, 'link'),
  guid: dire(n, 'guid'),
  date: dire(n, 'post_date_gmt') || dire(n, 'pubDate') || dire(n, 'date'),
  etiquettes: enfants(n, 'category').map(texteDe),
})

const lireAtom = (racine: Noeud): Lecture =>
  finir(
    'Atom',
    enfants(racine, 'entry').map((n) => ({
      titre: dire(n, 'title'),
      corps: dire(n, 'content'),
      chapo: dire(n, 'summary'),
      lien:
        enfants(n, 'link').find((l) => (l.attributs.rel ?? 'alternate') === 'alternate')?.attributs.href ??
        '',
      guid: dire(n, 'id'),
      date: dire(n, 'published') || dire(n, 'updated'),
      etiquettes: enfants(n, 'category').map((c) => c.attributs.label ?? c.attributs.term ?? ''),
    })),
  )

const lireRss = (racine: Noeud): Lecture => {
  const canal = enfant(racine, 'channel')
  // RSS 1.0 (RDF) pose ses entrées à côté du canal.
  const items = [...(canal ? enfants(canal, 'item') : []), ...enfants(racine, 'item')]
  const wordpress = canal ? enfant(canal, 'wxr_version') !== undefined : false
  if (!wordpress) return finir('RSS', items.map(lireItem))
  // Images et menus d'un export WordPress ne sont pas des textes ; ses pages et ses brouillons en sont, que le rapport dit laissés.
  const articles = items.filter((n) => dire(n, 'post_type') === 'post' && dire(n, 'status') === 'publish')
  const meta = (n: Noeud, cle: string) =>
    dire(
      enfants(n, 'postmeta').find((m) => dire(m, 'meta_key') === cle) ?? { ...n, texte: '', enfants: [] },
      'meta_value',
    )
  // L'image à la une est une pièce de l'export, que l'article nomme par son numéro.
  const pieces = new Map(
    items
      .filter((n) => dire(n, 'post_type') === 'attachment')
      .map((n) => [
        dire(n, 'post_id'),
        {
          url: dire(n, 'attachment_url'),
          alt: tronquer(ligneDuHtml(meta(n, '_wp_attachment_image_alt')), 300),
        },
      ]),
  )
  const lue = finir(
    'WordPress',
    articles.map((n) => ({ ...lireItem(n), image: pieces.get(meta(n, '_thumbnail_id')) })),
  )
  const autres = items.flatMap((n, i): EntreeLaissee[] => {
    const pourquoi =
      dire(n, 'post_type') === 'page'
        ? 'C’est une page, non une actualité.'
        : dire(n, 'post_type') === 'post' && dire(n, 'status') !== 'publish'
          ? 'Elle n’est pas publiée : brouillon, privée ou à la corbeille.'
          : ''
    const titre = tronquer(ligneDuHtml(dire(n, 'title')), 200) || 'sans titre'
    return pourquoi === '' ? [] : [{ rang: i + 1, titre, pourquoi }]
  })
  return { ...lue, laissees: [...lue.laissees, ...autres] }
}

// ─── CSV ─────────────────────────────────────────────────────────────────────────────────────────
const colonnes: Readonly<Record<string, Exclude<keyof Brute, 'image'> | 'image' | 'alt'>> = {
  image: 'image',
  illustration: 'image',
  alt: 'alt',
  'texte de l image': 'alt',
  titre: 'titre',
  title: 'titre',
  chapo: 'chapo',
  resume: 'chapo',
  description: 'chapo',
  texte: 'corps',
  corps: 'corps',
  contenu: 'corps',
  date: 'date',
  lien: 'lien',
  url: 'lien',
  adresse: 'lien',
  etiquettes: 'etiquettes',
  tags: 'etiquettes',
  id: 'guid',
  identifiant: 'guid',
}

const dateFrancaise = (t: string): string => {
  const m = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(t.trim())
  return m ? `${m[3]}-${m[2]?.padStart(2, '0')}-${m[1]?.padStart(2, '0')}T08:00:00Z` : t
}

export type RefusLecture = Refus<'illisible' | 'inconnu' | 'vide'>

const lireTableau = (octets: Uint8Array): Result<Lecture, RefusLecture> => {
  const lu = lireCsv(octets, { cellule: 60_000 })
  // Un fichier qui n'est pas un tableau n'a pas de colonne « titre » : la phrase qui suit le dit mieux.
  if (!lu.ok && lu.error.code === 'csv-trop-grand') return refuser('illisible', lu.error.phrase)
  const noms = lu.ok ? lu.value.entetes.map((t) => colonnes[plier(t)]) : []
  if (!lu.ok || !noms.includes('titre'))
    return refuser(
      'inconnu',
      'Ce fichier n’est ni un flux RSS ou Atom, ni un export WordPress, ni un tableau dont une colonne se nomme « titre ».',
    )
  return ok(
    finir(
      'CSV',
      lu.value.lignes.map(({ cellules }) => {
        const de = (champ: keyof Brute | 'alt') => cellules[noms.indexOf(champ)] ?? ''
        return {
          titre: de('titre'),
          corps: de('corps'),
          chapo: de('chapo'),
          lien: de('lien'),
          guid: de('guid'),
          date: dateFrancaise(de('date')),
          etiquettes: de('etiquettes').split(/[,|]/),
          image: de('image') ? { url: de('image'), alt: tronquer(ligneDuHtml(de('alt')), 300) } : undefined,
        }
      }),
    ),
  )
}

/** Vrai si le premier signe, marques d'ordre et blancs passés, ouvre une balise. */
const estBalise = (octets: Uint8Array): boolean => {
  const debut = Buffer.from(octets.subarray(0, 400)).toString('latin1')
  return /^(?:\u00ef\u00bb\u00bf|\u00ff\u00fe|\u00fe\u00ff)?[\s\0]*</.test(debut)
}

/** Reconnaît le fichier à ce qu'il contient, et le lit. Les octets viennent du dehors : tout y est borné. */
export const lireEntrees = (octets: Uint8Array): Result<Lecture, RefusLecture> => {
  if (Buffer.from(octets).toString('latin1').trim() === '') return refuser('vide', 'Ce fichier est vide.')
  if (!estBalise(octets)) return lireTableau(octets)
  const texte = decoderXml(octets)
  if (!texte.ok) return refuser('illisible', texte.error.phrase)
  const racine = lireXml(texte.value.replace(/^\ufeff?\s+/, ''))
  if (!racine.ok) return refuser('illisible', racine.error.phrase)
  const { nom } = racine.value
  if (nom === 'feed') return ok(lireAtom(racine.value))
  if (nom === 'rss' || nom === 'RDF') return ok(lireRss(racine.value))
  return refuser('inconnu', 'Ce fichier XML n’est ni un flux RSS ou Atom, ni un export WordPress.')
}
