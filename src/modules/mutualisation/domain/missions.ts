/**
 * La mission : une personne d’une coopérative intervient pour une autre. Option, deux visas, contrat signé des deux, ferme, constat. Ses heures
 * sont tenues par la base, quelle que soit la coopérative qui réserve.
 */
import { type DateCivile, ecartEnJours } from '#kernel/dates.ts'
import type { Id, OrganismeId } from '#kernel/id.ts'
import { type Refus, refus } from '#kernel/refus.ts'
import { compter } from '#kernel/texte.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import type { AppelId, Part, ReponseId } from './appels.ts'
import type { RangDEquite } from './equite.ts'
import type { Faits } from './formes/faits.ts'
import type { CodeForme } from './formes/regle.ts'

export type MissionId = Id<'MissionAuDehors'>

/** Une option tient l’heure tant de jours, et jamais au-delà du premier. */
export const JOURS_D_OPTION = 10

export const missionsADecider = ['demandee', 'option'] as const
export const missionsConfiees = ['ferme', 'faite'] as const
export const missionsQuiTiennentLHeure = ['option', ...missionsConfiees] as const
export const missionsVives = ['demandee', ...missionsQuiTiennentLHeure] as const

/** Chaque état, sa marque et son mot. */
export const etatsDeMission = {
  demandee: ['a-venir', 'attend la personne'],
  option: ['partiel', 'en option'],
  ferme: ['prouve', 'ferme'],
  faite: ['prouve', 'faite'],
  refusee: ['sans-objet', 'refusée'],
  expiree: ['sans-objet', 'tombée'],
  annulee: ['sans-objet', 'annulée'],
} as const
export type EtatDeMission = keyof typeof etatsDeMission

/** Une mission vue d’ici. Montants en centimes hors taxes, créneaux en instants ISO, `faitMinutes` en minutes. */
export type Mission = {
  readonly mission: MissionId
  readonly appel: AppelId
  readonly reponse: ReponseId
  readonly recoit: OrganismeId
  readonly receveur: string
  readonly receveurSiret: string
  readonly receveurNda: string
  readonly receveurVille: string
  readonly envoie: OrganismeId
  readonly envoyeur: string
  readonly envoyeurSiret: string
  readonly envoyeurNda: string
  readonly envoyeurVille: string
  readonly envoyeurCae: boolean
  readonly nom: string
  readonly prenom: string
  readonly famille: string
  readonly objet: string
  readonly publics: string
  readonly stagiaires: number | null
  readonly lieu: string
  readonly attendus: string
  readonly exigences: string
  readonly dirige: Faits['dirige']
  readonly payeur: Faits['payeur']
  readonly part: Part
  readonly statut: Faits['statut']
  readonly prix: number
  readonly auCout: boolean
  readonly pole: string
  readonly creneaux: readonly (readonly [string, string])[]
  readonly forme: CodeForme
  readonly etat: EtatDeMission
  readonly choisieLe: Date
  readonly classement: readonly RangDEquite[] | null
  readonly visaPersonneLe: Date | null
  readonly visaCoopLe: Date | null
  readonly visaCoopPar: string | null
  readonly expireLe: Date
  readonly contrat: string | null
  readonly signeRecoitLe: Date | null
  readonly signeRecoitPar: string | null
  readonly signeEnvoieLe: Date | null
  readonly signeEnvoiePar: string | null
  readonly fermeLe: Date | null
  readonly finieLe: Date | null
  readonly finiePar: string | null
  readonly motif: string
  readonly faitMinutes: number | null
  readonly faitCentimes: number | null
  readonly constatRecoitLe: Date | null
  readonly constatEnvoieLe: Date | null
  /** De quel côté l’on regarde. */
  readonly moi: 'recoit' | 'envoie'
  /** C’est la personne elle-même. */
  readonly aMoi: boolean
}

const zone = ZONE_PAR_DEFAUT
/** Les jours d’une mission, à la pendule de Paris. */
export const joursDe = (m: Pick<Mission, 'creneaux'>): readonly DateCivile[] => [
  ...new Set(m.creneaux.map(([debut]) => jourLocal(new Date(debut), zone))),
]
/** Minutes prévues. */
export const minutesPrevues = (m: Pick<Mission, 'creneaux'>): number =>
  m.creneaux.reduce((t, [debut, fin]) => t + (Date.parse(fin) - Date.parse(debut)) / 60_000, 0)

/** Les heures de la mission contiennent celles-ci. */
export const couvre = (
  m: Pick<Mission, 'creneaux'>,
  x: { readonly debut: Date; readonly fin: Date },
): boolean =>
  m.creneaux.some(
    ([debut, fin]) => Date.parse(debut) <= x.debut.getTime() && x.fin.getTime() <= Date.parse(fin),
  )

