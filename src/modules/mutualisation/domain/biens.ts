/**
 * Les salles et le matériel qu’une coopérative prête aux autres d’un pôle : option, file, tampon, prix, retenue. La base refuse toute heure prise
 * deux fois, qui que ce soit qui réserve ; elle répond d’un mot.
 */
import type { DateCivile } from '#kernel/dates.ts'
import { ecartEnJours, formaterDate } from '#kernel/dates.ts'
import { formaterCreneau, type MinuteDuJour } from '#kernel/heures.ts'
import type { Id, OrganismeId } from '#kernel/id.ts'
import { centimes, type Montant, plus, pourcentage } from '#kernel/montant.ts'
import { type Refus, refus } from '#kernel/refus.ts'
import { heureLocale, jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'

export type BienId = Id<'BienPrete'>
export type ReservationId = Id<'Reservation'>

/** Le temps que sa coopérative a pour répondre ; au-delà, les heures sont rendues. */
export const JOURS_D_OPTION_DE_SALLE = 5
/** Une demi-journée jusqu’à tant d’heures, deux au-delà : la base en tire le prix. */
export const HEURES_DE_DEMI_JOURNEE = 5
export const reservationsQuiTiennent = ['option', 'ferme'] as const
export const reservationsVives = ['en-file', ...reservationsQuiTiennent] as const

export const etatsDeReservation = {
  'en-file': ['a-venir', 'dans la file'],
  option: ['partiel', 'en option'],
  ferme: ['prouve', 'ferme'],
  refusee: ['sans-objet', 'refusée'],
  expiree: ['sans-objet', 'tombée'],
  annulee: ['sans-objet', 'annulée'],
} as const
export type EtatDeReservation = keyof typeof etatsDeReservation

/** Un bien vu d’ici. Prix d’une demi-journée, hors taxes, en centimes ; taux et retenue en points de base ; tampon en minutes. */
export type Bien = {
  readonly bien: BienId
  readonly organisme: OrganismeId
  readonly cooperative: string
  readonly pole: string
  readonly nomDuPole: string
  /** Une salle, du planning de qui la prête ou non ; sinon, du matériel. */
  readonly salle: boolean
  readonly titre: string
  readonly adresse: string
  readonly acces: string
  readonly places: string
  readonly equipement: string
  readonly reglement: string
  readonly membre: Montant
  readonly autre: Montant
  readonly taux: number
  readonly tampon: number
  readonly visa: boolean
  readonly preavis: number
  readonly retenue: number
  readonly retireLe: Date | null
  readonly mien: boolean
}
/** Une photographie d’un bien : ce que l’on y voit, et où la lire. */
export type PhotoId = Id<'PhotoDeBien'>
export type Photo = { readonly photo: PhotoId; readonly legende: string; readonly type: string }
export type Reservation = {
  readonly reservation: ReservationId
  readonly bien: BienId
  readonly titre: string
  readonly envoyeur: string
  readonly receveur: string
  readonly recoit: OrganismeId
  readonly pole: string
  readonly objet: string
  readonly debut: Date
  readonly fin: Date
  readonly etat: EtatDeReservation
  readonly prix: Montant
  readonly taux: number
  readonly preavis: number
  readonly retenue: number
  readonly demandeeLe: Date
  readonly expireLe: Date | null
  readonly finieLe: Date | null
  readonly finiePar: string | null
  readonly motif: string
  /** Son rang dans la file, le premier vaut 1. */
  readonly rang: number | null
  /** Demandée par notre coopérative. */
  readonly mienne: boolean
  /** Depuis quand elle fut ferme ; annulée avant, elle ne doit rien. */
  readonly fermeLe: Date | null
  /** Finie par qui l’a demandée. */
  readonly parElle: boolean
}
export type DemiJourneeDuBien = {
  readonly jour: DateCivile
  readonly moment: 'matin' | 'apres'
  readonly etat: 'libre' | 'option' | 'occupe'
}

/** Un taux nul est celui de la franchise en base, ou d’une location que la coopérative n’a pas à taxer. */
export const toutesTaxes = (ht: Montant, taux: number): Montant => plus(ht, pourcentage(ht, taux))

/**
 * Ce qu’une réservation fait devoir, hors taxes : son prix si elle a lieu ; si qui l’a demandée l’annule trop tard une fois ferme, la part
 * retenue ; rien sinon.
 */
export const duDe = (
  r: Pick<Reservation, 'etat' | 'prix' | 'preavis' | 'retenue' | 'fermeLe' | 'finieLe' | 'parElle' | 'debut'>,
): Montant => {
  if (r.etat === 'ferme') return r.prix
  if (r.etat !== 'annulee' || !r.fermeLe || !r.finieLe || !r.parElle) return centimes(0)
  const avant = ecartEnJours(jourLocal(r.finieLe, ZONE_PAR_DEFAUT), jourLocal(r.debut, ZONE_PAR_DEFAUT))
  return avant < r.preavis ? pourcentage(r.prix, r.retenue) : centimes(0)
}

/** « 22 mars 2027, 9 h – 12 h 30 » : l’heure ne se coupe pas au bout d’une ligne. */
export const direHeures = ({ debut, fin }: { readonly debut: Date; readonly fin: Date }): string => {
  const [d, f] = [heureLocale(debut, ZONE_PAR_DEFAUT), heureLocale(fin, ZONE_PAR_DEFAUT)]
  const heures = formaterCreneau(d.minute, f.minute === 0 ? 1440 : f.minute)
  return `${formaterDate(d.date)}, ${heures.replaceAll(' ', '\u00a0')}`
}

/** Ce qui se demande d’un geste au plus : biens × créneaux. */
export const DEMANDES_D_UN_GESTE = 60
type Heures = readonly [debut: MinuteDuJour, fin: MinuteDuJour]
export type CreneauVoulu = {
  readonly jour: DateCivile
  readonly debut: MinuteDuJour
  readonly fin: MinuteDuJour
}
/** Matin et après-midi d’un même jour : un seul créneau, la salle reste à qui la réserve à midi. Par jour. */
export const creneauxVoulus = (v: {
  readonly matins: readonly DateCivile[]
  readonly apresMidi: readonly DateCivile[]
  readonly matin: Heures
  readonly apres: Heures
}): readonly CreneauVoulu[] =>
  [...new Set([...v.matins, ...v.apresMidi])].sort().map((jour) => ({
    jour,
    debut: (v.matins.includes(jour) ? v.matin : v.apres)[0],
    fin: (v.apresMidi.includes(jour) ? v.apres : v.matin)[1],
  }))

/** Un bien, un créneau, d’une demande qui en porte plusieurs. */
export type Voulue = { readonly titre: string; readonly debut: Date; readonly fin: Date }
const empechements: Readonly<Record<string, string>> = {
  'en-file': 'ces heures sont prises.',
  tour: 'une autre coopérative attend déjà ces heures.',
  'deja-demande': 'votre coopérative a déjà demandé ces heures.',
  heures: 'ce créneau a commencé, ou ne tient pas dans une journée.',
  introuvable: 'ce bien n’est plus prêté.',
  visa: 'votre coopérative vise ce prix : demandez à une personne qui le vise, elle le réserve elle-même.',
  'visa-a-deux':
    'à ce prix, deux personnes visent dans votre coopérative : la direction seule en change le montant.',
}
/** Rien n’est réservé : chaque empêchement dit le bien et le créneau. Rien si tout est réservé. */
export const direEmpechements = (
  voulues: readonly Voulue[],
  mots: readonly string[],
): Refus<'rien-de-reserve' | 'refuse'> | undefined => {
  const dits = voulues.flatMap((v, i) => {
    const pourquoi = empechements[mots[i] ?? 'refuse']
    return pourquoi ? [`${v.titre}, ${direHeures(v)} : ${pourquoi}`] : []
  })
  if (dits.length > 0) return refus('rien-de-reserve', `Rien n’est réservé. ${dits.join(' ')}`)
  return mots.length === voulues.length && !mots.includes('refuse')
    ? undefined
    : refus('refuse', phrases.refuse ?? '')
}

/** Ce que dit la page après une demande d’ensemble : une option n’est pas une réservation, et rien n’y est acquis avant la réponse. */
export const direEnsemble = (fait: string): { readonly fort: string; readonly suite?: string } =>
  fait === 'deja'
    ? { fort: 'C’est déjà demandé.' }
    : fait === 'ferme'
      ? { fort: 'Tout est réservé.' }
      : {
          fort: 'Toutes ces heures sont tenues pour vous.',
          suite:
            'Là où la coopérative du bien répond, c’est une option : elle tombe après cinq jours, ou quand le créneau commence. La fiche de chaque bien dit jusqu’à quand.',
        }

const phrases: Readonly<Record<string, string>> = {
  refuse: 'Vous ne pouvez pas faire ce geste : qui tient les salles de sa coopérative le fait.',
  introuvable: 'Ce bien, ou cette réservation, n’est plus là : relisez la page.',
  'deja-prete': 'Cette salle est déjà prêtée dans ce pôle.',
  heures: 'Une réservation commence après maintenant, et tient dans une journée.',
  'deja-demande': 'Votre coopérative a déjà demandé ces heures.',
  repondue: 'Une réponse a déjà été donnée, ou la réservation est finie : relisez la page.',
  expiree: 'L’option est tombée : elle se redemande.',
  plafond:
    'Dans une coopérative d’activité, répondre est un visa : qui vise accepte, jusqu’à son plafond, ou refuse. Une autre personne répond.',
  motif: 'Dites pourquoi : l’autre coopérative lira votre phrase.',
  visa: 'Votre coopérative vise ce qui l’engage : demandez à une personne de l’équipe d’appui ou à la direction, qui vise ce prix. Elle réserve elle-même.',
  'visa-a-deux':
    'À ce prix, deux personnes visent dans votre coopérative, et une réservation n’en garde qu’une : la direction seule change le montant au-dessus duquel il en faut deux.',
  premier: 'Vous avez donné le premier visa : au-dessus de ce montant, une autre personne donne le second.',
  decidee: 'Son visa est donné ; ses conditions restent à lever, dans la file des visas.',
  passee: 'La réservation a commencé : elle ne s’annule plus.',
  trop: 'Une fiche montre six photographies au plus : ôtez-en une.',
}
/** Rien : ce mot n’est pas un refus. */
export const direRefusDeBien = (code: string): Refus | undefined => {
  const phrase = Object.hasOwn(phrases, code) ? phrases[code] : undefined
  return phrase ? refus(code, phrase) : undefined
}
