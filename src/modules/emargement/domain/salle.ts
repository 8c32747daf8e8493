/**
 * Le code de la salle : ce que l’écran montre tourne, ce que le téléphone garde est bref, ce que la personne écrit est à
 * elle seule. Pur : le sceau (une empreinte à clé) est donné, l’instant aussi.
 */
export type Sceller = (usage: string, texte: string) => Uint8Array

/** L’écran change de code toutes les trente secondes ; le précédent vaut encore, le temps de viser. Choix du produit. */
const pasMs = 30_000
/** Le téléphone qui a lu le code a dix minutes pour signer. Choix du produit. */
export const dureePasseMs = 10 * 60_000

const b64 = (octets: Uint8Array): string => {
  let brut = ''
  for (const o of octets) brut += String.fromCharCode(o)
  return btoa(brut).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}
const pasDe = (instant: Date): number => Math.floor(instant.getTime() / pasMs)
const codeDuPas = (sceller: Sceller, salle: string, pas: number): string =>
  b64(sceller('emargement.salle.code', `${salle} ${pas}`)).slice(0, 16)

/** Ce que l’écran montre à cet instant : 96 bits, que rien ne laisse prévoir. */
export const codeDeSalle = (sceller: Sceller, salle: string, instant: Date): string =>
  codeDuPas(sceller, salle, pasDe(instant))

/** Le code du moment, ou celui d’avant : lu il y a une minute au plus. */
export const estDuMoment = (sceller: Sceller, salle: string, code: string, instant: Date): boolean =>
  [0, 1].some((avant) => codeDuPas(sceller, salle, pasDe(instant) - avant) === code)

/** Six chiffres à chacun, le temps de la salle : envoyés par courriel, ou dits par qui forme. */
export const codePersonnel = (sceller: Sceller, salle: string, inscription: string): string => {
  const o = sceller('emargement.salle.personnel', `${salle} ${inscription}`)
  const n = (((o[0] ?? 0) << 24) | ((o[1] ?? 0) << 16) | ((o[2] ?? 0) << 8) | (o[3] ?? 0)) >>> 0
  return String(n % 1_000_000).padStart(6, '0')
}
/** Le code qui s’ajoute à un lien personnel, quand la coopérative ou un financeur le veut : à une personne, pour une demi-journée. */
export const codeDuLien = (sceller: Sceller, seance: string, inscription: string): string =>
  codePersonnel(sceller, `lien:${seance}`, inscription)
/** Ce que seule l’application, qui a les clés, peut dire à la base : le code de cette personne a été vérifié. */
export const preuveDuCode = (sceller: Sceller, seance: string, inscription: string): Uint8Array =>
  sceller('emargement.lien.preuve', `${seance} ${inscription}`)
/** Tel qu’on le recopie : espaces et tirets ne comptent pas. */
export const memeCode = (attendu: string, saisi: string): boolean => saisi.replace(/[^0-9]/g, '') === attendu

/** Ce que le téléphone garde d’avoir lu le code : quelle salle, quel téléphone, jusqu’à quand. */
export type Passe = { readonly salle: string; readonly appareil: string; readonly jusque: Date }

const sceauDe = (sceller: Sceller, corps: string): string => b64(sceller('emargement.salle.passe', corps))

export const ecrirePasse = (sceller: Sceller, { salle, appareil, jusque }: Passe): string => {
  const corps = `${salle}.${appareil}.${jusque.getTime()}`
  return `${corps}.${sceauDe(sceller, corps)}`
}

/** Le passe, s’il est des nôtres, de cette salle et pas échu. */
export const lirePasse = (
  sceller: Sceller,
  salle: string,
  texte: string,
  instant: Date,
): Passe | undefined => {
  const [ici, appareil = '', jusqua = '', sceau, trop] = texte.split('.')
  if (trop !== undefined || ici !== salle || !/^[0-9a-f-]{36}$/.test(appareil) || !/^\d{13}$/.test(jusqua))
    return undefined
  if (sceau !== sceauDe(sceller, `${ici}.${appareil}.${jusqua}`)) return undefined
  const jusque = new Date(Number(jusqua))
  return jusque > instant ? { salle, appareil, jusque } : undefined
}
