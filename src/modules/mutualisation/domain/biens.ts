/**
 * Les salles et le matériel qu’une coopérative prête aux autres d’un pôle : option, file, tampon, prix, retenue. La base refuse toute heure prise
 * deux fois, qui que ce soit qui réserve ; elle répond d’un mot.
 */
import {
  ajouterJours,
  ajouterMois,
  type DateCivile,
  dateCivile,
  ecartEnJours,
  formaterDate,
  jourSemaine,
} from '#kernel/dates.ts'
import { formaterCreneau, type MinuteDuJour } from '#kernel/heures.ts'
import type { ActiviteId, Id, OrganismeId } from '#kernel/id.ts'
import { centimes, type Montant, plus, pourcentage } from '#kernel/montant.ts'
import { type Refus, refus } from '#kernel/refus.ts'
import { plier } from '#kernel/texte.ts'
import { heureLocale, jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import type { SessionId } from '#modules/sessions/index.ts'
import type { EntrepriseId } from '#modules/tiers/index.ts'

export type BienId = Id<'BienPrete'>
export type ReservationId = Id<'Reservation'>

/** Le temps que sa coopérative a pour répondre ; au-delà, les heures sont rendues. */
export const JOURS_D_OPTION_DE_SALLE = 5
/** Au-delà, l’année est une faute de frappe : l’heure resterait tenue sans que personne la voie. */
export const MOIS_D_AVANCE = 24
/** Ce que le calendrier d’un bien montre à la fois. */
export const SEMAINES_MONTREES = 6
/** Le lundi où le calendrier commence : celui de la date demandée, d’aujourd’hui au dernier jour qui se réserve. */
export const calendrierDepuis = (aujourdhui: DateCivile, demandee: string | undefined): DateCivile => {
  const jour = dateCivile(demandee ?? '')
  const dernier = ajouterMois(aujourdhui, MOIS_D_AVANCE)
  if (!jour || jour < aujourdhui) return lundiDe(aujourdhui)
  if (jour > dernier) return lundiDe(dernier)
  return lundiDe(jour)
}
const lundiDe = (jour: DateCivile): DateCivile => ajouterJours(jour, 1 - jourSemaine(jour))
/** Une demi-journée jusqu’à tant d’heures, deux au-delà : la base en tire le prix. */
export const HEURES_DE_DEMI_JOURNEE = 5
export const reservationsQuiTiennent = ['option', 'ferme'] as const
export const reservationsVives = ['en-file', ...reservationsQuiTiennent] as const

/** Ce qui vient, d’abord ; à la même heure, qui la tient, puis qui l’attend. */
export const parHeurePuisRang = (
  x: Pick<Reservation, 'debut' | 'rang'>,
  y: Pick<Reservation, 'debut' | 'rang'>,
): number => x.debut.getTime() - y.debut.getTime() || (x.rang ?? 0) - (y.rang ?? 0)

export const etatsDeReservation = {
  'en-file': ['a-venir', 'dans la file'],
  option: ['partiel', 'en option'],
  ferme: ['prouve', 'ferme'],
  refusee: ['sans-objet', 'refusée'],
  expiree: ['sans-objet', 'tombée'],
  annulee: ['sans-objet', 'annulée'],
} as const
export type EtatDeReservation = keyof typeof etatsDeReservation

/** Comment la salle se prépare, et pour combien. */
export type Configuration = { readonly nom: string; readonly places: number }
/** Au plus, sur une fiche. */
const CONFIGURATIONS = 8
/**
 * Ce qui reste dû d’une réservation ferme que l’on annule : à moins de `jours` jours, `points` (points de base). Du seuil le plus lointain au plus
 * proche ; vide, rien.
 */
export type Bareme = readonly { readonly jours: number; readonly points: number }[]
const SEUILS = 5

/** Un bien vu d’ici. Prix d’une demi-journée, hors taxes, en centimes ; taux en points de base ; tampon en minutes. */
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
  readonly configurations: readonly Configuration[]
  readonly equipement: string
  readonly reglement: string
  readonly membre: Montant
  readonly autre: Montant
  readonly taux: number
  readonly tampon: number
  readonly visa: boolean
  /** Ce que dit la fiche ; `visa` : ce qui vaut, dans une coopérative d’activité. */
  readonly repond: boolean
  readonly bareme: Bareme
  readonly retireLe: Date | null
  readonly mien: boolean
  /** Une fiche corrigée en prend une autre. */
  readonly version: number
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
  /** La coopérative qui réserve ; nulle : une structure du carnet de qui prête, `tiers`. */
  readonly recoit: OrganismeId | null
  readonly tiers: EntrepriseId | null
  readonly pole: string
  readonly objet: string
  readonly debut: Date
  readonly fin: Date
  readonly etat: EtatDeReservation
  readonly prix: Montant
  readonly taux: number
  /** Celui du bien, au jour de la demande. */
  readonly bareme: Bareme
  readonly configuration: string
  /** Celles de sa configuration, au jour de la demande. */
  readonly places: number | null
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
  /** La coopérative d’activité qui demande ne l’a pas encore visée : l’heure est tenue, rien n’est à répondre. */
  readonly aViser: boolean
  /** Nos sessions planifiées pour elle ; vide, d’un bien à nous. */
  readonly sessions: readonly SessionId[]
  /** Celles pour qui sa fiche est à notre registre des lieux ; vide, d’un bien à nous. */
  readonly classees: readonly SessionId[]
  /** Du bien, au jour de la demande. */
  readonly adresse: string
}
export type DemiJourneeDuBien = {
  readonly jour: DateCivile
  readonly moment: 'matin' | 'apres'
  readonly etat: 'libre' | 'option' | 'occupe'
}

