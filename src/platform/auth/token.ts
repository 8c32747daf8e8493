import { createHash, randomBytes } from 'node:crypto'
import type { Keys } from '#platform/keys/keys.ts'

/** Le secret d'un témoin ou d'un lien : 256 bits du hasard du système, 43 signes sans encodage d'adresse. */
export const newToken = (): string => randomBytes(32).toString('base64url')

/** Ce que la base garde d'un secret. */
export const tokenDigest = (jeton: string): Buffer => createHash('sha256').update(jeton, 'utf8').digest()

export const isToken = (texte: string): boolean => /^[A-Za-z0-9_-]{43}$/.test(texte)

/**
 * Un secret tiré d'une demande, sous les clés de l'instance : une tâche rejouée refait le même lien et le même
 * message, au lieu d'en envoyer un second. La demande (un uuid) est dans la file ; les clés n'y sont pas.
 */
export const derivedToken = (keys: Keys, usage: string, demande: string): string =>
  keys.digest(`comptes.lien.${usage}`, demande).toString('base64url')

const alphabet = 'abcdefghijkmnpqrstuvwxyz23456789'

const parQuatre = (octets: Uint8Array, signes: number): string =>
  Array.from(
    octets.subarray(0, signes),
    (octet, i) => `${i > 0 && i % 4 === 0 ? '-' : ''}${alphabet[octet % 32]}`,
  ).join('')

/**
 * Un code de secours : 120 bits, vingt-quatre signes sans ressemblance (ni l, ni o, ni 0, ni 1), lus par quatre. Au-delà de 112 bits, une
 * empreinte sans sel ne se retourne pas.
 */
export const newRecoveryCode = (): string => parQuatre(randomBytes(24), 24)

/** Le même, tiré des clés de l'instance : chaque processus le retrouve, aucune base ne le garde. */
export const derivedRecoveryCode = (keys: Keys, usage: string): string =>
  parQuatre(keys.digest(usage, 'code'), 16)

/** L'empreinte d'un code tel qu'on le recopie : tirets, espaces et majuscules ne comptent pas. */
export const recoveryDigest = (code: string): Buffer =>
  tokenDigest(code.toLowerCase().replace(/[^a-z0-9]/g, ''))
