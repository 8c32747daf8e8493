import { type Avertissement, type Refus, refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { INSECABLE, uneLigne } from '#kernel/texte.ts'

declare const marque: unique symbol
type Marque<K extends string> = string & { readonly [marque]: K }

/** Neuf chiffres, clé de Luhn juste. */
export type Siren = Marque<'Siren'>
/** Quatorze chiffres : SIREN puis NIC. */
export type Siret = Marque<'Siret'>
/** Numéro de déclaration d’activité, onze caractères sans espace. */
export type Nda = Marque<'Nda'>
/** Unité administrative immatriculée (éducation nationale) : sept chiffres et une lettre-clé. */
export type Uai = Marque<'Uai'>
/** Numéro de TVA intracommunautaire français : `FR`, clé, SIREN. */
export type TvaFr = Marque<'TvaFr'>
export type CodePostal = Marque<'CodePostal'>
/** `RNCP` ou `RS` puis des chiffres. */
export type CodeCertification = Marque<'CodeCertification'>

type Lu<T, C extends string> = Result<T, Refus<C>>

const compact = (texte: string): string =>
  uneLigne(texte)
    .replace(/[\s.\-–/_]/g, '')
    .toUpperCase()

/** Clé de Luhn : de droite à gauche, un chiffre sur deux doublé, moins 9 au-delà de 9, somme multiple de dix. */
export const luhnJuste = (chiffres: string): boolean => {
  let total = 0
  for (let i = 0; i < chiffres.length; i += 1) {
    const c = Number(chiffres.charAt(chiffres.length - 1 - i))
    const double = i % 2 === 1 ? c * 2 : c
    total += double > 9 ? double - 9 : double
  }
  return total % 10 === 0
}

export type RefusSiren = 'siren-vide' | 'siren-longueur' | 'siren-cle'
export const lireSiren = (texte: string): Lu<Siren, RefusSiren> => {
  const n = compact(texte)
  if (n === '') return refuser('siren-vide', 'Indiquez un numéro SIREN.')
  if (!/^\d{9}$/.test(n)) return refuser('siren-longueur', 'Un numéro SIREN a neuf chiffres.')
  if (!luhnJuste(n) || n === '000000000')
    return refuser('siren-cle', 'Ce numéro SIREN n’existe pas : sa clé est fausse. Vérifiez chaque chiffre.')
  return ok(n as Siren)
}

const LA_POSTE = '356000000'

export type RefusSiret = 'siret-vide' | 'siret-longueur' | 'siret-cle'
/**
 * La Poste (SIREN 356000000) a plus d’établissements que Luhn n’en permet : la somme simple des chiffres y est
 * multiple de cinq (certain, vérifié par calcul). Son siège suit Luhn comme tout le monde.
 */
export const lireSiret = (texte: string): Lu<Siret, RefusSiret> => {
  const n = compact(texte)
  if (n === '') return refuser('siret-vide', 'Indiquez un numéro SIRET.')
  if (!/^\d{14}$/.test(n)) {
    return /^\d{9}$/.test(n)
      ? refuser(
          'siret-longueur',
          'Un numéro SIRET a quatorze chiffres ; celui-ci, à neuf chiffres, est un SIREN.',
        )
      : refuser('siret-longueur', 'Un numéro SIRET a quatorze chiffres.')
  }
  const siren = n.slice(0, 9)
  const poste = siren === LA_POSTE && [...n].reduce((a, c) => a + Number(c), 0) % 5 === 0
  if (siren === '000000000' || !luhnJuste(siren) || !(luhnJuste(n) || poste))
    return refuser('siret-cle', 'Ce numéro SIRET n’existe pas : sa clé est fausse. Vérifiez chaque chiffre.')
  return ok(n as Siret)
}

export const sirenDe = (siret: Siret): Siren => siret.slice(0, 9) as Siren

const grouper = (texte: string, ...tailles: readonly number[]): string => {
  const groupes: string[] = []
  let i = 0
  for (const t of tailles) {
    groupes.push(texte.slice(i, i + t))
    i += t
  }
  return groupes.filter((g) => g !== '').join(INSECABLE)
}
/** « 999 120 470 00011 ». */
export const formaterSiret = (siret: Siret): string => grouper(siret, 3, 3, 3, 5)

export type RefusNda = 'nda-vide' | 'nda-forme'
export type AvertissementNda = 'nda-departement' | 'nda-incoherent' | 'nda-inconnu'
/**
 * Structure observée, jamais trouvée dans un texte (doute) : région, département, rang, département. Aucune clé
 * connue. On ne bloque donc que la forme ; un département qui diffère de l’adresse n’est qu’un avertissement,
 * car un organisme garde son numéro quand il déménage ou que sa région change de nom.
 */
export const lireNda = (
  texte: string,
  options: { codePostal?: CodePostal } = {},
): Result<{ valeur: Nda; avertissements: Avertissement<AvertissementNda>[] }, Refus<RefusNda>> => {
  const n = compact(texte)
  if (n === '') return refuser('nda-vide', 'Indiquez un numéro de déclaration d’activité.')
  if (!/^\d{2}(\d{2}|2[AB])\d{5}(\d{2}|2[AB])$/.test(n))
    return refuser(
      'nda-forme',
      'Un numéro de déclaration d’activité a onze chiffres, par exemple 11 75 32629 75.',
    )
  const avertissements: Avertissement<AvertissementNda>[] = []
  if (n === '99999999999')
    avertissements.push(
      refus(
        'nda-inconnu',
        'Ce numéro n’est qu’un remplissage : des fichiers l’emploient quand ils n’en ont pas.',
      ),
    )
  else {
    const [debut, fin] = [n.slice(2, 4), n.slice(9, 11)]
    if (debut !== fin)
      avertissements.push(
        refus(
          'nda-incoherent',
          `Ce numéro porte deux départements différents (${debut} et ${fin}) : vérifiez-le.`,
        ),
      )
    const ici = options.codePostal ? departementDe(options.codePostal) : undefined
    // « 20 » vaut pour la Corse entière, « 97 » pour tout l’outre-mer.
    if (ici && fin !== ici.slice(0, 2) && !(ici.startsWith('2') && fin === '20' && /[AB]/.test(ici)))
      avertissements.push(
        refus(
          'nda-departement',
          `Ce numéro a été donné dans le département ${fin}, l’adresse est dans le ${ici}. Ce n’est pas forcément une erreur.`,
        ),
      )
  }
  return ok({ valeur: n as Nda, avertissements })
}
/** « 11 75 32629 75 ». */
export const formaterNda = (nda: Nda): string => grouper(nda, 2, 2, 5, 2)

const lettresUai = 'ABCDEFGHJKLMNPRSTUVWXYZ'
export type RefusUai = 'uai-vide' | 'uai-forme' | 'uai-cle'
export const lireUai = (texte: string): Lu<Uai, RefusUai> => {
  const n = compact(texte)
  if (n === '') return refuser('uai-vide', 'Indiquez un code UAI.')
  if (!/^\d{7}[A-Z]$/.test(n))
    return refuser('uai-forme', 'Un code UAI a sept chiffres et une lettre, par exemple 0754622S.')
  if (lettresUai.charAt(Number(n.slice(0, 7)) % 23) !== n.charAt(7))
    return refuser('uai-cle', 'Ce code UAI n’existe pas : sa lettre ne correspond pas à ses chiffres.')
  return ok(n as Uai)
}

/** `clé = (12 + 3 × (SIREN mod 97)) mod 97` : le numéro que donne l’administration dans le cas ordinaire. */
export const tvaDe = (siren: Siren): TvaFr =>
  `FR${String((12 + 3 * (Number(siren) % 97)) % 97).padStart(2, '0')}${siren}` as TvaFr

/** « FR 11 123 456 782 ». */
export const formaterTva = (tva: TvaFr): string => grouper(tva, 2, 2, 3, 3, 3)

export type RefusCodePostal = 'code-postal-vide' | 'code-postal-forme'
export const lireCodePostal = (texte: string): Lu<CodePostal, RefusCodePostal> => {
  const n = compact(texte)
  if (n === '') return refuser('code-postal-vide', 'Indiquez un code postal.')
  // 96 n’est le début d’aucun code ; 99 sert à l’étranger dans d’autres nomenclatures. 00 est aux armées.
  if (!/^\d{5}$/.test(n) || /^(00|96|99)/.test(n))
    return refuser('code-postal-forme', 'Un code postal français a cinq chiffres, par exemple 38000.')
  return ok(n as CodePostal)
}

/** Le département d’un code postal : `38`, `2A`, `974`. Approché : quelques communes dépendent du bureau voisin. */
export const departementDe = (code: CodePostal): string => {
  if (/^9[78]/.test(code)) return code.slice(0, 3)
  if (code.startsWith('20')) return /^20[01]/.test(code) ? '2A' : '2B'
  return code.slice(0, 2)
}

export type RefusCertification = 'certification-vide' | 'certification-forme'
/** « rncp 40344 », « RNCP40344 », « RS6432 ». Le registre doit être dit : `40344` seul est ambigu, sauf `registre`. */
export const lireCertification = (
  texte: string,
  registre?: 'RNCP' | 'RS',
): Lu<CodeCertification, RefusCertification> => {
  const n = compact(texte)
  if (n === '') return refuser('certification-vide', 'Indiquez un code RNCP ou RS.')
  const lu = /^(RNCP|RS)?0*([1-9]\d{0,5})$/.exec(n)
  const prefixe = lu?.[1] ?? registre
  if (!lu || prefixe === undefined || (registre !== undefined && prefixe !== registre))
    return refuser(
      'certification-forme',
      `Un code de certification s’écrit ${registre ?? 'RNCP ou RS'} suivi de chiffres, par exemple ${registre ?? 'RNCP'}6432.`,
    )
  return ok(`${prefixe}${lu[2]}` as CodeCertification)
}

/** Un bloc de compétences : `RNCP40344BC01`. */
export const lireBloc = (texte: string): Lu<string, 'bloc-forme'> => {
  const n = compact(texte)
  return /^RNCP[1-9]\d{0,5}BC\d{2}$/.test(n)
    ? ok(n)
    : refuser('bloc-forme', 'Un bloc de compétences s’écrit comme RNCP40344BC01.')
}
