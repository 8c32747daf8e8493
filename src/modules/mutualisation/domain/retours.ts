/** Le retour écrit sur une mission : un texte daté, limité à elle, que la personne lit seule, auquel elle répond, et qu’elle montre ou non. Ni note, ni étoile. */
import type { Id } from '#kernel/id.ts'
import { type Refus, refus } from '#kernel/refus.ts'
import type { MissionId } from './missions.ts'

export type RetourId = Id<'RetourDeMission'>
/** Un retour et sa réponse s’effacent ensuite ; une mission plus ancienne n’en reçoit plus. */
export const MOIS_D_UN_RETOUR = 12

export type RetourDeMission = {
  readonly id: RetourId
  readonly mission: MissionId
  readonly objet: string
  readonly receveur: string
  readonly nom: string
  /** Vide : la personne l’a effacé ; qui l’a écrit le lit ainsi. */
  readonly texte: string
  readonly ecritLe: Date
  readonly reponse: string
  readonly reponduLe: Date | null
  readonly partageLe: Date | null
  /** Écrit par notre coopérative. */
  readonly deMoi: boolean
  /** Écrit à la personne qui regarde. */
  readonly aMoi: boolean
}
export type RetourPartage = {
  readonly receveur: string
  readonly texte: string
  readonly ecritLe: Date
  readonly reponse: string
}

const phrases: Readonly<Record<string, string>> = {
  refuse: 'Vous ne pouvez pas faire ce geste : qui a reçu la mission écrit, la personne répond.',
  introuvable: 'Cette mission, ou ce retour, n’est plus là : relisez la page.',
  efface: 'La personne a effacé votre retour sur cette mission : il ne s’en écrit pas d’autre.',
  'pas-faite': 'Un retour s’écrit sur une mission faite, son constat dit des deux côtés.',
  'trop-tard': `Cette mission a plus de ${MOIS_D_UN_RETOUR} mois : elle ne reçoit plus de retour.`,
}
/** Rien : ce mot n’est pas un refus. */
export const direRefusDeRetour = (code: string): Refus | undefined => {
  const phrase = Object.hasOwn(phrases, code) ? phrases[code] : undefined
  return phrase ? refus(code, phrase) : undefined
}
