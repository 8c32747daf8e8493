import { sql } from 'kysely'
import type { Bic, Iban } from '#kernel/banque.ts'
import type { TenantTx } from '#platform/db/index.ts'

export type Reglages = {
  readonly iban: Iban | null
  readonly bic: Bic | null
  readonly titulaire: string
  /** « Rennes » : la ville du greffe ; vide, non immatriculée. */
  readonly rcs: string
  readonly capital: string
  readonly penalites: string
  /** Taux annuel des pénalités, en points de base ; nul : elles ne se comptent pas. */
  readonly tauxPenalites: number | null
  readonly escompte: string
  readonly debits: boolean
  /** Jours après l’échéance, pour chacune des trois relances. */
  readonly relances: readonly [number, number, number]
  readonly version: number
}

/** Ce qui vaut tant que rien n’est réglé, et que l’écran dit. `version` 0 : proposé, pas choisi. */
export const reglagesProposes: Reglages = {
  iban: null,
  bic: null,
  titulaire: '',
  rcs: '',
  capital: '',
  penalites: 'trois fois le taux d’intérêt légal',
  tauxPenalites: null,
  escompte: 'aucun pour paiement anticipé',
  debits: false,
  relances: [8, 21, 45],
  version: 0,
}

export const lireReglages = async (tx: TenantTx): Promise<Reglages> =>
  (
    await sql<Reglages>`select iban, bic, titulaire, rcs, capital, penalites, penalites_points as "tauxPenalites", escompte, debits, relance_jours as relances, version
      from facturation.reglage`.execute(tx)
  ).rows[0] ?? reglagesProposes
