import type { DateCivile } from '#kernel/dates.ts'
import { ajouterJours } from '#kernel/dates.ts'
import type { ActiviteId, Id, PersonneId } from '#kernel/id.ts'
import { type Refus, refus } from '#kernel/refus.ts'

export type ParcoursId = Id<'Parcours'>
export type HabilitationId = Id<'Habilitation'>
export const naturesHabilitees = ['formation', 'bilan', 'vae', 'apprentissage'] as const
export type NatureHabilitee = (typeof naturesHabilitees)[number]
export const rolesHabilites = ['responsable', 'sous-traitant'] as const
export type RoleHabilite = (typeof rolesHabilites)[number]
export const genresDEtape = ['entretien', 'atelier', 'dossier', 'action-relue', 'revue'] as const
export type GenreDEtape = (typeof genresDEtape)[number]
export const avisPossibles = ['habiliter', 'sous-conditions', 'refuser', 'se-retire'] as const
export type Avis = (typeof avisPossibles)[number]

export const motNatureHabilitee: Readonly<Record<NatureHabilitee, string>> = {
  formation: 'formation',
  bilan: 'bilan de compétences',
  vae: 'validation des acquis (VAE)',
  apprentissage: 'apprentissage',
}
export const motRoleHabilite: Readonly<Record<RoleHabilite, string>> = {
  responsable: 'responsable de l’action',
  'sous-traitant': 'intervenant·e pour une autre enseigne ou un autre organisme',
}
export const motEtape: Readonly<Record<GenreDEtape, string>> = {
  entretien: 'Entretien',
  atelier: 'Atelier suivi',
  dossier: 'Dossier relu (titres, curriculum vitæ, références)',
  'action-relue': 'Première action relue par une autre personne',
  revue: 'Revue annuelle',
}
export const motAvis: Readonly<Record<Avis, string>> = {
  habiliter: 'habiliter',
  'sous-conditions': 'habiliter sous conditions',
  refuser: 'refuser',
  'se-retire': 'se retire',
}

/** Ce qui manque pour se prononcer ou pour décider : les mots que rendent `porte.avis_permis` et `porte.decider_parcours`. */
const phrases: Readonly<Record<string, string>> = {
  introuvable: 'Seuls les membres du comité se prononcent, sur un dossier qui existe.',
  decide: 'Ce dossier est déjà décidé, ou abandonné.',
  propre: 'C’est votre dossier : vous ne vous prononcez pas sur lui, et vous n’en décidez pas.',
  conflit: 'Ce dossier est d’une enseigne à vous : vous ne pouvez que vous retirer.',
  deja: 'Vous vous êtes déjà prononcé·e sur ce dossier : un avis ne se reprend pas.',
  retire: 'Vous vous êtes retiré·e de ce dossier : les autres membres en décident.',
  motif: 'Écrivez l’avis du comité, en vingt signes au moins : il se verse au dossier.',
  quorum: 'Le quorum n’est pas atteint : sans lui, rien ne se décide.',
  partage: 'Les avis se partagent à égalité : il en faut un de plus.',
  'revue-propre': 'C’est votre habilitation : une autre personne en fait la revue.',
  suspendue: 'Cette habilitation est suspendue : rendez-la d’abord, puis faites la revue.',
  echue: 'Cette habilitation est échue : la personne en demande une autre, et le comité en décide.',
  'trop-tot':
    'La revue prolonge une habilitation dans les soixante jours d’avant son terme : c’est trop tôt.',
  revue: 'La revue se date des soixante jours d’avant le terme, au plus tard d’aujourd’hui.',
  conditions: 'Les avis vont à une habilitation sous conditions : écrivez-les.',
}
export const refusDuComite = (code: string): Refus =>
  refus(code, phrases[code] ?? 'Le comité ne peut pas en décider maintenant.')

export type HabilitationLue = {
  readonly id: HabilitationId
  readonly activite: ActiviteId
  readonly enseigne: string
  readonly parcours: ParcoursId
  readonly nom: string
  readonly nature: NatureHabilitee
  readonly role: RoleHabilite
  readonly du: DateCivile
  readonly au: DateCivile
  readonly conditions: string
  readonly suspendueLe: Date | null
  readonly suspension: string | null
}
export type ParcoursLu = {
  readonly id: ParcoursId
  /** Le compte de la personne du dossier, s’il en est un. */
  readonly compte: PersonneId | null
  readonly activite: ActiviteId
  readonly enseigne: string
  readonly nom: string
  readonly nature: NatureHabilitee
  readonly role: RoleHabilite
  readonly etat: 'ouvert' | 'habilite' | 'refuse' | 'abandonne'
  readonly motivation: string
  readonly demandeLe: Date
  readonly decideLe: Date | null
  readonly decision: string | null
  /** Ce que qui lit peut en dire (`porte.avis_permis`). */
  readonly permis: string
}
export type EtapeLue = { readonly genre: GenreDEtape; readonly faiteLe: DateCivile; readonly note: string }
export type AvisLu = {
  readonly compte: PersonneId
  readonly nom: string
  readonly avis: Avis
  readonly motif: string
}
export type Comite = {
  readonly quorum: number
  readonly exigeDepuis: DateCivile | null
  readonly revueMois: number
  readonly version: number
}
export type MembreDuComite = {
  readonly compte: PersonneId
  readonly nom: string
  readonly du: DateCivile
  readonly au: DateCivile | null
}

/** Une alerte vient soixante jours avant. */
export const JOURS_D_ALERTE = 60

/** Où en est une habilitation ce jour-là. */
export const etatDHabilitation = (
  h: Pick<HabilitationLue, 'du' | 'au' | 'suspendueLe'>,
  jour: DateCivile,
): 'en-vigueur' | 'bientot' | 'echue' | 'suspendue' | 'a-venir' =>
  h.suspendueLe !== null
    ? 'suspendue'
    : h.au < jour
      ? 'echue'
      : h.du > jour
        ? 'a-venir'
        : h.au <= ajouterJours(jour, JOURS_D_ALERTE)
          ? 'bientot'
          : 'en-vigueur'

/** Celle qu’un dossier neuf ne changerait pas : en vigueur, sans condition à lever, et loin de sa revue. */
export const dejaHabilite = (
  h: readonly HabilitationLue[],
  pour: Pick<HabilitationLue, 'nature' | 'role'>,
  jour: DateCivile,
): HabilitationLue | undefined =>
  h.find(
    (x) =>
      x.nature === pour.nature &&
      x.role === pour.role &&
      x.conditions === '' &&
      etatDHabilitation(x, jour) === 'en-vigueur',
  )

/** Les avis exprimés : qui se retire ne compte ni au quorum, ni à la majorité. */
export const depouiller = (avis: readonly { readonly avis: Avis }[]) => {
  const combien = (a: Avis) => avis.filter((x) => x.avis === a).length
  return {
    exprimes: avis.length - combien('se-retire'),
    pour: combien('habiliter'),
    sousConditions: combien('sous-conditions'),
    contre: combien('refuser'),
    retires: combien('se-retire'),
  }
}