/** Un taux nul est celui de la franchise en base, ou d’une location que la coopérative n’a pas à taxer. */
export const toutesTaxes = (ht: Montant, taux: number): Montant => plus(ht, pourcentage(ht, taux))
/** Le taux d’une facture, en points de base : celui de la fiche si le régime du jour le permet, sinon le premier qu’il propose. */
export const tauxPermis = (permis: readonly number[], taux: number): number =>
  permis.includes(taux) ? taux : (permis[0] ?? taux)

/** « en U : 14 », une par ligne. Rien : une ligne ne se lit pas. */
export const lireConfigurations = (texte: string): readonly Configuration[] | undefined => {
  const lues = lignesDe(texte).map((l) =>
    /^(?=.*\p{L})(\S.{0,59}?)\s*[:,]?\s*(?<!\d)(\d{1,3})(?:\s*places?)?$/u.exec(l),
  )
  const dites = lues.flatMap((m) => (m?.[1] ? [{ nom: m[1], places: Number(m[2]) }] : []))
  const noms = new Set(dites.map((c) => plier(c.nom)))
  return dites.length === lues.length &&
    dites.length <= CONFIGURATIONS &&
    noms.size === dites.length &&
    dites.every((c) => c.places > 0)
    ? dites
    : undefined
}
/** « moins de 30 jours : 50 % », une par ligne, une part plus grande à mesure que le jour approche. Rien : une ligne ne se lit pas. */
export const lireBareme = (texte: string): Bareme | undefined => {
  const lues = lignesDe(texte).map((l) =>
    /^(?:à )?(?:moins de )?(\d{1,3}) jours?\s*[:,]?\s*(\d{1,3})(?:\s*%)?$/iu.exec(l),
  )
  const dits = lues
    .flatMap((m) => (m ? [{ jours: Number(m[1]), points: Number(m[2]) * 100 }] : []))
    .toSorted((a, b) => b.jours - a.jours)
  const tient = dits.every(
    (s, i) =>
      s.jours >= 1 &&
      s.jours <= 365 &&
      s.points <= 10_000 &&
      (i === 0 || (s.points > (dits[i - 1]?.points ?? 0) && s.jours < (dits[i - 1]?.jours ?? 0))),
  )
  return dits.length === lues.length && dits.length <= SEUILS && tient ? dits : undefined
}
/** Comme elles se lisent (`lireConfigurations`, `lireBareme`). */
export const ecrireConfigurations = (configurations: readonly Configuration[]): string =>
  configurations.map((c) => `${c.nom} : ${c.places}`).join('\n')
