import { z } from 'zod'
import { formaterDate } from '#kernel/dates.ts'
import { formaterDuree } from '#kernel/heures.ts'
import { lireCertification } from '#kernel/identifiants.ts'
import { formaterCentimes } from '#kernel/montant.ts'
import { nettoyer, uneLigne } from '#kernel/texte.ts'
import type { Intervenant } from '#modules/tiers/index.ts'
import {
  caseCochee,
  choix,
  courriel,
  date,
  duree,
  facultatif,
  montant,
  texte,
  viaParser,
} from '#web/fields.ts'
import type { FormOf } from '#web/form.ts'
import type { Initial } from '#web/form-state.ts'
import { type NiveauF3, niveauxF3, type ObjectifF3, objectifsF3 } from '../domain/classement.ts'
import { type Contenu, poserIntitule } from '../domain/contenu.ts'
import { codeNsf } from '../domain/nsf.ts'
import { type Modalite, modalites } from '../domain/offre.ts'

const long = () => texte({ max: 20_000 }).transform(nettoyer)
const court = () => texte({ max: 300 }).transform(uneLigne)
/** Une réponse par ligne ; les tirets de tête sont ceux de qui écrit une liste. */
const lignes = () =>
  texte({ max: 20_000 }).transform((t) =>
    nettoyer(t)
      .split('\n')
      .map((l) => uneLigne(l.replace(/^\s*[-–•*]\s*/, '')))
      .filter((l) => l !== ''),
  )

export const codesModalite = Object.keys(modalites) as [Modalite, ...Modalite[]]
export const codesF3 = Object.keys(objectifsF3) as [ObjectifF3, ...ObjectifF3[]]
export const codesNiveau = Object.keys(niveauxF3) as [NiveauF3, ...NiveauF3[]]

/** « RNCP40344 », « RS 6372 ». */
const certification = (t: string) => lireCertification(t, /^\s*rs/i.test(t) ? 'RS' : 'RNCP')

export const fields = z.object({
  intitule: texte({ min: 1, max: 255, vide: 'Écrivez l’intitulé.' }),
  objectif: long(),
  objectifs: lignes(),
  contenu: long(),
  resultats: long(),
  publicVise: long(),
  prerequis: long(),
  methodes: long(),
  moyensTechniques: long(),
  encadrement: long(),
  formateurs: long(),
  suivi: long(),
  evaluation: long(),
  sanction: long(),
  acces: long(),
  delaiAcces: court(),
  financement: long(),
  contact: court(),
  contactCourriel: facultatif(courriel()),
  contactTelephone: texte({ max: 30 }).transform(uneLigne),
  accessibilite: long(),
  referentHandicap: court(),
  sansResultat: caseCochee(),
  indicateurs: long(),
  indicateursBase: long(),
  certifiante: caseCochee(),
  certification: facultatif(viaParser(certification, 'Une certification s’écrit RNCP40344 ou RS6372.')),
  certLibelle: court(),
  certificateur: court(),
  certDu: facultatif(date()),
  certAu: facultatif(date()),
  certBlocs: lignes(),
  certPasserelles: long(),
  certDebouches: long(),
  certResultats: long(),
  foadActivites: long(),
  foadDuree: court(),
  foadAssistance: long(),
  modalite: facultatif(choix(codesModalite, { phrase: 'Choisissez une modalité de la liste.' })),
  duree: facultatif(duree()),
  prix: facultatif(montant()),
  f3: facultatif(choix(codesF3, { phrase: 'Choisissez un objectif de la liste.' })),
  niveauF3: facultatif(choix(codesNiveau, { phrase: 'Choisissez un niveau de la liste.' })),
  nsf: facultatif(viaParser((t) => codeNsf(t), 'Choisissez une spécialité de la liste.')),
})
export type FormOffre = FormOf<typeof fields>
export type NomChamp = keyof z.input<typeof fields> & string

/** Le nom de chaque champ dans le rappel des fautes. */
export const noms: Readonly<Partial<Record<NomChamp, string>> & Record<string, string>> = {
  intitule: 'Intitulé',
  objectif: 'Objectif',
  objectifs: 'Objectifs évaluables',
  contenu: 'Contenu',
  publicVise: 'Public visé',
  prerequis: 'Prérequis',
  acces: 'Modalités d’accès',
  delaiAcces: 'Délai d’accès',
  financement: 'Financement',
  contact: 'Contact',
  contactTelephone: 'Téléphone de contact',
  accessibilite: 'Accessibilité',
  referentHandicap: 'Référent handicap',
  methodes: 'Moyens pédagogiques',
  moyensTechniques: 'Moyens techniques',
  encadrement: 'Encadrement',
  formateurs: 'Formateurs',
  suivi: 'Suivi',
  evaluation: 'Évaluation',
  sanction: 'Sanction',
  resultats: 'Résultats attendus',
  certification: 'Code de la certification',
  contactCourriel: 'Courriel de contact',
  certDu: 'Enregistrée le',
  certAu: 'Échéance',
  modalite: 'Modalité',
  duree: 'Durée',
  prix: 'Prix',
  f3: 'Objectif général',
  niveauF3: 'Niveau',
  nsf: 'Spécialité',
}

