/** Ce que le pôle cherche sans trouver : des spécialités, en sommes d’au moins trois autres coopératives, jamais lesquelles. */
import type { Id } from '#kernel/id.ts'
import { type Refus, refus } from '#kernel/refus.ts'

/** La même spécialité ne se redit pas avant tant de jours, et compte tant de mois. */
export const JOURS_AVANT_DE_REDIRE = 30
export const MOIS_D_UNE_TENSION = 12

export type ManqueId = Id<'Manque'>
/** `nsf` : trois chiffres de la nomenclature des spécialités de formation. */
export type Manque = {
  readonly id: ManqueId
  readonly pole: string
  readonly nomDuPole: string
  readonly nsf: string
  readonly ditLe: Date
}
export type Tension = {
  readonly pole: string
  readonly nomDuPole: string
  readonly nsf: string
  readonly cooperatives: number
}

const phrases: Readonly<Record<string, string>> = {
  refuse: 'Vous ne pouvez pas faire ce geste : qui prépare des sessions pour toute la coopérative le fait.',
  'trop-tot': 'Vous l’avez retirée il y a moins de trente jours : elle se redira ensuite.',
  introuvable: 'Cette ligne n’est plus là : relisez la page.',
}
/** Rien : ce mot n’est pas un refus. */
export const direRefusDeManque = (code: string): Refus | undefined => {
  const phrase = Object.hasOwn(phrases, code) ? phrases[code] : undefined
  return phrase ? refus(code, phrase) : undefined
}
