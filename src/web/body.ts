/**
 * Le corps d'un formulaire, du flux d'octets à des champs propres. Tout vient du dehors et tout est borné :
 * un corps trop lourd, mal codé ou trop nombreux devient une phrase, jamais une exception.
 */
import { desempiler } from '#kernel/texte.ts'
import type { FichierRecu } from '#web/porte-des-fichiers.ts'

export type RawForm = {
  /** Champs dans l'ordre d'arrivée ; un nom répété garde toutes ses valeurs. */
  readonly champs: ReadonlyMap<string, readonly string[]>
  readonly fichiers: ReadonlyMap<string, FichierRecu>
  /** Champs dont une valeur porte un signe qui ne se range pas. */
  readonly illisibles: readonly string[]
}

export type Limites = {
  /** Octets du corps entier. */
  readonly corps: number
  /** Nombre de valeurs, fichiers compris. */
  readonly champs: number
  /** Signes d'une valeur. */
  readonly longueur: number
}
export const limites: Limites = { corps: 12_000_000, champs: 1_000, longueur: 200_000 }

export type RefusCorps = { readonly status: 413 | 415 | 422; readonly phrase: string }
export type Corps =
  | { readonly ok: true; readonly raw: RawForm }
  | { readonly ok: false; readonly refus: RefusCorps }

const non = (status: RefusCorps['status'], phrase: string): Corps => ({
  ok: false,
  refus: { status, phrase },
})
const malCode = () =>
  non(
    422,
    'Le formulaire est arrivé abîmé : rien n’a été enregistré. Rechargez la page et envoyez-le de nouveau.',
  )
const tropLourd = (octets: number) =>
  non(
    413,
    `L’envoi dépasse ${Math.floor(octets / 1_000_000) || 1}\u00a0Mo\u00a0: rien n’a été enregistré. Choisissez un fichier plus léger.`,
  )

// Ce qu'aucune personne ne tape et qui trompe l'œil ou casse un document : commandes C0 et C1 (sauf tabulation
// et fin de ligne), sens d'écriture forcé, marques invisibles, non-caractères.
const parasites =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: ce sont eux que l'on ôte
  /[\u0001-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff]/g

/** Fins de ligne simples, forme composée (NFC), sans signe parasite. */
export const nettoyer = (texte: string): string =>
  desempiler(texte.replace(/\r\n?/g, '\n').replace(parasites, '')).normalize('NFC')

// PostgreSQL ne range pas U+0000 ; U+FFFD dit qu'un octet s'est déjà perdu en route.
const estIllisible = (texte: string): boolean => /[\0\ufffd]/.test(texte) || !texte.isWellFormed()

const lireFlux = async (
  flux: ReadableStream<Uint8Array> | null,
  max: number,
): Promise<Uint8Array | undefined> => {
  if (!flux) return new Uint8Array()
  const morceaux: Uint8Array[] = []
  let taille = 0
  for await (const morceau of flux) {
    taille += morceau.byteLength
    if (taille > max) return undefined
    morceaux.push(morceau)
  }
  return new Uint8Array(Buffer.concat(morceaux))
}

/** Décode `application/x-www-form-urlencoded` sans jamais remplacer un octet perdu : rien s'il est mal codé. */
const decoder = (texte: string): string | undefined => {
  try {
    return decodeURIComponent(texte.replaceAll('+', ' '))
  } catch {
    return undefined
  }
}

const lireUrlencoded = (octets: Uint8Array, bornes: Limites): [string, string][] | undefined => {
  let texte: string
  try {
    texte = new TextDecoder('utf-8', { fatal: true }).decode(octets)
  } catch {
    return undefined
  }
  const paires: [string, string][] = []
  for (const morceau of texte.split('&', bornes.champs + 2)) {
    if (morceau === '') continue
    const egal = morceau.indexOf('=')
    const nom = decoder(egal < 0 ? morceau : morceau.slice(0, egal))
    const valeur = decoder(egal < 0 ? '' : morceau.slice(egal + 1))
    if (nom === undefined || valeur === undefined) return undefined
    paires.push([nom, valeur])
  }
  return paires
}

const ranger = async (paires: Iterable<[string, string | File]>, bornes: Limites): Promise<Corps> => {
  const champs = new Map<string, string[]>()
  const fichiers = new Map<string, FichierRecu>()
  const illisibles = new Set<string>()
  let compte = 0
  for (const [nom, valeur] of paires) {
    compte += 1
    if (compte > bornes.champs)
      return non(
        413,
        `Le formulaire compte plus de ${bornes.champs} réponses\u00a0: envoyez-le en plusieurs fois.`,
      )
    if (typeof valeur !== 'string') {
      // Un champ de fichier laissé vide arrive comme un fichier sans nom ni octet.
      if (valeur.size === 0 && valeur.name === '') continue
      const recu = new Uint8Array(await valeur.arrayBuffer())
      fichiers.set(nom, { nom: nettoyer(valeur.name.replaceAll('\0', '')), recu })
      continue
    }
    if (valeur.length > bornes.longueur)
      return non(
        413,
        'Une réponse est trop longue pour être gardée\u00a0: rien n’a été enregistré. Raccourcissez-la.',
      )
    const illisible = estIllisible(valeur)
    if (illisible) illisibles.add(nom)
    const propre = nettoyer(illisible ? valeur.replace(/[\0\ufffd]/g, '').toWellFormed() : valeur)
    const deja = champs.get(nom)
    if (deja) deja.push(propre)
    else champs.set(nom, [propre])
  }
  return { ok: true, raw: { champs, fichiers, illisibles: [...illisibles] } }
}

// Le corps ne se lit qu'une fois ; le garde de l'organisme et la page lisent le même.
const dejaLus = new WeakMap<Request, Promise<Corps>>()

/** Lit le corps une seule fois par requête. Les bornes du premier lecteur valent pour tous. */
export const readBody = (request: Request, bornes: Limites = limites): Promise<Corps> => {
  const deja = dejaLus.get(request)
  if (deja) return deja
  const lecture = lire(request, bornes)
  dejaLus.set(request, lecture)
  return lecture
}

const lire = async (request: Request, bornes: Limites): Promise<Corps> => {
  const annonce = Number(request.headers.get('content-length') ?? '0')
  if (annonce > bornes.corps) return tropLourd(bornes.corps)
  const type = request.headers.get('content-type') ?? ''
  const genre = type.split(';', 1)[0]?.trim().toLowerCase()
  let octets: Uint8Array | undefined
  try {
    octets = await lireFlux(request.body, bornes.corps)
  } catch {
    return malCode()
  }
  if (!octets) return tropLourd(bornes.corps)
  if (genre === 'application/x-www-form-urlencoded') {
    const paires = lireUrlencoded(octets, bornes)
    return paires ? ranger(paires, bornes) : malCode()
  }
  if (genre === 'multipart/form-data') {
    try {
      const donnees = await new Response(Buffer.from(octets), {
        headers: { 'content-type': type },
      }).formData()
      return await ranger(donnees as unknown as Iterable<[string, string | File]>, bornes)
    } catch {
      return malCode()
    }
  }
  if (octets.length === 0) return ranger([], bornes)
  return non(415, 'Cette adresse attend un formulaire. Rien n’a été enregistré.')
}
