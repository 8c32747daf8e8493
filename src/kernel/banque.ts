import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { uneLigne } from '#kernel/texte.ts'

declare const marque: unique symbol
/** Sans espace, en capitales, clé modulo 97 juste. */
export type Iban = string & { readonly [marque]: 'Iban' }
export type Bic = string & { readonly [marque]: 'Bic' }

/** Longueurs de la zone SEPA (registre SWIFT) ; un pays absent est refusé : on ne paie pas par IBAN hors SEPA. */
const longueurs: Readonly<Record<string, number>> = {
  AD: 24,
  AT: 20,
  BE: 16,
  BG: 22,
  CH: 21,
  CY: 28,
  CZ: 24,
  DE: 22,
  DK: 18,
  EE: 20,
  ES: 24,
  FI: 18,
  FR: 27,
  GB: 22,
  GI: 23,
  GR: 27,
  HR: 21,
  HU: 28,
  IE: 22,
  IS: 26,
  IT: 27,
  LI: 21,
  LT: 20,
  LU: 20,
  LV: 21,
  MC: 27,
  MT: 31,
  NL: 18,
  NO: 15,
  PL: 28,
  PT: 25,
  RO: 24,
  SE: 24,
  SI: 19,
  SK: 24,
  SM: 27,
  VA: 22,
}

export type RefusIban = Refus<'iban-vide' | 'iban-forme' | 'iban-pays' | 'iban-longueur' | 'iban-cle'>

export const lireIban = (texte: string): Result<Iban, RefusIban> => {
  const n = uneLigne(texte)
    .replace(/[\s.-]/g, '')
    .toUpperCase()
    .replace(/^IBAN:?/, '')
  if (n === '') return refuser('iban-vide', 'Indiquez un IBAN.')
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{10,30}$/.test(n))
    return refuser('iban-forme', 'Un IBAN commence par deux lettres et deux chiffres, par exemple FR76.')
  const pays = n.slice(0, 2)
  const longueur = Object.hasOwn(longueurs, pays) ? longueurs[pays] : undefined
  if (longueur === undefined) return refuser('iban-pays', `Le pays ${pays} n’est pas de la zone SEPA.`)
  if (n.length !== longueur)
    return refuser('iban-longueur', `Un IBAN ${pays} a ${longueur} caractères ; celui-ci en a ${n.length}.`)
  let reste = 0
  for (const c of n.slice(4) + n.slice(0, 4)) {
    const valeur = Number.parseInt(c, 36)
    reste = (reste * (valeur > 9 ? 100 : 10) + valeur) % 97
  }
  return reste === 1
    ? ok(n as Iban)
    : refuser('iban-cle', 'Cet IBAN n’existe pas : sa clé est fausse. Vérifiez chaque caractère.')
}

export const lireBic = (texte: string): Result<Bic, Refus<'bic-forme'>> => {
  const n = uneLigne(texte).replace(/\s/g, '').toUpperCase()
  return /^[A-Z]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?$/.test(n)
    ? ok(n as Bic)
    : refuser('bic-forme', 'Un BIC a huit ou onze caractères.')
}
