import { sql } from 'kysely'
import type { TenantTx } from '#platform/db/index.ts'
import type { PlateformeReglee } from './plateforme.ts'

type APoser = Pick<PlateformeReglee, 'nom' | 'flux' | 'annuaire' | 'jeton' | 'client' | 'poseeLe'> & {
  readonly secret: Uint8Array
}

/** Une plateforme neuve se relit depuis le jour où on la règle. */
export const poserPlateforme = async (tx: TenantTx, p: APoser): Promise<void> => {
  await sql`insert into facturation.plateforme (nom, flux, annuaire, jeton, client, secret, posee_le, lue_jusqua)
      values (${p.nom}, ${p.flux}, ${p.annuaire}, ${p.jeton}, ${p.client}, ${Buffer.from(p.secret)}, ${p.poseeLe}::timestamptz,
        ${p.poseeLe}::timestamptz)
    on conflict (organisme_id) do update set nom = excluded.nom, flux = excluded.flux, annuaire = excluded.annuaire,
      jeton = excluded.jeton, client = excluded.client, secret = excluded.secret, posee_le = excluded.posee_le,
      posee_par = excluded.posee_par, echec = null`.execute(tx)
}

export const oterPlateforme = async (tx: TenantTx): Promise<boolean> =>
  (await sql`delete from facturation.plateforme where organisme_id = (select app.organisme())`.execute(tx))
    .numAffectedRows === 1n

export const noterReleve = async (
  tx: TenantTx,
  r: { readonly le: Date; readonly jusqua: Date | null; readonly echec: string | null },
): Promise<void> => {
  await sql`update facturation.plateforme set essayee_le = ${r.le}::timestamptz, echec = ${r.echec}::text,
      relevee_le = case when ${r.echec}::text is null then ${r.le}::timestamptz else relevee_le end,
      lue_jusqua = greatest(lue_jusqua, ${r.jusqua}::timestamptz)
    where organisme_id = (select app.organisme())`.execute(tx)
}

/** Faux : un autre l’a lu entre-temps. */
export const garderFlux = async (
  tx: TenantTx,
  f: {
    readonly flux: string
    readonly le: Date
    readonly genre: 'facture' | 'statut' | 'autre'
    readonly suite: string
    readonly ecarte: boolean
  },
): Promise<boolean> =>
  (
    await sql`insert into facturation.flux_lu (flux, lu_le, genre, suite, ecarte)
      values (${f.flux}, ${f.le}::timestamptz, ${f.genre}, ${f.suite}, ${f.ecarte}) on conflict do nothing`.execute(
      tx,
    )
  ).numAffectedRows === 1n

/** Ce qui se compte puis se dit attend son tour. */
export const verrouillerPlateforme = async (tx: TenantTx): Promise<void> => {
  await sql`select 1 from facturation.plateforme where organisme_id = (select app.organisme()) for update`.execute(
    tx,
  )
}
