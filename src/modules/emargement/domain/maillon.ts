/**
 * La chaîne : l’engagement d’une part, l’étiquette de session, la racine et l’empreinte d’un maillon. Pur : la fonction
 * de hachage est donnée. Le contenu d’une entrée est dans `entree.ts` ; sa version change sans que la chaîne change.
 */
const VERSION_REGISTRE = 'coforme-registre/1'

export type Hacher = (octets: Uint8Array) => Uint8Array

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
