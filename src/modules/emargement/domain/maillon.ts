/**
 * La chaîne : l’engagement d’une part, l’étiquette de session, la racine et l’empreinte d’un maillon. Pur : la fonction
 * de hachage est donnée. Le contenu d’une entrée est dans `entree.ts` ; sa version change sans que la chaîne change.
 */
const VERSION_REGISTRE = 'coforme-registre/1'

export type Hacher = (octets: Uint8Array) => Uint8Array
/** Le même hachage, d’un texte (UTF-8) ou d’octets, rendu en latin1 : un caractère par octet, que Node fait quatre fois plus vite. */
export type Empreindre = (donnee: string | Uint8Array) => string

const paires = Array.from({ length: 256 }, (_, o) => o.toString(16).padStart(2, '0'))
export const hexa = (octets: Uint8Array): string => {
  let texte = ''
  for (const o of octets) texte += paires[o]
  return texte
}
const encodeur = new TextEncoder()
const utf8 = (texte: string): Uint8Array => encodeur.encode(texte)
const joindre = (...morceaux: readonly Uint8Array[]): Uint8Array => {
  const tout = new Uint8Array(morceaux.reduce((n, m) => n + m.length, 0))
  let i = 0
  for (const m of morceaux) {
    tout.set(m, i)
    i += m.length
  }
  return tout
}

/** Un sel de 32 octets tirés au sort : sans lui, deux cent mille noms se retrouvent en deux secondes. */
export const engager = (partieCanonique: string, sel: Uint8Array, hacher: Hacher): string => {
  if (sel.length !== 32) throw new RangeError('le sel a 32 octets')
  return hexa(hacher(joindre(sel, utf8(partieCanonique))))
}

/** L’étiquette de session, salée elle aussi : elle rend un export partiel vérifiable sans dire de quelle session. */
export const objetDe = (sessionId: string, selSession: Uint8Array, hacher: Hacher): Uint8Array => {
  if (selSession.length !== 32) throw new RangeError('le sel a 32 octets')
  return hacher(joindre(selSession, utf8(sessionId)))
}

/** Le « précédent » de la première entrée d’un organisme. */
export const racineDe = (organismeId: string, hacher: Hacher): Uint8Array =>
  hacher(utf8(`${VERSION_REGISTRE} ${organismeId}`))

/** `SHA-256(précédente ‖ int8(numéro) ‖ objet ‖ SHA-256(contenu))` : la même formule que la fonction SQL. */
export const chainer = (
  maillon: {
    readonly precedente: Uint8Array
    readonly numero: bigint
    readonly objet: Uint8Array
    readonly contenu: string
  },
  hacher: Hacher,
): Uint8Array => {
  if (maillon.precedente.length !== 32 || maillon.objet.length !== 32)
    throw new RangeError('une empreinte a 32 octets')
  const rang = new Uint8Array(8)
  new DataView(rang.buffer).setBigInt64(0, maillon.numero)
  return hacher(joindre(maillon.precedente, rang, maillon.objet, hacher(utf8(maillon.contenu))))
}

/**
 * Relit une chaîne, maillon par maillon : vrai si l’empreinte est celle que demande la précédente. Un objet ou une empreinte de
 * mauvaise longueur est une altération, pas une panne de qui relit. Une seule mémoire de 104 octets sert à toute la chaîne.
 */
export const relecteur = (racine: Uint8Array, empreindre: Empreindre) => {
  const octets = new Uint8Array(104)
  const rang = new DataView(octets.buffer, 32, 8)
  octets.set(racine, 0)
  return (m: {
    readonly numero: number
    readonly objet: Uint8Array
    readonly contenu: string
    readonly empreinte: Uint8Array
  }): boolean => {
    if (m.objet.length !== 32 || m.empreinte.length !== 32) return false
    rang.setUint32(0, Math.floor(m.numero / 0x1_0000_0000))
    rang.setUint32(4, m.numero >>> 0)
    octets.set(m.objet, 40)
    const contenu = empreindre(m.contenu)
    for (let i = 0; i < 32; i++) octets[72 + i] = contenu.charCodeAt(i)
    const suivante = empreindre(octets)
    for (let i = 0; i < 32; i++) if (suivante.charCodeAt(i) !== m.empreinte[i]) return false
    octets.set(m.empreinte, 0)
    return true
  }
}
