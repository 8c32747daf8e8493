import { asId, type OrganismeId } from '#kernel/id.ts'
import { peutVisiteur } from '#modules/organisme/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Visiteur } from '#web/env.ts'
import {
  lirePole,
  type Mandat,
  type Membre,
  mandatsDuPole,
  membresDuPole,
  type Pole,
  type PoleId,
} from '../db/poles.ts'

/** Un pôle, vu par une personne d'une coopérative qui en est membre. */
export type Regard = {
  readonly pole: Pole
  readonly membres: readonly Membre[]
  readonly mandats: readonly Mandat[]
  readonly moi: OrganismeId
  /** Elle agit dans le pôle : son rôle le permet, hors assistance. */
  readonly participe: boolean
  /** Elle l'anime, pour cette coopérative. */
  readonly anime: boolean
  /** Elle parle pour sa coopérative. */
  readonly mandatee: boolean
}

/** Rien si le pôle n'existe pas, ou si la coopérative n'en est pas : les deux se répondent pareil. */
export const regarder = async (
  tx: TenantTx,
  visiteur: Visiteur,
  adresse: string,
): Promise<Regard | undefined> => {
  const id = asId<'Pole'>(adresse) as PoleId | undefined
  const moi = visiteur.organisme?.id
  const pole = id && moi && (await lirePole(tx, id))
  if (!pole || !moi) return undefined
  const mandats = await mandatsDuPole(tx, pole.id)
  const miens = mandats.filter((m) => m.organisme === moi && m.compte === visiteur.personneId)
  const participe = peutVisiteur(visiteur, 'pole.participer')
  return {
    pole,
    membres: await membresDuPole(tx, pole.id),
    mandats,
    moi,
    participe,
    anime: participe && miens.some((m) => m.role === 'animation'),
    mandatee: participe && miens.some((m) => m.role !== 'animation'),
  }
}

/** D'où part un geste : le pôle vu par la personne, la personne elle-même, et l'instant. */
export type Depuis = {
  readonly tx: TenantTx
  readonly r: Regard
  readonly visiteur: Visiteur
  readonly le: Date
}