export const ecrireBareme = (bareme: Bareme): string =>
  bareme.map((s) => `moins de ${s.jours} jours : ${s.points / 100} %`).join('\n')
/** Le code postal que dit une adresse écrite, le dernier s’il y en a plusieurs. */
export const codePostalDe = (adresse: string): string | undefined =>
  adresse.match(/(?<!\d)\d{5}(?!\d)/g)?.at(-1)
const lignesDe = (texte: string): readonly string[] =>
  texte
    .split('\n')
    .map((l) => l.replace(/[\s\u00a0\u202f]+/gu, ' ').trim())
    .filter(Boolean)
export const direConfiguration = (c: Configuration): string =>
  `${c.nom}, ${c.places} place${c.places > 1 ? 's' : ''}`
export const direConfigurations = (b: Pick<Bien, 'configurations'>): string =>
  b.configurations.map(direConfiguration).join(' ; ')
/** Comment la salle se prépare pour une réservation ; vide : telle quelle. */
export const preparee = (r: Pick<Reservation, 'configuration' | 'places'>): string =>
  r.places === null ? r.configuration : direConfiguration({ nom: r.configuration, places: r.places })
/** « sans frais jusqu’à 30 jours avant ; à moins de 30 jours, 50 % restent dus ; à moins de 8 jours, tout reste dû ». */
export const direBareme = (bareme: Bareme): string =>
  bareme.length === 0
    ? 'sans frais jusqu’à l’heure dite'
    : [
        `sans frais jusqu’à ${compter(bareme[0]?.jours ?? 0)} avant`,
        ...bareme.map(
          (s) =>
            `à moins de ${compter(s.jours)}, ${s.points === 10_000 ? 'tout reste dû' : `${s.points / 100}\u00a0% restent dus`}`,
        ),
      ].join(' ; ')
const compter = (jours: number) => `${jours}\u00a0jour${jours > 1 ? 's' : ''}`

/** La part due d’une annulation, tant de jours avant, en points de base : le seuil le plus proche du jour l’emporte. */
export const partRetenue = (bareme: Bareme, jours: number): number =>
  bareme.findLast((s) => jours < s.jours)?.points ?? 0

/**
 * Ce qu’une réservation fait devoir, hors taxes : son prix si elle a lieu ; si qui l’a demandée l’annule une fois ferme, la part que dit le barème ;
 * rien sinon.
 */
