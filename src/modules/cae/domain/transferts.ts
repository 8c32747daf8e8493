/** Une enseigne passe d’une coopérative d’activité à une autre, par l’accord des deux et de chacune de ses personnes. Pur. */
import type { DateCivile } from '#kernel/dates.ts'
import type { ActiviteId, Id, PersonneId } from '#kernel/id.ts'
import { type Refus, refus } from '#kernel/refus.ts'

export type TransfertId = Id<'Transfert'>
export const etatsDeTransfert = {
  propose: 'proposé',
  remis: 'remis',
  accueilli: 'accueilli',
  refuse: 'refusé',
  retire: 'retiré',
} as const
export type EtatDeTransfert = keyof typeof etatsDeTransfert

export type PersonneDuTransfert = {
  readonly compte: PersonneId
  readonly prenom: string
  readonly nom: string
  readonly courriel: string
  readonly accordeLe: string | null
}
export type Transfert = {
  readonly id: TransfertId
  /** `part` : l’enseigne est d’ici ; `vient` : on la propose ici. */
  readonly sens: 'part' | 'vient'
  /** Absente chez qui accueille. */
  readonly enseigne: ActiviteId | null
  readonly nom: string
  readonly de: string
  readonly vers: string
  readonly jour: DateCivile
  readonly etat: EtatDeTransfert
  readonly proposeLe: Date
  readonly remisLe: Date | null
  readonly finiLe: Date | null
  readonly motif: string
  readonly gens: readonly PersonneDuTransfert[]
  /** Ce qui est remis, tel que gardé : une autre coopérative l’a écrit. Lu d’un transfert à la fois. */
  readonly contenu: unknown
  readonly nee: ActiviteId | null
  /** Vrai : la personne qui lit a à l’accorder. */
  readonly aMoi: boolean
}

/** Chaque personne de l’enseigne a dit oui. */
export const estAccorde = (t: Pick<Transfert, 'gens'>): boolean =>
  t.gens.length > 0 && t.gens.every((g) => g.accordeLe !== null)

const refusDeTransfert: Readonly<Record<string, string>> = {
  refuse: 'La direction seule décide d’un transfert.',
  introuvable: 'Ce transfert ou cette enseigne n’est pas des vôtres.',
  inconnue:
    'Aucune coopérative d’activité et d’emploi de cette plateforme n’a ce SIRET. Demandez-lui celui de sa fiche.',
  soi: 'C’est le SIRET de votre coopérative.',
  personne:
    'Aucune personne n’a de fiche d’intervenant dans cette enseigne : personne ne pourrait l’accorder.',
  'sans-compte':
    'Une personne de l’enseigne n’a pas de compte : invitez-la dans l’équipe, son accord se donne d’ici.',
  deja: 'Un transfert de cette enseigne est déjà en cours.',
  'trop-lourd':
    'Un transfert porte au plus 2 000 fichiers et 300 Mo, d’au plus 50 Mo chacun : dites les supports qui ne partent pas, puis recommencez.',
  'sans-accord': 'Chaque personne de l’enseigne l’accorde d’abord.',
  propose: 'Ce transfert n’est pas encore remis.',
  remis: 'Ce transfert est déjà remis.',
  accueilli: 'L’enseigne est déjà accueillie.',
  retire: 'Ce transfert est retiré.',
}
/** Le mot d’une porte, en une phrase. */
export const direRefusDeTransfert = (mot: string): Refus =>
  refus(mot, refusDeTransfert[mot] ?? 'Ce transfert ne se fait plus : rechargez la page.')
