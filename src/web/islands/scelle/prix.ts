/**
 * Un prix scellé : les lignes d’un membre, chiffrées (age, X25519) pour le mandataire, pour la clé de secours et pour lui-même, à longueur fixe, avec
 * un engagement salé que l’on relit à l’ouverture. Tourne dans le navigateur ; le serveur n’en reçoit que le chiffré et l’engagement.
 */
import { Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption'
import { type Part, partager, reunir } from './partager.ts'

/** `quantite` en centièmes, `centimes` hors taxes l’unité : des entiers, jamais de décimales. */
export type LigneDePrix = {
  readonly poste: string
  readonly unite: string
  readonly quantite: number
  readonly centimes: number
}
export type Prix = {
  readonly groupement: string
  readonly membre: string
  readonly lignes: readonly LigneDePrix[]
}

const enOctets = new TextEncoder()
const enTexte = new TextDecoder()
/** Octets d’un bordereau rempli : sa taille ne dit rien de ce qui y est écrit. */
export const TAILLE = 8192

/** Une ligne, au centime, demi vers le haut. */
export const totalDeLigne = (l: Pick<LigneDePrix, 'quantite' | 'centimes'>): number =>
  Math.floor((l.quantite * l.centimes + 50) / 100)
export const totalDe = (lignes: readonly LigneDePrix[]): number =>
  lignes.reduce((t, l) => t + totalDeLigne(l), 0)

/** Ce qu’un pli porte vient d’un autre navigateur : des textes, et des entiers positifs dont les totaux restent exacts. */
const lignesJustes = (lignes: unknown): lignes is readonly LigneDePrix[] =>
  Array.isArray(lignes) &&
  lignes.every(
    (l: Partial<LigneDePrix> | null) =>
      typeof l?.poste === 'string' &&
      typeof l.unite === 'string' &&
      [l.quantite, l.centimes].every((n) => Number.isSafeInteger(n) && Number(n) >= 0) &&
      Number.isSafeInteger(Number(l.quantite) * Number(l.centimes) + 50),
  ) &&
  Number.isSafeInteger(totalDe(lignes as LigneDePrix[]))

/** « 590 », « 1 234,5 » : un nombre positif en centièmes ; rien si ce n’en est pas un. */
export const lireCentiemes = (texte: string): number | undefined => {
  const lu = /^(\d{1,9})(?:[.,](\d{1,2}))?$/.exec(texte.replace(/[\s€]/g, ''))
  return lu ? Number(lu[1]) * 100 + Number((lu[2] ?? '').padEnd(2, '0')) : undefined
}

/** Les octets d’un objet, toujours les mêmes : l’ordre des champs est celui d’ici, quel que soit celui reçu. */
const canonique = (p: Prix): string =>
  JSON.stringify({
    groupement: p.groupement,
    membre: p.membre,
    lignes: p.lignes.map((l) => ({
      poste: l.poste,
      unite: l.unite,
      quantite: l.quantite,
      centimes: l.centimes,
    })),
  })

const engager = async (sel: Uint8Array, clair: string): Promise<Uint8Array> =>
  new Uint8Array(
    await crypto.subtle.digest(
      'SHA-256',
      Uint8Array.from([...enOctets.encode('coforme-prix/1 '), ...sel, ...enOctets.encode(clair)]),
    ),
  )

export const enHex = (o: Uint8Array): string => [...o].map((x) => x.toString(16).padStart(2, '0')).join('')
export const enBase64 = (o: Uint8Array): string => btoa([...o].map((x) => String.fromCharCode(x)).join(''))
export const deBase64 = (t: string): Uint8Array => Uint8Array.from(atob(t), (c) => c.charCodeAt(0))

const chiffrer = async (octets: Uint8Array, destinataires: readonly string[]): Promise<Uint8Array> => {
  const e = new Encrypter()
  for (const d of destinataires) e.addRecipient(d)
  return e.encrypt(octets)
}
const dechiffrer = async (chiffre: Uint8Array, identite: string): Promise<Uint8Array> => {
  const d = new Decrypter()
  d.addIdentity(identite)
  return d.decrypt(chiffre)
}

/** Une clé neuve : l’identité reste sur l’appareil, la clé publique se donne. */
export const nouvelleCle = async (): Promise<{ readonly identite: string; readonly publique: string }> => {
  const identite = await generateX25519Identity()
  return { identite, publique: await identityToRecipient(identite) }
}
export const publiqueDe = (identite: string): Promise<string> => identityToRecipient(identite)

/** Lève si le bordereau ne tient pas dans un pli, ou si son total n’est plus exact. */
export const sceller = async (prix: Prix, destinataires: readonly string[]) => {
  if (!lignesJustes(prix.lignes)) throw new RangeError('Ces lignes font un total trop grand.')
  const sel = crypto.getRandomValues(new Uint8Array(32))
  const clair = canonique(prix)
  // Le sel est dans le pli, jamais à côté : un prix se devine parmi quelques milliers, son engagement nu aussi.
  const octets = enOctets.encode(JSON.stringify({ sel: enHex(sel), clair }))
  if (octets.length > TAILLE - 4) throw new RangeError('Ce bordereau est trop long pour un pli.')
  const plein = new Uint8Array(TAILLE)
  new DataView(plein.buffer).setUint32(0, octets.length)
  plein.set(octets, 4)
  return { engagement: await engager(sel, clair), chiffre: await chiffrer(plein, destinataires) }
}

/** Lève si la clé n’ouvre pas ce pli, s’il a été altéré, ou si ce qu’il porte n’est pas un bordereau. `fidele` : ce qui est ouvert est ce qui fut engagé, de ce membre, pour ce dossier. */
export const desceller = async (
  chiffre: Uint8Array,
  identite: string,
  attendu: { readonly engagement: Uint8Array; readonly groupement: string; readonly membre: string },
): Promise<{ readonly prix: Prix; readonly fidele: boolean }> => {
  const plein = await dechiffrer(chiffre, identite)
  const n = new DataView(plein.buffer, plein.byteOffset).getUint32(0)
  const { sel, clair } = JSON.parse(enTexte.decode(plein.subarray(4, 4 + n))) as {
    sel: string
    clair: string
  }
  const octets = Uint8Array.from(sel.match(/../g) ?? [], (h) => Number.parseInt(h, 16))
  const prix = JSON.parse(clair) as Prix
  if (!lignesJustes(prix.lignes)) throw new RangeError('Ce pli ne porte pas un bordereau.')
  const refait = enHex(await engager(octets, clair))
  return {
    prix,
    fidele:
      refait === enHex(attendu.engagement) &&
      prix.groupement === attendu.groupement &&
      prix.membre === attendu.membre,
  }
}

export type Secours = {
  readonly k: number
  readonly destinataire: string
  readonly parts: readonly { readonly organisme: string; readonly part: string }[]
}
/** La clé de secours d’un dossier : son identité n’est gardée nulle part, chacun de ces membres en reçoit une part, chiffrée pour lui. */
export const preparerSecours = async (
  k: number,
  membres: readonly { readonly organisme: string; readonly publique: string }[],
): Promise<Secours> => {
  const { identite, publique } = await nouvelleCle()
  const parts = partager(enOctets.encode(identite), k, membres.length)
  return {
    k,
    destinataire: publique,
    parts: await Promise.all(
      membres.map(async (m, i) => {
        const p = parts[i] as Part
        return {
          organisme: m.organisme,
          part: enBase64(await chiffrer(Uint8Array.from([p.x, ...p.y]), [m.publique])),
        }
      }),
    ),
  }
}
/** Lève si aucune de ces clés ne l’ouvre. */
const ouvrirPart = (part: string, identites: readonly string[]): Promise<Part> =>
  Promise.any(identites.map(async (i) => dechiffrer(deBase64(part), i))).then((o) => ({
    x: o[0] ?? 0,
    y: o.slice(1),
  }))
/** Tous les choix de `k` parmi ceux-ci. */
const choix = <T>(k: number, parmi: readonly T[]): readonly (readonly T[])[] =>
  k === 0 ? [[]] : parmi.flatMap((x, i) => choix(k - 1, parmi.slice(i + 1)).map((reste) => [x, ...reste]))
/** Un membre rend sa part au mandataire, chiffrée pour sa clé d’aujourd’hui. */
export const rendrePart = async (
  part: string,
  identites: readonly string[],
  pour: string,
): Promise<string> => {
  const p = await ouvrirPart(part, identites)
  return enBase64(await chiffrer(Uint8Array.from([p.x, ...p.y]), [pour]))
}
/** Vide si ces parts ne vont pas ensemble. */
const secretDe = (parts: readonly Part[]): string => {
  try {
    return enTexte.decode(reunir(parts))
  } catch {
    return ''
  }
}
/** L’identité de secours, de k parts rendues : une part fausse ou illisible n’empêche pas les autres. Lève s’il en manque. */
export const retrouverSecours = async (
  rendues: readonly string[],
  identites: readonly string[],
  { k, destinataire }: Pick<Secours, 'k' | 'destinataire'>,
): Promise<string> => {
  const lues = await Promise.allSettled(rendues.map((r) => ouvrirPart(r, identites)))
  const parts = lues.flatMap((l) => (l.status === 'fulfilled' ? [l.value] : []))
  for (const essai of choix(k, parts)) {
    const secours = secretDe(essai)
    if (
      /^AGE-SECRET-KEY-1[A-Z0-9]+$/.test(secours) &&
      (await identityToRecipient(secours).catch(() => '')) === destinataire
    )
      return secours
  }
  throw new RangeError('Il manque des parts.')
}
