import type { DateCivile } from '#kernel/dates.ts'
import type { ActiviteId } from '#kernel/id.ts'
import type { Refus } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import type { SessionId } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import type { LieuPrete } from './domain/biens.ts'

/** Ce qu’une mission confiée prouve chez qui reçoit, pour une session : le contrat signé (27) et ce qui fut dit à la personne (18). */
export type PreuveDeMission = {
  /** Deux appels pour la même mission et la même session n’en font qu’un. */
  readonly cle: string
  readonly le: Date
  readonly activite: ActiviteId
  readonly session: SessionId
  readonly entreprise: string
  readonly personne: string
  readonly nom: string
  readonly numero: string
  readonly contrat: Uint8Array
  readonly signeLe: DateCivile
  /** Centimes hors taxes. */
  readonly montant: number
  readonly cpf: boolean
  /** Les clauses de R6333-6-2 que le contrat porte, et les indicateurs qu’il nomme. */
  readonly clauses: readonly string[]
  readonly indicateurs: readonly number[]
  /** Ce que l’appel disait du public, de ce qui est attendu et de ce qui est exigé ; vide : rien n’en fut écrit. */
  readonly consigne: string
}

/** Une pièce du dossier remis par la personne (RNQ, 21 et 22) ; elle cesse de valoir à `jusquAu`. */
export type PieceDuDossier = {
  /** Deux appels pour la même pièce n’en font qu’un. */
  readonly cle: string
  readonly remise: string
  readonly remiseLe: Date
  readonly activite: ActiviteId
  readonly personne: string
  readonly genre: 'cv' | 'formation'
  readonly titre: string
  readonly jour: DateCivile
  readonly jusquAu: DateCivile
  /** Le jour où elle cesse de valoir chez qui l’envoie, s’il y en a un : le premier des deux compte. */
  readonly vautJusqu: DateCivile | null
  readonly contenu: Readonly<Record<string, unknown>>
  /** D’où elle vient, et jusqu’à quand, en une phrase. */
  readonly source: string
  readonly nom: string
  readonly type: string
  readonly fichier: Uint8Array | null
}

/** Ce que la mutualisation demande à la qualité, d’un rang supérieur. */
export type PrisesMutualisation = {
  classer(
    services: Pick<Services, 'storage'>,
    tx: TenantTx,
    p: PreuveDeMission,
    maintenant: Date,
  ): Promise<Result<unknown, Refus>>
  /** Faux : échue depuis qu’elle fut remise, elle ne se range pas. */
  classerDossier(
    services: Pick<Services, 'storage'>,
    tx: TenantTx,
    p: PieceDuDossier,
    maintenant: Date,
  ): Promise<Result<boolean, Refus>>
  classerLieu(tx: TenantTx, lieu: LieuPrete, maintenant: Date): Promise<Result<unknown, Refus>>
}
export const sansPrises: PrisesMutualisation = {
  classer: async () => ok(undefined),
  classerDossier: async () => ok(false),
  classerLieu: async () => ok(undefined),
}
