import { sql } from 'kysely'
import type { TenantTx } from '#platform/db/index.ts'
import type { CadreAudit, Fiche } from '../domain/audit-blanc.ts'
import type { SessionTiree } from '../domain/tirage.ts'

export const insererAudit = async (tx: TenantTx, id: string, c: CadreAudit, le: Date): Promise<boolean> => {
  const { numAffectedRows } =
    await sql`insert into qualite.audit (id, genre, audit_le, depuis, categories, situation, nouveau, anciens, minutes,
      par_categorie, beneficiaires, par_intervenant, cree_le)
    values (${id}, ${c.genre}, ${c.auditLe}, ${c.depuis}, ${[...c.categories]}, ${[...c.situation]}, ${[...c.nouveau]}, ${[...c.anciens]}, ${c.minutes},
      ${c.parCategorie ?? null}, ${c.beneficiaires}, ${c.parIntervenant}, ${le}) on conflict do nothing`.execute(
      tx,
    )
  return numAffectedRows === 1n
}

/** Deux gels au même instant s’attendent : le second se juge d’après le premier. */
export const verrouillerLesGels = async (tx: TenantTx): Promise<void> => {
  await sql`select pg_advisory_xact_lock(4821, hashtext(app.organisme()::text))`.execute(tx)
}

export const garderGel = async (
  tx: TenantTx,
  g: {
    readonly audit: string
    readonly engagement: Buffer
    readonly population: string
    readonly trous: readonly string[]
    readonly le: Date
  },
): Promise<boolean> => {
  const { numAffectedRows } =
    await sql`insert into qualite.audit_gel (audit_id, engagement, population, empreinte, trous, gele_le)
    values (${g.audit}, ${g.engagement}::bytea, ${g.population}, sha256(convert_to(${g.population}, 'UTF8')), ${g.trous.join('\n')}, ${g.le})
    on conflict do nothing`.execute(tx)
  return numAffectedRows === 1n
}

export const garderOuverture = async (
  tx: TenantTx,
  audit: string,
  graine: Buffer,
  echantillon: readonly SessionTiree[],
  le: Date,
): Promise<boolean> => {
  const { numAffectedRows } =
    await sql`insert into qualite.audit_ouverture (audit_id, graine, echantillon, ouvert_le)
    values (${audit}, ${graine}::bytea, ${JSON.stringify(echantillon)}, ${le}) on conflict do nothing`.execute(
      tx,
    )
  return numAffectedRows === 1n
}

export const garderPhoto = async (
  tx: TenantTx,
  audit: string,
  contenu: unknown,
  pieces: readonly { readonly id: string; readonly libelle: string; readonly fichier: string }[],
  le: Date,
): Promise<void> => {
  const { rows } = await sql<{
    rang: number
  }>`insert into qualite.audit_photo (audit_id, rang, contenu, prise_le)
    select ${audit}::uuid, 1 + coalesce(max(rang), 0), ${JSON.stringify(contenu)}::jsonb, ${le}::timestamptz from qualite.audit_photo
    where organisme_id = (select app.organisme()) and audit_id = ${audit} returning rang::int4`.execute(tx)
  const rang = rows[0]?.rang ?? 1
  await sql`insert into qualite.audit_piece (audit_id, photo, id, libelle, fichier)
    select ${audit}::uuid, ${rang}::int4, x.id, left(x.libelle, 300), x.fichier
    from jsonb_to_recordset(${JSON.stringify(pieces)}::jsonb) as x (id uuid, libelle text, fichier text) on conflict do nothing`.execute(
    tx,
  )
}

/** Vrai si la fiche est neuve : deux envois du même rang n’en gardent qu’une. */
export const garderFiche = async (tx: TenantTx, audit: string, f: Fiche, le: Date): Promise<boolean> => {
  const { numAffectedRows } =
    await sql`insert into qualite.audit_constat (audit_id, point, rang, conclusion, constat, risque, secondes, ecrit_le)
    values (${audit}, ${f.point}, ${f.rang}, ${f.conclusion}, ${f.constat}, ${f.risque}, ${f.secondes}, ${le}) on conflict do nothing`.execute(
      tx,
    )
  return numAffectedRows === 1n
}

export const garderCloture = async (
  tx: TenantTx,
  audit: string,
  c: { readonly notifieLe: string; readonly majeures: number; readonly mineures: number },
  le: Date,
): Promise<boolean> => {
  const { numAffectedRows } =
    await sql`insert into qualite.audit_cloture (audit_id, notifie_le, majeures, mineures, conclu_le)
    values (${audit}, ${c.notifieLe}, ${c.majeures}, ${c.mineures}, ${le}) on conflict do nothing`.execute(tx)
  return numAffectedRows === 1n
}

export const lierAction = async (
  tx: TenantTx,
  audit: string,
  point: string,
  ligne: string,
  le: Date,
): Promise<boolean> => {
  const { numAffectedRows } = await sql`insert into qualite.audit_action (audit_id, point, ligne_id, liee_le)
    values (${audit}, ${point}, ${ligne}, ${le}) on conflict do nothing`.execute(tx)
  return numAffectedRows === 1n
}
