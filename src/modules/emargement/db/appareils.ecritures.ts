import { sql } from 'kysely'
import type { PersonneId } from '#kernel/id.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import type { AppareilId, Demi, GesteRapporte } from '../domain/ports.ts'
import { type AppareilLu, colonnes } from './appareils.ts'

/** Inscrit la clé, une fois : le même appareil qui recommence retrouve le sien. */
export const inscrireCle = async (
  tx: TenantTx,
  a: { readonly cle: Uint8Array; readonly nom: string; readonly le: Date },
): Promise<AppareilLu | undefined> => {
  await sql`insert into emargement.appareil (id, nom, cle, inscrit_le)
    values (${newId(a.le)}::uuid, ${a.nom}, ${Buffer.from(a.cle)}::bytea, ${a.le}::timestamptz) on conflict do nothing`.execute(
    tx,
  )
  const { rows } = await sql<AppareilLu>`select ${colonnes} from emargement.appareil a
    where a.organisme_id = (select app.organisme()) and a.cle = ${Buffer.from(a.cle)}::bytea`.execute(tx)
  return rows[0]
}

export const noterVu = async (tx: TenantTx, id: AppareilId, le: Date, ecartMs: number): Promise<void> => {
  await sql`update emargement.appareil set vu_le = ${le}::timestamptz, ecart_ms = ${ecartMs}::int8
    where organisme_id = (select app.organisme()) and id = ${id}::uuid and retire_le is null`.execute(tx)
}

export const retirer = async (
  tx: TenantTx,
  id: string,
  g: { readonly le: Date; readonly par: PersonneId },
): Promise<boolean> => {
  const { numAffectedRows } =
    await sql`update emargement.appareil set retire_le = ${g.le}::timestamptz, retire_par = ${g.par}::uuid
    where organisme_id = (select app.organisme()) and id = ${id}::uuid and retire_le is null`.execute(tx)
  return numAffectedRows === 1n
}

export const noterEmport = async (
  tx: TenantTx,
  appareil: AppareilId,
  demi: Demi,
  le: Date,
): Promise<void> => {
  await sql`insert into emargement.emport (activite_id, appareil_id, seance_id, emporte_le)
    values (${demi.activite}::uuid, ${appareil}::uuid, ${demi.seance.id}::uuid, ${le}::timestamptz)
    on conflict (organisme_id, appareil_id, seance_id) do update set emporte_le = excluded.emporte_le`.execute(
    tx,
  )
}

export const poserRapport =
  (tx: TenantTx, demi: Demi, signature: string) =>
  async (g: GesteRapporte): Promise<boolean> => {
    const { numAffectedRows } = await sql`insert into emargement.hors_ligne
        (id, activite_id, appareil_id, rang, seance_id, inscription_id, geste, issue, fait_le, recu_le, ecart_ms, empreinte, precedente, signature)
      values (${g.id}::uuid, ${demi.activite}::uuid, ${g.appareil}::uuid, ${g.rang}::int4, ${demi.seance.id}::uuid,
        ${g.inscription}::uuid, ${g.geste}, ${g.issue}, ${g.faitLe}::timestamptz, ${g.recuLe}::timestamptz, ${Math.round(g.ecartMs)}::int8,
        ${Buffer.from(g.empreinte, 'hex')}::bytea, ${g.precedente === null ? null : Buffer.from(g.precedente, 'hex')}::bytea,
        ${Buffer.from(signature, 'hex')}::bytea)
      on conflict do nothing`.execute(tx)
    return numAffectedRows === 1n
  }
