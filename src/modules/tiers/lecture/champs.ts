import { z } from 'zod'
import { lireCodePostal, lireNda } from '#kernel/identifiants.ts'
import { estPays } from '#kernel/pays.ts'
import { ok } from '#kernel/result.ts'
import { uneLigne } from '#kernel/texte.ts'
import {
  caseCochee,
  choix,
  codePostal,
  courriel,
  facultatif,
  siren,
  siret,
  texte,
  viaParser,
} from '#web/fields.ts'
import { type GenreFinanceur, genresFinanceur } from '../domain/entreprise.ts'
import type { Saisie, SaisieEntreprise } from '../domain/saisie.ts'

const motifTelephone = /^\+?[\d\s().-]{6,29}$/

/**
 * Un numéro français s’écrit d’une seule façon, « 06 12 34 56 78 », qu’on l’ait tapé collé, à points, en +33, ou perdu son zéro dans un
 * tableur ; un autre reste comme on l’a dit.
 */
export const ecrireTelephone = (t: string): string => {
  const chiffres = t.replace(/\(0\)/, '').replace(/[^\d+]/g, '')
  const lu = /^(?:\+33|0033|33)?0?([1-9]\d{8})$/.exec(chiffres)?.[1]
  return lu ? `0${lu}`.replace(/(\d{2})(?=\d)/g, '$1 ') : t
}

/** Les champs qui disent où joindre une personne ou une structure. */
export const champsJoindre = {
  courriel: facultatif(courriel()),
  telephone: facultatif(
    viaParser(
      (t) => (motifTelephone.test(t) ? ecrireTelephone(uneLigne(t)) : undefined),
      'Un numéro de téléphone n’a que des chiffres, par exemple 04 76 00 00 00.',
    ),
  ),
  adresse: texte({ max: 300 }),
  codePostal: facultatif(codePostal()),
  ville: texte({ max: 100 }),
}

type Joindre = {
  readonly courriel: string | undefined
  readonly telephone: string | undefined
  readonly adresse: string
  readonly codePostal: string | undefined
  readonly ville: string
}
/** Rien pour un texte vide ; une ligne sinon. */
export const ligneOuRien = (t: string): string | undefined => uneLigne(t) || undefined
const lireJoindre = (d: Joindre) => ({
  courriel: d.courriel,
  telephone: d.telephone,
  adresse: ligneOuRien(d.adresse),
  codePostal: d.codePostal,
  ville: ligneOuRien(d.ville),
})

/** Une personne, telle qu'un formulaire ou une ligne de tableur la donne : les mêmes règles, les mêmes phrases. */
export const champsPersonne = z
  .object({
    prenom: texte({ min: 1, max: 100, vide: 'Écrivez le prénom.' }),
    nom: texte({ min: 1, max: 100, vide: 'Écrivez le nom.' }),
    ...champsJoindre,
    employeur: texte({ max: 200 }),
    siret: facultatif(siret()),
  })
  .refine((p) => p.siret === undefined || p.employeur !== '', {
    error: 'Nommez l’employeur de ce SIRET.',
    path: ['siret'],
  })

export const enPersonne = (d: z.output<typeof champsPersonne>): Saisie => ({
  prenom: uneLigne(d.prenom),
  nom: uneLigne(d.nom),
  ...lireJoindre(d),
  employeur: d.employeur === '' ? undefined : { nom: uneLigne(d.employeur), siret: d.siret },
})

export const genresDeFinanceur = Object.keys(genresFinanceur) as [GenreFinanceur, ...GenreFinanceur[]]

const nda = () =>
  viaParser((t) => {
    const lu = lireNda(t)
    return lu.ok ? ok(lu.value.valeur) : lu
  }, 'Un numéro de déclaration d’activité a onze chiffres, par exemple 11 75 32629 75.')

const enFrance = (e: { readonly pays: string }): boolean => e.pays === '' || e.pays === 'FR'
/** Un numéro de TVA d’un État de l’Union : son code, puis deux à douze signes. */
const lireTvaIntra = (t: string): string | undefined => {
  const net = t.toUpperCase().replace(/[\s.-]/g, '')
  return /^[A-Z]{2}[0-9A-Z+*]{2,12}$/.test(net) ? net : undefined
}

/** Une entreprise, de même. */
export const champsEntreprise = z
  .object({
    nom: texte({ min: 1, max: 200, vide: 'Écrivez le nom.' }),
    siret: facultatif(siret()),
    siren: facultatif(siren()),
    ...champsJoindre,
    estClient: caseCochee(),
    estOf: caseCochee(),
    financeur: facultatif(choix(genresDeFinanceur)),
    nda: facultatif(nda()),
    codePostal: texte({ max: 12 }),
    pays: texte({ max: 2 }),
    tvaIntra: facultatif(
      viaParser(lireTvaIntra, 'Un numéro de TVA commence par le code du pays : BE0123456789, par exemple.'),
    ),
    sansSiren: caseCochee(),
  })
  .refine((e) => e.pays === '' || estPays(e.pays), { error: 'Ce pays n’est pas connu.', path: ['pays'] })
  .refine((e) => !enFrance(e) || e.codePostal === '' || lireCodePostal(e.codePostal).ok, {
    error: 'Un code postal a cinq chiffres.',
    path: ['codePostal'],
  })
  .refine((e) => enFrance(e) || (e.siren === undefined && e.siret === undefined), {
    error:
      'Une entreprise d’un autre pays n’a pas de SIRET français : son établissement en France, s’il achète, a sa fiche.',
    path: ['siret'],
  })
  .refine((e) => !e.sansSiren || (e.siren === undefined && e.siret === undefined), {
    error: 'Elle a un SIREN : ne cochez pas qu’elle n’en a pas.',
    path: ['sansSiren'],
  })
  .refine((e) => e.siren === undefined || e.siret === undefined || e.siret.startsWith(e.siren), {
    error: 'Ce SIREN n’est pas celui du SIRET : les neuf premiers chiffres diffèrent.',
    path: ['siren'],
  })

const codePostalDe = (d: { readonly pays: string; readonly codePostal: string }): string | undefined => {
  const lu = enFrance(d) ? lireCodePostal(d.codePostal) : undefined
  return lu?.ok ? lu.value : uneLigne(d.codePostal) || undefined
}

export const enEntreprise = (d: z.output<typeof champsEntreprise>): SaisieEntreprise => ({
  nom: uneLigne(d.nom),
  siret: d.siret,
  // Le SIRET le dit déjà.
  siren: d.siret === undefined ? d.siren : undefined,
  ...lireJoindre({ ...d, codePostal: codePostalDe(d) }),
  pays: d.pays || undefined,
  tvaIntra: d.tvaIntra,
  sansSiren: d.sansSiren,
  estClient: d.estClient,
  estOf: d.estOf,
  financeur: d.financeur,
  nda: d.nda,
})
