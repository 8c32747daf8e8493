import type { Id, OrganismeId } from '#kernel/id.ts'
import type { Zone } from '#kernel/zones.ts'
import type { EtatCompteRendu } from './compte-rendu.ts'

export type ReunionId = Id<'Reunion'>

export type Format = 'demi-journee' | 'petit-dejeuner' | 'aperitif' | 'visio' | 'assemblee'

export type EtatReunion = 'dates' | 'convoquee' | 'tenue' | 'annulee'

export type Reunion = {
  readonly id: ReunionId
  readonly organisme: OrganismeId
  readonly rang: number
  readonly titre: string
  readonly format: Format
  readonly etat: EtatReunion
  readonly debut: Date | null
  readonly fin: Date | null
  readonly zone: Zone
  readonly hote: string
  readonly lieu: string
  readonly acces: string
  readonly visio: string
  readonly jauge: number | null
  readonly recit: string
  readonly invites: string
  readonly compteRendu: EtatCompteRendu
  readonly amendementLe: Date | null
  readonly motif: string | null
}
