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
  escompte: 'aucun pour paiement anticipé',
  debits: false,
  relances: [8, 21, 45],
  version: 0,
}

export const lireReglages = async (tx: TenantTx): Promise<Reglages> =>
  (
    await sql<Reglages>`select iban, bic, titulaire, rcs, capital, penalites, escompte, debits, relance_jours as relances, version
      from facturation.reglage`.execute(tx)
  ).rows[0] ?? reglagesProposes

/** Faux : quelqu’un a réglé entre-temps. */
export const garderReglages = async (tx: TenantTx, r: Reglages, le: Date): Promise<boolean> => {
  const { numAffectedRows } =
    await sql`insert into facturation.reglage as g (iban, bic, titulaire, rcs, capital, penalites, escompte,
      debits, relance_jours, modifie_le)
    values (${r.iban}, ${r.bic}, ${r.titulaire}, ${r.rcs}, ${r.capital}, ${r.penalites}, ${r.escompte}, ${r.debits},
      ${`{${r.relances.join(',')}}`}::smallint[], ${le}::timestamptz)
    on conflict (organisme_id) do update set iban = excluded.iban, bic = excluded.bic, titulaire = excluded.titulaire,
      rcs = excluded.rcs, capital = excluded.capital, penalites = excluded.penalites, escompte = excluded.escompte,
      debits = excluded.debits, relance_jours = excluded.relance_jours, modifie_le = excluded.modifie_le,
      modifie_par = excluded.modifie_par, version = g.version + 1
      where g.version = ${r.version}`.execute(tx)
  return (numAffectedRows ?? 0n) > 0n
}
