/**
 * Ce que le compte personnel de formation demande à l’organisme : une action qu’il peut payer, le numéro du dossier sur la
 * plateforme, l’entrée et la sortie de la personne déclarées à l’heure.
 */
import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { ajouterJoursOuvres, type TerritoireFerie } from '#kernel/feries.ts'
import { enVigueur, type ParametreDate } from '#kernel/parametres.ts'
import { type Refus, refus } from '#kernel/refus.ts'
import type { Dispositif } from './dossier.ts'
import type { EtatInscription } from './etats.ts'

/** Ce que le compte paie sans certification, et que l’offre ne sait pas dire d’elle-même. */
const horsCertification: ParametreDate<string> = [
  {
    depuis: '1900-01-01',
    valeur:
      'la préparation d’un permis de conduire, la création ou la reprise d’une entreprise, ce qu’un bénévole apprend pour sa mission',
    source: 'C. trav., L6323-6, II, 3° à 5° ; lu sur une reprise, non sur Légifrance',
  },
  {
    depuis: '2025-02-16',
    valeur: 'la préparation d’un permis de conduire, ce qu’un bénévole apprend pour sa mission',
    source:
      'loi n° 2025-127 du 14 février 2025, art. 190 : la création d’entreprise n’y est plus sans certification (Centre Inffo, 20 février 2025)',
  },
]

/**
 * Jours ouvrés pour déclarer l’entrée, puis la sortie et le service fait. Lu dans l’aide en ligne de l’espace des organismes de
 * formation ; les conditions particulières elles-mêmes n’ont pas été relues.
 */
const delaiDeclarationJours: ParametreDate<number> = [
  {
    depuis: '1900-01-01',
    valeur: 3,
    source: 'of.moncompteformation.gouv.fr, « Comment déclarer le service fait ? » ; conditions non relues',
  },
]

/** Le délai qui vaut ce jour, en jours ouvrés. */
export const delaiDeDeclaration = (jour: DateCivile): number => enVigueur(delaiDeclarationJours, jour)

export type OffreDuCpf = {
  readonly nature: string
  /** `RNCP…` ou `RS…`. */
  readonly certification: string | null
  /** Le dernier jour de son enregistrement. */
  readonly certAu: DateCivile | null
  readonly f3: string | null
}

/**
 * Pourquoi le compte pourrait ne pas payer cette action (L6323-6), ou rien. Jamais un refus : le contrat s’est conclu sur la
 * plateforme, et l’offre d’ici ne sait pas dire d’elle-même qu’elle prépare un permis. `contraire` : rien ne l’excuserait.
 */
export const douteDeligibilite = (
  o: OffreDuCpf,
  le: DateCivile,
): { readonly contraire: boolean; readonly phrase: string } | undefined => {
  if (o.nature === 'bilan' || o.nature === 'vae') return undefined
  if (o.certification !== null)
    return o.certAu !== null && o.certAu < le
      ? {
          contraire: true,
          phrase: `La certification ${o.certification} a cessé d’être enregistrée le ${formaterDate(o.certAu)} : le CPF ne paie plus ce qui y prépare (C. trav., art. L6323-6).`,
        }
      : undefined
  if (o.f3 === 'c')
    return {
      contraire: true,
      phrase:
        'L’offre vise un CQP qui n’est ni au RNCP ni au RS : le CPF ne paie pas ce qui y prépare (C. trav., art. L6323-6).',
    }
  return {
    contraire: false,
    phrase: `L’offre ne dit aucun code RNCP ou RS : le CPF ne paie que ce qui prépare à une certification enregistrée (C. trav., art. L6323-6) ; sans elle, un bilan de compétences, une VAE, ${enVigueur(horsCertification, le)}.`,
  }
}

/** Le numéro que la plateforme a donné à ce dossier ; rien : personne ne l’a encore écrit. */
export const numeroDuCpf = (
  lignes: readonly { readonly dispositif: Dispositif; readonly accordReference: string | null }[],
): string | undefined =>
  lignes.find((l) => l.dispositif === 'cdc-cpf' && l.accordReference)?.accordReference ?? undefined