/** La spécialité choisie passe en tête ; les autres codes lus dans un fichier restent derrière elle. */
const rangerNsf = (choisie: string | undefined, avant: readonly string[]): readonly string[] =>
  choisie === undefined
    ? []
    : codeNsf(avant[0]) === choisie
      ? avant
      : [choisie, ...avant.filter((code) => codeNsf(code) !== choisie)]

/** Les formacodes et codes ROME lus dans un fichier ne se corrigent pas ici : ils restent ceux de l'offre. */
export const enContenu = (d: z.output<typeof fields>, avant?: Contenu): Contenu => ({
  ...d,
  intitule: poserIntitule(d.intitule),
  contactCourriel: d.contactCourriel ?? '',
  certification: d.certification ?? null,
  certDu: d.certDu ?? null,
  certAu: d.certAu ?? null,
  nsf: rangerNsf(d.nsf, avant?.nsf ?? []),
  formacodes: avant?.formacodes ?? [],
  rome: avant?.rome ?? [],
  modalite: d.modalite ?? null,
  duree: d.duree || null,
  dureeTexte: avant?.dureeTexte ?? '',
  prix: d.prix ?? null,
  f3: d.f3 ?? null,
  // « dont niveau » n’existe que sous la ligne a : le garder ailleurs serait refusé par la base.
  niveauF3: d.f3 === 'a' ? (d.niveauF3 ?? null) : null,
})

/** Les valeurs de départ : ce que l’offre dit déjà. */
export const valeursDe = (o: Contenu): { readonly [nom: string]: Initial } => {
  const { formacodes: _, rome: _r, dureeTexte: _d, ...reste } = o
  return {
    ...reste,
    objectifs: o.objectifs.join('\n'),
    certBlocs: o.certBlocs.join('\n'),
    certDu: o.certDu ? formaterDate(o.certDu, 'chiffres') : null,
    certAu: o.certAu ? formaterDate(o.certAu, 'chiffres') : null,
    duree: o.duree ? formaterDuree(o.duree) : null,
    prix: o.prix === null ? null : formaterCentimes(o.prix),
    nsf: codeNsf(o.nsf[0]) ?? null,
  }
}

/** Ce qu’une coopérative écrit presque pareil d’une offre à l’autre : la nouvelle offre en part. */
const communes = [
  'acces',
  'delaiAcces',
  'financement',
  'contact',
  'contactCourriel',
  'contactTelephone',
  'accessibilite',
  'referentHandicap',
  'moyensTechniques',
  'encadrement',
  'suivi',
  'sanction',
] as const satisfies readonly (keyof Contenu)[]
export const valeursCommunes = (o: Contenu): { readonly [nom: string]: Initial } =>
  Object.fromEntries(communes.map((cle) => [cle, o[cle]]))

/** Au-delà, on ne sait pas qui animera : rien n’est proposé. */
const maxProposes = 4

/** Les titres et qualités que les fiches disent déjà : les siens pour qui forme, à défaut ceux de toute une petite équipe. */
export const titresDesFiches = (
  fiches: readonly Pick<Intervenant, 'prenom' | 'nom' | 'titres' | 'compte'>[],
  moi: string,
): string => {
  const dites = fiches.filter((f) => f.titres !== '')
  const miennes = dites.filter((f) => f.compte === moi)
  const proposees = miennes.length > 0 ? miennes : dites.length <= maxProposes ? dites : []
  return proposees.map((f) => `${f.prenom} ${f.nom}\u00a0: ${f.titres}`).join('\n')
}

/**
 * De quoi partir quand aucune offre n’existe encore : l’usage de la profession, à relire. Rien de ce qui dépend de l’action
 * elle-même (public, prérequis, moyens, titres) n’est proposé.
 */
export const contenuPropose = {
  acces: 'Sur inscription, après un échange sur le besoin.',
  delaiAcces: 'Deux semaines entre l’accord et le premier jour',
  financement: 'OPCO, employeur, France Travail, ou à ses frais.',
  accessibilite:
    'Dites-nous ce dont vous avez besoin : nous adaptons le parcours, ou nous vous orientons vers qui le peut.',
  suivi: 'Chaque stagiaire et la personne qui anime signent à chaque demi-journée.',
  sanction: 'Un certificat de réalisation et une attestation de fin de formation.',
  sansResultat: true,
} as const satisfies Partial<Record<NomChamp, Initial>>