const formesConfiees: readonly CodeForme[] = ['sous-traitance', 'sous-traitance-cae', 'portage']
/** La forme confie l’intervention à la coopérative qui envoie (BPF, cadres D et F-2) ; un prêt, non. */
export const seConfie = (m: Pick<Mission, 'forme'>): boolean => formesConfiees.includes(m.forme)

/** Les jours de ses missions fermes, pour la surcharge. */
export const joursFermes = (missions: readonly Pick<Mission, 'creneaux' | 'etat'>[]): readonly DateCivile[] =>
  missions.flatMap((m) => (m.etat === 'ferme' ? joursDe(m) : []))

/** L’état d’une mission à cet instant : une option échue est tombée, avant même que la tâche de fond l’écrive. */
export const etatAu = (m: Pick<Mission, 'etat' | 'expireLe'>, le: Date): EtatDeMission =>
  (m.etat === 'demandee' || m.etat === 'option') && m.expireLe.getTime() <= le.getTime() ? 'expiree' : m.etat

/** Ce qu’une mission attend, et de qui ; rien : elle suit son cours. */
export type Attente =
  | 'visa-personne'
  | 'visa-coop'
  | 'contrat'
  | 'signature-recoit'
  | 'signature-envoie'
  | 'constat-recoit'
  | 'constat-envoie'
export const attentesDe = (m: Mission, le: Date): readonly Attente[] => {
  const etat = etatAu(m, le)
  if (etat === 'demandee' || etat === 'option') {
    const visas: Attente[] = [
      ...(m.visaPersonneLe ? [] : ['visa-personne' as const]),
      ...(m.visaCoopLe ? [] : ['visa-coop' as const]),
    ]
    if (visas.length > 0) return visas
    if (m.contrat === null) return ['contrat']
    return [
      ...(m.signeRecoitLe ? [] : ['signature-recoit' as const]),
      ...(m.signeEnvoieLe ? [] : ['signature-envoie' as const]),
    ]
  }
  const fini = m.creneaux.every(([, fin]) => Date.parse(fin) <= le.getTime())
  return m.etat === 'ferme' && fini
    ? [
        ...(m.constatRecoitLe ? [] : ['constat-recoit' as const]),
        ...(m.constatEnvoieLe ? [] : ['constat-envoie' as const]),
      ]
    : []
}

/** Combien de jours avant le premier une mission fut quittée ; ce qu’on en lit des deux côtés, et nulle part ailleurs. */
export const direRetrait = (
  m: Pick<Mission, 'creneaux' | 'finieLe' | 'finiePar' | 'etat'>,
): string | undefined => {
  const [premier] = joursDe(m)
  if (m.etat !== 'annulee' || !m.finieLe || !premier) return undefined
  const avant = ecartEnJours(jourLocal(m.finieLe, zone), premier)
  return `${m.finiePar ?? 'L’une des deux'} y a mis fin ${avant > 0 ? `${compter(avant, 'jour')} avant le premier` : 'après le premier jour'}.`
}

const phrases: Readonly<Record<string, string>> = {
  refuse: 'Vous ne pouvez pas faire ce geste : un autre rôle, ou une autre coopérative, le fait.',
  introuvable: 'Cette mission n’est plus là, ou n’attend pas ce geste : relisez la page.',
  demandee: 'La mission attend d’abord la personne.',
  option: 'La mission est en option : relisez la page.',
  ferme: 'La mission est déjà ferme.',
  faite: 'La mission est déjà faite.',
  refusee: 'La mission a été refusée.',
  expiree: 'L’option est tombée : son échéance est passée.',
  annulee: 'La mission a été annulée.',
  occupe: 'La personne vient d’être prise à ces heures : la mission ne peut plus se faire à cette date.',
  'sans-visa': 'Sans les deux visas et un contrat établi, rien ne se signe.',
  'autre-texte': 'Le contrat a changé depuis que vous l’avez lu : relisez-le.',
  passee: 'La mission a commencé : elle se constate.',
  'a-venir': 'La mission n’est pas finie : elle se constate après son dernier jour.',
  'au-dela': 'Le constat ne dépasse pas le prix du contrat.',
}
/** Rien : ce mot n’est pas un refus. */
export const direRefusDeMission = (code: string): Refus | undefined => {
  const phrase = Object.hasOwn(phrases, code) ? phrases[code] : undefined
  return phrase ? refus(code, phrase) : undefined
}
