import { sql } from 'kysely'
import type { TenantTx } from '#platform/db/index.ts'
import type { BoiteReglee, CourrierLu } from './boite.ts'

/** Une autre boîte, ou un autre dossier, se lit du début ; un mot de passe neuf reprend où l’on en était. */
export const poserBoite = async (
  tx: TenantTx,
  b: Pick<BoiteReglee, 'hote' | 'port' | 'compte' | 'dossier' | 'poseeLe'> & { readonly secret: Uint8Array },
): Promise<void> => {
  await sql`insert into facturation.boite (hote, port, compte, secret, dossier, posee_le)
      values (${b.hote}, ${b.port}::integer, ${b.compte}, ${Buffer.from(b.secret)}, ${b.dossier}, ${b.poseeLe}::timestamptz)
    on conflict (organisme_id) do update set hote = excluded.hote, port = excluded.port, compte = excluded.compte, secret = excluded.secret,
      dossier = excluded.dossier, posee_le = excluded.posee_le, posee_par = excluded.posee_par, echec = null, refusee = false, butees = 0,
      validite = case when (boite.hote, boite.compte, boite.dossier) = (excluded.hote, excluded.compte, excluded.dossier) then boite.validite end,
      lue_jusqua = case when (boite.hote, boite.compte, boite.dossier) = (excluded.hote, excluded.compte, excluded.dossier) then boite.lue_jusqua else 0 end`.execute(
    tx,
  )
}

export const oterBoite = async (tx: TenantTx): Promise<boolean> =>
  (await sql`delete from facturation.boite where organisme_id = (select app.organisme())`.execute(tx))
    .numAffectedRows === 1n

type Lue = Pick<BoiteReglee, 'hote' | 'compte' | 'dossier'>
/** Faux : la boîte fut retirée, ou réglée ailleurs, pendant qu’on la lisait. */
export const avancerDansLaBoite = async (
  tx: TenantTx,
  lue: Lue,
  place: { readonly validite: number; readonly jusqua: number },
): Promise<boolean> =>
  (
    await sql`update facturation.boite set validite = ${place.validite}::bigint, lue_jusqua = ${place.jusqua}::bigint, butees = 0
      where organisme_id = (select app.organisme()) and hote = ${lue.hote} and compte = ${lue.compte} and dossier = ${lue.dossier}`.execute(
      tx,
    )
  ).numAffectedRows === 1n

/** Le message qui suit ne se lit pas : combien de fois, depuis que l’on a avancé. */
export const buterDansLaBoite = async (tx: TenantTx, lue: Lue): Promise<number> =>
  (
    await sql<{ n: number }>`update facturation.boite set butees = butees + 1
      where organisme_id = (select app.organisme()) and hote = ${lue.hote} and compte = ${lue.compte} and dossier = ${lue.dossier}
      returning butees as n`.execute(tx)
  ).rows[0]?.n ?? 0

export const noterReleveDeBoite = async (
  tx: TenantTx,
  lue: Lue,
  r: { readonly le: Date; readonly echec: string | null; readonly refusee: boolean },
): Promise<void> => {
  await sql`update facturation.boite set echec = ${r.echec}::text, refusee = ${r.refusee},
      relevee_le = case when ${r.echec}::text is null then ${r.le}::timestamptz else relevee_le end
    where organisme_id = (select app.organisme()) and hote = ${lue.hote} and compte = ${lue.compte} and dossier = ${lue.dossier}`.execute(
    tx,
  )
}

/** Faux : il est déjà lu. */
export const garderCourrier = async (
  tx: TenantTx,
  c: CourrierLu & { readonly luLe: Date },
): Promise<boolean> =>
  (
    await sql`insert into facturation.courrier_lu (message, recu_le, lu_le, suite, ecarte)
      values (${c.message}, ${c.recuLe}::timestamptz, ${c.luLe}::timestamptz, ${c.suite.slice(0, 1000)}, ${c.ecarte}) on conflict do nothing`.execute(
      tx,
    )
  ).numAffectedRows === 1n
