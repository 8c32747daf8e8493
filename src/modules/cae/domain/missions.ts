import { ajouterMois, type DateCivile, formaterDate } from '#kernel/dates.ts'
import { formaterDuree } from '#kernel/heures.ts'
import type { ActiviteId, Id, PersonneId } from '#kernel/id.ts'
import { centimes, formaterMontant } from '#kernel/montant.ts'
import { type Refus, refus } from '#kernel/refus.ts'

export type MissionId = Id<'Mission'>
export type Cote = 'acheteuse' | 'vendeuse'
export const cles = ['jours', 'forfait', 'pourcent'] as const
export type Cle = (typeof cles)[number]
export type EtatMission =
  | 'demandee'
  | 'accordee'
  | 'refusee'
  | 'retiree'
  | 'constatee'
  | 'confirmee'
  | 'annulee'

/** La clé de partage : un tarif hors taxes (le jour, ou le forfait) en centimes, ou une part d’un montant en centièmes de pour cent. */
export type Conditions = {
  readonly cle: Cle
  readonly tarif: number | null
  readonly taux: number | null
}
/** Ce que l’une constate et que l’autre confirme. `minutes` : les heures tenues. `base` : le montant dont on prend une part, en centimes. */
export type Constat = {
  readonly minutes: number
  readonly demiJournees: number | null
  readonly base: number | null
}

export type MissionLue = Conditions & {
  readonly id: MissionId
  readonly genre: 'mission' | 'cadre' | 'rectification'
  readonly acheteuse: ActiviteId
  readonly nomAcheteuse: string
  readonly vendeuse: ActiviteId
  readonly nomVendeuse: string
  readonly cote: Cote
  readonly objet: string
  readonly session: Id<'Session'> | null
  readonly cadre: MissionId | null
  readonly corrige: MissionId | null
  readonly du: DateCivile
  readonly au: DateCivile | null
  readonly motif: string
  readonly etat: EtatMission
  readonly demandeeLe: Date
  readonly demandeePar: PersonneId
  readonly reponduLe: Date | null
  readonly intervenant: string | null
  readonly minutes: number | null
  readonly demiJournees: number | null
  readonly base: number | null
  readonly constatCote: Cote | null
  readonly constateeLe: Date | null
  readonly confirmeeLe: Date | null
  readonly montant: number | null
  /** Les états où qui lit peut la mener, maintenant : la base le dit (`porte.pas_de_mission`). */
  readonly pas: readonly EtatMission[]
  /** Qui lit tient l’enseigne qui demande, celle qui intervient, ou les deux. */
  readonly miens: readonly Cote[]
}

/** « 12,5 % », de centièmes de pour cent. */
export const pourCent = (points: number) => `${String(points / 100).replace('.', ',')} %`

/** « 640,00 € par jour », « forfait de 480,00 € », « 12,5 % d’un montant ». */
export const direCle = (m: Conditions): string => {
  if (m.cle === 'pourcent') return `${pourCent(m.taux ?? 0)} d’un montant`
  const tarif = formaterMontant(centimes(m.tarif ?? 0))
  return m.cle === 'jours' ? `${tarif} par jour` : `forfait de ${tarif}`
}

/** « 6 h, deux demi-journées », « 3 h, sur 1 200,00 € ». */
export const direConstat = (m: Pick<MissionLue, 'minutes' | 'demiJournees' | 'base'>): string =>
  [
    m.minutes === null ? '' : formaterDuree(m.minutes),
    m.demiJournees === null ? '' : `${m.demiJournees} demi-journée${m.demiJournees > 1 ? 's' : ''}`,
    m.base === null ? '' : `sur ${formaterMontant(centimes(m.base))}`,
  ]
    .filter(Boolean)
    .join(', ')

export const nomDuCote = (m: MissionLue, cote: Cote): string =>
  cote === 'acheteuse' ? m.nomAcheteuse : m.nomVendeuse
export const autreCote = (cote: Cote): Cote => (cote === 'acheteuse' ? 'vendeuse' : 'acheteuse')

/** Au-delà, l’année est une faute de frappe. Un cadre commence d’ici là, et finit quand ses enseignes le disent. */
export const MOIS_AVANT_UNE_MISSION = 24
/** Les champs dont la date est trop loin, et la phrase de chacun. */
export const datesTropLoin = (
  m: { readonly genre: MissionLue['genre']; readonly du: DateCivile; readonly au: DateCivile | null },
  aujourdhui: DateCivile,
) => {
  const dernier = ajouterMois(aujourdhui, MOIS_AVANT_UNE_MISSION)
  const phrase = `Au plus tard le ${formaterDate(dernier)} : vérifiez l’année.`
  return [
    ['du', m.du > dernier, phrase],
    ['au', m.genre !== 'cadre' && m.au !== null && m.au > dernier, phrase],
  ] as const
}

const phrases: Readonly<Record<string, string>> = {
  mission_avance: 'Cette mission est dans plus de deux ans : vérifiez l’année.',
  mission_motif: 'Dites pourquoi : l’autre enseigne lira votre phrase.',
  mission_constat: 'À cette clé de partage, le montant s’arrondit à zéro : un bon vaut au moins un centime.',
  mission_enseigne:
    'Une mission se demande entre deux enseignes ouvertes d’une coopérative d’activité et d’emploi.',
  mission_intervenant:
    'Qui intervient est une personne de l’enseigne qui l’envoie, et cette enseigne le dit.',
  mission_session: 'Cette session n’est pas celle de l’enseigne qui demande.',
  mission_cadre: 'Ce cadre n’est pas en vigueur à ces dates, ou dit d’autres conditions.',
  mission_parts:
    'Avec cette part, celles que l’enseigne a promises aux mêmes dates dépassent le tout : revoyez-les avant de la proposer.',
  mission_rectification: 'Ce bon ne vaut plus autant : la rectification dépasse ce qui en reste.',
}

