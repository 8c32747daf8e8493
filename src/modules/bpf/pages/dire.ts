import { formaterDate, formaterPeriode } from '#kernel/dates.ts'
import { formaterDuree } from '#kernel/heures.ts'
import { centimes, formaterMontant } from '#kernel/montant.ts'
import { formaterNombre, INSECABLE } from '#kernel/texte.ts'
import type { Exercice, Financeur } from '../domain/dossier.ts'
import type { EtatDExercice } from '../domain/exercices.ts'
import { enNombre, entier, type Fraction, multiplier } from '../domain/fraction.ts'
import type { Valeur } from '../domain/remplir.ts'
import type { LigneDeDetail } from '../lecture/detailler.ts'

/** « 14 h », « 10 h 30 » ; ce qui n'est pas un nombre de minutes, en décimales. */
export const direHeures = (f: Fraction): string => {
  const minutes = multiplier(f, entier(60))
  return minutes.n % minutes.d === 0n
    ? formaterDuree(Number(minutes.n / minutes.d))
    : `${formaterNombre(Math.round(enNombre(f) * 10_000) / 10_000)}${INSECABLE}h`
}
/** Au centime ; au-delà, jusqu'à quatre décimales. */
export const direEuros = (f: Fraction): string => {
  const cents = multiplier(f, entier(100))
  return cents.n % cents.d === 0n
    ? formaterMontant(centimes(Number(cents.n / cents.d)))
    : `${formaterNombre(Math.round(enNombre(f) * 10_000) / 10_000)}${INSECABLE}€`
}
export const direApport = (l: Pick<LigneDeDetail, 'genre' | 'exact'>): string =>
  l.genre === 'produit' || l.genre === 'charge' ? direEuros(l.exact) : direHeures(l.exact)

export const direPeriodeDe = (l: Pick<LigneDeDetail, 'du' | 'au'>): string =>
  l.du && l.au ? formaterPeriode(l.du, l.au) : ''
export const direExercice = ({ debut, fin }: Exercice): string =>
  `${formaterDate(debut)} au ${formaterDate(fin)}`

export const direValeur = (v: Valeur): string => {
  switch (v.genre) {
    case 'oui-non':
      return v.oui === null ? 'à dire' : v.oui ? 'oui' : 'non'
    case 'pourcent':
      return `${formaterNombre(v.n)}${INSECABLE}%`
    case 'euros':
      return `${formaterNombre(v.n)}${INSECABLE}€`
    case 'nombre':
      return formaterNombre(v.n)
    default:
      return `${formaterNombre(v.n)} et ${formaterNombre(v.h)}${INSECABLE}h`
  }
}

export const motsDEtat: Readonly<Record<EtatDExercice, string>> = {
  ouvert: 'en cours',
  'a-transmettre': 'à transmettre',
  'en-retard': 'en retard',
  transmis: 'transmis',
}
export const moments: Readonly<Record<string, string>> = {
  matin: 'matin',
  'apres-midi': 'après-midi',
  soiree: 'soirée',
  journee: 'journée',
  asynchrone: 'à distance, à son rythme',
}

/** Chaque payeur et son dispositif, en mots. */
export const financeurs: Readonly<Record<Financeur, string>> = {
  entreprise: 'l’employeur',
  opco_apprentissage: 'un OPCO, apprentissage',
  opco_contrat_pro: 'un OPCO, contrat de professionnalisation',
  opco_pro_a: 'un OPCO, reconversion par alternance',
  transitions_pro: 'Transitions Pro',
  cdc_cpf: 'la Caisse des dépôts, CPF',
  opco_demandeurs_emploi: 'un OPCO, personnes en recherche d’emploi',
  faf_non_salaries: 'un fonds de non-salariés',
  opco_plan: 'un OPCO, plan de développement',
  public_agents: 'un employeur public, pour ses agents',
  europe: 'l’Europe',
  etat: 'l’État',
  region: 'la Région',
  france_travail: 'France Travail',
  autre_public: 'un autre organisme public',
  particulier: 'la personne, à ses frais',
  autre_of: 'un autre organisme de formation',
  autre_formation: 'autre produit de formation (repas, outils)',
  hors_formation: 'hors formation',
}
