import { formaterDate } from '#kernel/dates.ts'
import { formaterDuree } from '#kernel/heures.ts'
import { formaterMontant } from '#kernel/montant.ts'
import { niveauxF3, objectifsF3 } from './classement.ts'
import type { Contenu } from './contenu.ts'
import { libelleNsf } from './nsf.ts'
import { modalites } from './offre.ts'

/** Chaque champ d’une offre, par son nom : pour montrer une version, et ce qui change de l’une à l’autre. */
const noms: Readonly<Record<keyof Contenu, string>> = {
  intitule: 'Intitulé',
  objectif: 'Objectif',
  objectifs: 'Objectifs évaluables',
  publicVise: 'Public visé',
  prerequis: 'Prérequis',
  contenu: 'Contenu',
  duree: 'Durée',
  dureeTexte: 'Durée, en toutes lettres',
  modalite: 'Modalité',
  methodes: 'Moyens pédagogiques',
  moyensTechniques: 'Moyens techniques',
  encadrement: 'Encadrement',
  formateurs: 'Formateurs',
  foadActivites: 'Activités à distance',
  foadDuree: 'Durée moyenne des activités à distance',
  foadAssistance: 'Assistance à distance',
  suivi: 'Suivi',
  evaluation: 'Évaluation',
  sanction: 'Sanction',
  resultats: 'Résultats attendus',
  acces: 'Modalités d’accès',
  delaiAcces: 'Délai d’accès',
  prix: 'Prix',
  financement: 'Financement',
  contact: 'Contact',
  contactCourriel: 'Courriel de contact',
  contactTelephone: 'Téléphone de contact',
  accessibilite: 'Accessibilité',
  referentHandicap: 'Référent handicap',
  sansResultat: 'Action nouvelle, sans résultat encore',
  indicateurs: 'Résultats',
  indicateursBase: 'Base des résultats',
  certifiante: 'Certifiante',
  certification: 'Code de la certification',
  certLibelle: 'Libellé de la certification',
  certificateur: 'Certificateur',
  certDu: 'Enregistrée le',
  certAu: 'Échéance',
  certBlocs: 'Blocs de compétences',
  certPasserelles: 'Équivalences et passerelles',
  certDebouches: 'Débouchés',
  certResultats: 'Taux d’obtention et suites',
  f3: 'Objectif général (F-3)',
  niveauF3: 'Niveau (F-3)',
  nsf: 'Spécialité (NSF)',
  formacodes: 'Formacodes',
  rome: 'Métiers (ROME)',
}

/** La valeur d’un champ, comme on la lit ; vide si rien n’est écrit. */
export const dire = (c: Contenu, cle: keyof Contenu): string => {
  const v = c[cle]
  if (v === null || v === '') return ''
  switch (cle) {
    case 'duree':
      return c.duree === null ? '' : formaterDuree(c.duree)
    case 'prix':
      return c.prix === null ? '' : formaterMontant(c.prix)
    case 'modalite':
      return c.modalite === null ? '' : modalites[c.modalite]
    case 'f3':
      return c.f3 === null ? '' : `${c.f3}. ${objectifsF3[c.f3]}`
    case 'niveauF3':
      return c.niveauF3 === null ? '' : niveauxF3[c.niveauF3]
    case 'certDu':
      return c.certDu === null ? '' : formaterDate(c.certDu)
    case 'certAu':
      return c.certAu === null ? '' : formaterDate(c.certAu)
    case 'nsf':
      return c.nsf.map((code) => [code, libelleNsf(code)].filter(Boolean).join(' ')).join(', ')
    default:
      return typeof v === 'boolean' ? (v ? 'oui' : '') : typeof v === 'string' ? v : [v].flat().join('\n')
  }
}

export type Champ = { readonly cle: keyof Contenu; readonly nom: string; readonly valeur: string }
/** Tout ce qui est écrit, dans l’ordre de la fiche. */
export const champs = (c: Contenu): Champ[] =>
  (Object.keys(noms) as (keyof Contenu)[])
    .map((cle) => ({ cle, nom: noms[cle], valeur: dire(c, cle) }))
    .filter((r) => r.valeur !== '')

export type Difference = {
  readonly cle: keyof Contenu
  readonly nom: string
  readonly avant: string
  readonly apres: string
}
/** Ce qui change d’un contenu à l’autre ; rien si les deux se lisent pareil. */
export const differences = (avant: Contenu, apres: Contenu): Difference[] =>
  (Object.keys(noms) as (keyof Contenu)[])
    .map((cle) => ({ cle, nom: noms[cle], avant: dire(avant, cle), apres: dire(apres, cle) }))
    .filter((d) => d.avant !== d.apres)
