import type { DateCivile } from '#kernel/dates.ts'
import type { Zone } from '#kernel/zones.ts'

/** Où en est le droit de se rétracter en ligne d’un contrat signé par lien (C. conso., art. L221-21 et D221-5). */
export type RetractationEnLigne =
  /** Le droit naîtra de la signature. */
  | { readonly etat: 'a-signer'; readonly jours: number }
  | {
      readonly etat: 'ouvert'
      readonly dernierJour: DateCivile
      /** La pendule dont minuit finit ce jour : celle du lieu de l’action. */
      readonly zone: Zone
      /** L’action a commencé, ou commence, à la demande de la personne : la part suivie reste due. */
      readonly anticipe: boolean
    }
  /** Le délai est passé, ou l’action demandée expressément avant sa fin est entièrement exécutée (C. conso., art. L221-28, 1°). */
  | { readonly etat: 'clos'; readonly pourquoi: 'delai' | 'executee'; readonly dernierJour: DateCivile }
  | { readonly etat: 'exerce'; readonly le: Date }
