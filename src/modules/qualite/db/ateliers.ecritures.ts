import { sql } from 'kysely'
import type { ActiviteId } from '#kernel/id.ts'
import type { TiersId } from '#modules/tiers/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Presence } from '../domain/ateliers.ts'
import type { Atelier, AtelierId } from './ateliers.ts'

/** Faux s’il est déjà là : un double envoi n’en fait pas deux. */
export const insererAtelier = async (
  tx: TenantTx,
  a: Pick<Atelier, 'id' | 'titre' | 'le' | 'minutes' | 'animateur' | 'apport'>,
  le: Date,
): Promise<boolean> =>
  (
    await sql`insert into qualite.atelier (id, titre, le, minutes, animateur, apport, cree_le)
      values (${a.id}::uuid, ${a.titre}, ${a.le}::date, ${a.minutes}, ${a.animateur}, ${a.apport}, ${le}::timestamptz) on conflict do nothing`.execute(
      tx,
    )
  ).numAffectedRows === 1n

export const attendre = async (
  tx: TenantTx,
  atelier: AtelierId,
  qui: { readonly personne: TiersId; readonly activite: ActiviteId },
): Promise<void> => {
  await sql`insert into qualite.presence_atelier (activite_id, atelier_id, personne_id)
    values (${qui.activite}::uuid, ${atelier}::uuid, ${qui.personne}::uuid) on conflict do nothing`.execute(
    tx,
  )
}

/** Deux pointages du même atelier s’attendent : le second part de ce que le premier a laissé. */
export const verrouillerAtelier = async (tx: TenantTx, atelier: AtelierId): Promise<void> => {
  await sql`select pg_advisory_xact_lock(4822, hashtext(${atelier}::text))`.execute(tx)
}

export const poserPresence = async (
  tx: TenantTx,
  atelier: AtelierId,
  personne: TiersId,
  presence: Presence,
  ligne: string | null,
  le: Date,
): Promise<void> => {
  await sql`update qualite.presence_atelier set presence = ${presence}, ligne_id = ${ligne}::uuid, pointee_le = ${le}::timestamptz, par = app.personne()
    where atelier_id = ${atelier}::uuid and personne_id = ${personne}::uuid`.execute(tx)
}

/** Faux : il est déjà annulé, quelqu’un y est venu, ou qui le demande n’agit pas pour toutes les enseignes. */
export const annulerAtelier = async (tx: TenantTx, atelier: AtelierId, le: Date): Promise<boolean> =>
  (
    await sql`update qualite.atelier set annule_le = ${le}::timestamptz, annule_par = app.personne() where id = ${atelier}::uuid and annule_le is null
      and not exists (select from qualite.presence_atelier p where p.organisme_id = atelier.organisme_id and p.atelier_id = atelier.id and p.presence = 'present')`.execute(
      tx,
    )
  ).numAffectedRows === 1n