export const duDe = (
  r: Pick<Reservation, 'etat' | 'prix' | 'bareme' | 'fermeLe' | 'finieLe' | 'parElle' | 'debut'>,
): Montant => {
  if (r.etat === 'ferme') return r.prix
  if (r.etat !== 'annulee' || !r.fermeLe || !r.finieLe || !r.parElle) return centimes(0)
  const avant = ecartEnJours(jourLocal(r.finieLe, ZONE_PAR_DEFAUT), jourLocal(r.debut, ZONE_PAR_DEFAUT))
  return pourcentage(r.prix, partRetenue(r.bareme, avant))
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
  configuration: 'cette configuration n’est plus à la fiche.',
  relire: 'sa fiche vient d’être corrigée : relisez-la, puis demandez.',
  tour: 'une autre coopérative attend déjà ces heures.',
  'deja-demande': 'votre coopérative a déjà demandé ces heures.',
  heures: 'ce créneau a commencé, vient dans plus de deux ans, ou ne tient pas dans une journée.',
  introuvable: 'ce bien n’est plus prêté.',
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

/** Demandé au-dessus de ce que la personne vise seule, dans une coopérative d’activité. */
export const QUI_VISE =
  'Ce prix attend le visa de votre coopérative, dans la file des visas : rien ne l’engage avant. La fiche de chaque bien dit jusqu’à quand l’heure est tenue.'

/** Ce que dit la page après une demande d’ensemble : une option n’est pas une réservation, et rien n’y est acquis avant la réponse. */
export const direEnsemble = (fait: string): { readonly fort: string; readonly suite?: string } =>
  fait === 'deja'
    ? { fort: 'C’est déjà demandé.' }
    : fait === 'ferme'
      ? { fort: 'Tout est réservé.' }
      : fait === 'a-viser'
        ? { fort: 'Toutes ces heures sont tenues.', suite: QUI_VISE }
        : {
            fort: 'Toutes ces heures sont tenues pour vous.',
            suite:
              'Là où la coopérative du bien répond, c’est une option : elle tombe après cinq jours, ou quand le créneau commence. La fiche de chaque bien dit jusqu’à quand.',
          }

const phrases: Readonly<Record<string, string>> = {
  refuse: 'Vous ne pouvez pas faire ce geste : qui tient les salles de sa coopérative le fait.',
  introuvable: 'Ce bien, ou cette réservation, n’est plus là : relisez la page.',
  'deja-prete': 'Cette salle est déjà prêtée dans ce pôle.',
  heures: 'Une réservation commence après maintenant, dans les deux ans, et tient dans une journée.',
  'deja-demande': 'Votre coopérative a déjà demandé ces heures.',
  repondue: 'Une réponse a déjà été donnée, ou la réservation est finie : relisez la page.',
  expiree: 'L’option est tombée : elle se redemande.',
  plafond:
    'Dans une coopérative d’activité, répondre est un visa : qui vise accepte, jusqu’à son plafond, ou refuse. Une autre personne répond.',
  motif: 'Dites pourquoi : l’autre coopérative lira votre phrase.',
  'pas-visee':
    'La coopérative qui demande n’a pas encore visé ce prix : il n’y a rien à répondre. Pour reprendre l’heure, annulez la réservation.',
  premier: 'Vous avez donné le premier visa : au-dessus de ce montant, une autre personne donne le second.',
  decidee: 'Son visa est donné ; ses conditions restent à lever, dans la file des visas.',
  configuration: 'Cette configuration n’est plus à la fiche : relisez la page, et choisissez-en une autre.',
  relire: 'La fiche vient d’être corrigée : relisez-la, puis renvoyez.',
  'corrigee-depuis':
    'Quelqu’un de votre coopérative vient de corriger cette fiche : relisez plus bas ce qu’elle dit maintenant, puis renvoyez.',
  'hors-heures': 'Aucune demi-journée de cette session ne tient dans les heures réservées.',
  classee:
    'La fiche de la salle est déjà à votre registre des lieux pour cette session : corrigez-y la ligne.',
  pris: 'Ces heures sont prises : choisissez-en d’autres.',
  attendu: 'Une coopérative du pôle attend ces heures : répondez-lui d’abord, ou choisissez-en d’autres.',
  passee: 'La réservation a commencé : elle ne s’annule plus.',
  prevenu: 'Elle a prévenu entre la réservation et aujourd’hui : corrigez la date.',
  trop: 'Une fiche montre six photographies au plus : ôtez-en une.',
}
export const RESERVATION_D_AILLEURS = refus(
  'introuvable',
  'Cette réservation n’est pas de ce bien : relisez la page.',
)
/** Rien : ce mot n’est pas un refus. */
export const direRefusDeBien = (code: string): Refus | undefined => {
  const phrase = Object.hasOwn(phrases, code) ? phrases[code] : undefined
  return phrase ? refus(code, phrase) : undefined
}

/** Une salle prêtée où se tient une session d’ici : ce que la fiche de qui prête en dit ce jour-là (RNQ, 17). Rien n’en est vérifié. */
export type LieuPrete = {
  /** Deux appels pour la même réservation et la même session n’en font qu’un. */
  readonly cle: string
  readonly le: Date
  readonly activite: ActiviteId
  readonly session: SessionId
  readonly preteuse: string
  readonly titre: string
  readonly adresse: string
  readonly acces: string
  /** De la configuration demandée, ou de la seule qu’elle ait ; nul, si la fiche en a plusieurs et que rien n’est choisi. */
  readonly places: number | null
  /** « 12 en U, 20 en rangs » ; vide, si la fiche n’en dit rien. */
  readonly configurations: string
  readonly equipement: string
  readonly reglement: string
  readonly debut: Date
  /** La session fut planifiée pour cette réservation ; sinon, son lieu écrit le déclare. */
  readonly liee: boolean
}