/** La phrase d’un refus de la base ; rien : c’est une panne. */
export const direRefusDeMission = (erreur: unknown): Refus | undefined => {
  const { code, constraint } = (erreur ?? {}) as { code?: string; constraint?: string }
  if (code === '42501')
    return refus(
      'pas',
      'Vous ne pouvez pas faire ce geste : l’autre enseigne, ou une autre personne, le fait.',
    )
  const phrase = code === '23514' && constraint ? phrases[constraint] : undefined
  return phrase ? refus(constraint ?? '', phrase) : undefined
}

/** Le bon qu’un premier envoi de « Répartir » a fait, et qui attend encore sa confirmation. */
export const memeBon = (
  m: Pick<MissionLue, 'etat' | 'objet' | 'base' | 'minutes' | 'du'>,
  v: {
    readonly objet: string
    readonly base: number
    readonly minutes: number
    readonly jour: DateCivile
  },
): boolean =>
  m.etat === 'constatee' &&
  m.objet === v.objet &&
  m.base === v.base &&
  m.minutes === v.minutes &&
  m.du === v.jour

/** Où en est un bon que ce formulaire a déjà fait partir : ce n’est pas, ou plus, celui qu’on renvoie. */
export const direBonParti = (
  m: Pick<MissionLue, 'etat' | 'nomVendeuse' | 'minutes' | 'demiJournees' | 'base' | 'du'>,
): string => {
  const constate = ` (${direConstat(m)}, le ${formaterDate(m.du)})`
  const etats: Partial<Record<EtatMission, string>> = {
    constatee: `attend sa confirmation${constate}`,
    confirmee: `est confirmé${constate}`,
    accordee: 'est contesté, et se constate de nouveau sur sa page',
    annulee: 'est annulé',
  }
  return `Ces bons sont déjà partis : celui de « ${m.nomVendeuse} » ${etats[m.etat] ?? 'ne compte plus'}. Rouvrez la page pour en répartir d’autres.`
}

/** Ce qui a mis fin à une part proposée ; rien : elle vaut, ou attend encore sa réponse. */
const finDePart = (etat: EtatMission): string | undefined => {
  if (etat === 'refusee') return 'est refusée'
  if (etat === 'retiree') return 'est retirée'
  return etat === 'annulee' ? 'a pris fin' : undefined
}
/** La part d’une activité commune qu’un premier envoi a proposée, et qui vaut ou attend encore sa réponse. */
export const memePart = (
  m: Pick<MissionLue, 'etat' | 'objet' | 'taux' | 'du' | 'au'>,
  v: {
    readonly objet: string
    readonly taux: number
    readonly du: DateCivile
    readonly au: DateCivile | null
  },
): boolean =>
  finDePart(m.etat) === undefined &&
  m.objet === v.objet &&
  m.taux === v.taux &&
  m.du === v.du &&
  m.au === v.au

/** Ce qu’est devenue une part que ce formulaire a déjà proposée. */
export const direPartProposee = (m: Pick<MissionLue, 'etat' | 'nomVendeuse' | 'taux'>): string => {
  const fin = finDePart(m.etat)
  return fin
    ? `La part de « ${m.nomVendeuse} » ${fin} : rouvrez la page pour en proposer une autre.`
    : `« ${m.nomVendeuse} » a déjà sa part, ${pourCent(m.taux ?? 0)} : une seule par enseigne.`
}

/** Une ligne du compte d’une enseigne : reçue (positive) ou donnée (négative), en centimes. */
export type EcritureInterne = {
  readonly mission: MissionId
  readonly activite: ActiviteId
  readonly enseigne: string
  readonly avec: string
  readonly montant: number
  readonly objet: string
  readonly session: Id<'Session'> | null
  readonly le: Date
}

/** Ce que les bons confirmés ont déjà rendu d’un bon : ce qui en reste à corriger, en centimes. */
export const resteACorriger = (montant: number, rectifications: readonly number[]): number =>
  montant - rectifications.reduce((t, x) => t + x, 0)

/** Ce qui attend un geste de qui lit : répondre, constater, confirmer. */
export const attendQuiLit = (m: Pick<MissionLue, 'pas' | 'etat'>): boolean =>
  m.pas.includes('constatee') ||
  m.pas.includes('confirmee') ||
  (m.etat === 'demandee' && m.pas.includes('accordee'))

export const horsCaeMissions =
  'Les missions entre enseignes sont celles des coopératives d’activité et d’emploi : ailleurs, il n’y a qu’une enseigne.'

/** « 12,5 » : des centièmes de pour cent, de 1 à 10 000 ; rien si cela ne se lit pas. */
export const lireTaux = (texte: string): number | undefined => {
  const m = /^(\d{1,3})(?:[.,](\d{1,2}))?\s*%?$/.exec(texte.trim())
  const points = m ? Number(m[1]) * 100 + Number((m[2] ?? '').padEnd(2, '0')) : 0
  return points >= 1 && points <= 10_000 ? points : undefined
}