export type Declaration = 'entree' | 'sortie'
export const motDeclaration: Readonly<Record<Declaration, string>> = {
  entree: 'l’entrée en formation',
  sortie: 'la sortie et le service fait',
}

export type FaitsDuCpf = {
  readonly etat: EtatInscription
  /** Le premier et le dernier jour de ce qui se tient ; nuls : plus de dates. */
  readonly premier: DateCivile | null
  readonly dernier: DateCivile | null
  /** Interrompue, l’action peut reprendre : personne n’en est encore sorti. */
  readonly interrompue: boolean
  /** Le jour où l’inscription s’est close avant la fin ; nul : elle est allée au bout, ou y va. */
  readonly sortieLe: DateCivile | null
  readonly entreeDeclareeLe: DateCivile | null
  readonly sortieDeclareeLe: DateCivile | null
  readonly territoire: TerritoireFerie
}

export type EtatDeDeclaration = {
  readonly quoi: Declaration
  /** Le jour du fait : la première demi-journée, la dernière, ou celui où la personne est partie. */
  readonly fait: DateCivile
  /** Le dernier jour pour le déclarer. */
  readonly avant: DateCivile
  readonly declareeLe: DateCivile | null
}

/** Qui n’est jamais entré n’a ni entrée ni sortie : une annulation, un refus, une rétractation. */
const jamaisEntre: ReadonlySet<EtatInscription> = new Set([
  'besoin',
  'positionnement',
  'proposition',
  'contractualisation',
  'financement-en-attente',
  'liste-attente',
  'refuse',
  'retracte',
  'annule',
])

/**
 * L’entrée et la sortie à déclarer pour une personne, dans l’ordre. L’entrée est au premier jour de l’action, la sortie au
 * dernier, ou au jour où la personne l’a quittée (déduit : la plateforme attend des dates « effectives »).
 */
export const declarationsDuCpf = (f: FaitsDuCpf): readonly EtatDeDeclaration[] => {
  const { premier } = f
  // Une force majeure d’avant le premier jour : elle n’est pas entrée, quoi que dise l’état.
  if (premier === null || jamaisEntre.has(f.etat) || (f.sortieLe !== null && f.sortieLe < premier)) return []
  const une = (quoi: Declaration, fait: DateCivile, declareeLe: DateCivile | null): EtatDeDeclaration => ({
    quoi,
    fait,
    avant: ajouterJoursOuvres(fait, delaiDeDeclaration(fait), f.territoire),
    declareeLe,
  })
  const partie = f.sortieLe !== null && (f.dernier === null || f.sortieLe < f.dernier) ? f.sortieLe : null
  const fin = partie ?? (f.interrompue ? null : f.dernier)
  return [
    // Absente de bout en bout, elle n’est pas entrée : sa sortie seule se déclare (déduit).
    ...(f.etat === 'absent-total' ? [] : [une('entree', premier, f.entreeDeclareeLe)]),
    ...(fin === null ? [] : [une('sortie', fin, f.sortieDeclareeLe)]),
  ]
}

/** Ce qui est arrivé, et que personne n’a encore dit à la plateforme. */
export const declarationsDues = (f: FaitsDuCpf, aujourdhui: DateCivile): readonly EtatDeDeclaration[] =>
  declarationsDuCpf(f).filter((d) => d.declareeLe === null && d.fait <= aujourdhui)

/** Une déclaration se note après coup, et pas avant le fait qu’elle dit. */
export const refusDeDeclaration = (
  d: EtatDeDeclaration,
  le: DateCivile,
  aujourdhui: DateCivile,
): Refus | undefined =>
  le > aujourdhui
    ? refus('date-future', 'Cette date est à venir : une déclaration se note une fois faite.')
    : le < d.fait
      ? refus(
          'avant-le-fait',
          `${d.quoi === 'entree' ? 'L’entrée' : 'La sortie'} est du ${formaterDate(d.fait)} : elle ne se déclare pas avant.`,
        )
      : undefined
