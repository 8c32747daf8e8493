import { sql } from 'kysely'
import type { PersonneId } from '#kernel/id.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import type { Chainon, Passage } from '../domain/hors-ligne.ts'
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

/**
 * Note qu’un appareil emporte cette feuille, telle qu’elle est montrée : la première fois seulement, et pour toujours. Rend le jeton
 * gardé, le même à chaque emport suivant.
 */
export const poserEmport = async (
  tx: TenantTx,
  demi: Demi,
  e: {
    readonly appareil: AppareilId
    readonly feuille: string
    /** Le texte dont `feuille` est l’empreinte : rapporté, un geste le porte dans sa part. */
    readonly montre: string
    readonly le: Date
    readonly jeton: string
    readonly signature: Uint8Array
  },
): Promise<{ readonly jeton: string; readonly signature: Buffer }> => {
  const feuille = Buffer.from(e.feuille, 'hex')
  await sql`insert into emargement.emport (activite_id, appareil_id, seance_id, emporte_le, feuille, montre, jeton, signature)
    values (${demi.activite}::uuid, ${e.appareil}::uuid, ${demi.seance.id}::uuid, ${e.le}::timestamptz, ${feuille}::bytea, ${e.montre},
      ${e.jeton}, ${Buffer.from(e.signature)}::bytea)
    on conflict do nothing`.execute(tx)
  const { rows } = await sql<{
    jeton: string
    signature: Buffer
  }>`select jeton, signature from emargement.emport
    where organisme_id = (select app.organisme()) and appareil_id = ${e.appareil}::uuid and seance_id = ${demi.seance.id}::uuid
      and feuille = ${feuille}::bytea`.execute(tx)
  const [gardee] = rows
  if (!gardee) throw new Error('L’emport n’a pas été gardé.')
  return gardee
}

export const poserPassage = async (tx: TenantTx, appareil: AppareilId, p: Passage): Promise<void> => {
  await sql`insert into emargement.passage (id, appareil_id, le, rang, tete, ecart_ms)
    values (${newId(p.le)}::uuid, ${appareil}::uuid, ${p.le}::timestamptz, ${p.rang}::int4,
      ${p.tete === null ? null : Buffer.from(p.tete, 'hex')}::bytea, ${Math.round(p.ecartMs)}::int8)`.execute(
    tx,
  )
}

/** Un geste bien signé que le registre n’a pas pris : sa place dans la suite de l’appareil reste prise. */
export const poserGesteRefuse = async (
  tx: TenantTx,
  appareil: AppareilId,
  g: Chainon & { readonly faitLe: Date; readonly recuLe: Date; readonly code: string },
): Promise<void> => {
  await sql`insert into emargement.geste_refuse (appareil_id, rang, empreinte, precedente, fait_le, recu_le, code)
    values (${appareil}::uuid, ${g.rang}::int4, ${Buffer.from(g.empreinte, 'hex')}::bytea,
      ${g.precedente === null ? null : Buffer.from(g.precedente, 'hex')}::bytea, ${g.faitLe}::timestamptz, ${g.recuLe}::timestamptz, ${g.code})
    on conflict do nothing`.execute(tx)
}

/** Les gestes d’un appareil se suivent : à prendre après la séance et la case, avant de lire sa suite. */
export const verrouillerAppareil = async (tx: TenantTx, appareil: AppareilId): Promise<void> => {
  await sql`select pg_advisory_xact_lock(4812, hashtext(${appareil}))`.execute(tx)
}

export const poserRapport =
  (tx: TenantTx, demi: Demi, signature: string) =>
  async (g: GesteRapporte): Promise<boolean> => {
    const { numAffectedRows } = await sql`insert into emargement.hors_ligne
        (id, activite_id, appareil_id, rang, seance_id, inscription_id, geste, issue, fait_le, recu_le, ecart_ms, ecart_emport_ms, empreinte,
         precedente, signature)
      values (${g.id}::uuid, ${demi.activite}::uuid, ${g.appareil}::uuid, ${g.rang}::int4, ${demi.seance.id}::uuid,
        ${g.inscription}::uuid, ${g.geste}, ${g.issue}, ${g.faitLe}::timestamptz, ${g.recuLe}::timestamptz, ${Math.round(g.ecartMs)}::int8,
        ${g.ecartEmportMs}::int8, ${Buffer.from(g.empreinte, 'hex')}::bytea, ${g.precedente === null ? null : Buffer.from(g.precedente, 'hex')}::bytea,
        ${Buffer.from(signature, 'hex')}::bytea)
      on conflict do nothing`.execute(tx)
    return numAffectedRows === 1n
  }
