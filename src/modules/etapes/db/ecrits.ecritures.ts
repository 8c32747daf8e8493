import { sql } from 'kysely'
import type { ActiviteId } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { type Ecrit, tableau } from './ecrits.ts'

type Saisi = Pick<Ecrit, 'publics' | 'nature' | 'objet' | 'corps'>

/** Un double envoi du formulaire, du même jeton, n’en fait qu’un. Faux : il y était déjà. */
export const ajouterEcrit = async (
  tx: TenantTx,
  e: Saisi & {
    readonly id: string
    readonly activite: ActiviteId
    readonly session: string | null
    readonly le: Date
  },
): Promise<boolean> => {
  const { numAffectedRows } =
    await sql`insert into etapes.ecrit (id, activite_id, session_id, publics, nature, objet, corps, ecrit_le)
    values (${e.id}::uuid, ${e.activite}::uuid, ${e.session}::uuid, ${`{${e.publics.join(',')}}`}::text[], ${e.nature}, ${e.objet}, ${e.corps}, ${e.le})
    on conflict do nothing`.execute(tx)
  return (numAffectedRows ?? 0n) > 0n
}

/** Faux : il est parti, ou quelqu’un l’a repris entre-temps. */
export const reprendreEcrit = async (
  tx: TenantTx,
  id: string,
  revision: number,
  e: Saisi,
): Promise<boolean> => {
  const { numAffectedRows } =
    await sql`update etapes.ecrit set publics = ${`{${e.publics.join(',')}}`}::text[], nature = ${e.nature}, objet = ${e.objet},
      corps = ${e.corps}, revision = revision + 1
    where organisme_id = (select app.organisme()) and id = ${id}::uuid and revision = ${revision}::int4 and confirme_le is null and jete_le is null`.execute(
      tx,
    )
  return (numAffectedRows ?? 0n) > 0n
}

export const confirmerEcrit = async (tx: TenantTx, id: string, le: Date): Promise<void> => {
  await sql`update etapes.ecrit set confirme_le = ${le}, confirme_par = (select app.personne())
    where organisme_id = (select app.organisme()) and id = ${id}::uuid and confirme_le is null`.execute(tx)
}

/** Un brouillon seulement : ce qui est parti reste écrit. */
export const jeterEcrit = async (tx: TenantTx, id: string, le: Date): Promise<boolean> => {
  const { numAffectedRows } =
    await sql`update etapes.ecrit set jete_le = ${le} where organisme_id = (select app.organisme())
      and id = ${id}::uuid and confirme_le is null and jete_le is null`.execute(tx)
  return (numAffectedRows ?? 0n) > 0n
}

/** Ceux-là, et eux seuls ; une personne que l’on ne voit pas n’y entre pas. */
export const choisirPersonnes = async (
  tx: TenantTx,
  ecrit: string,
  activite: ActiviteId,
  personnes: readonly string[],
): Promise<void> => {
  await sql`delete from etapes.ecrit_personne where organisme_id = (select app.organisme()) and ecrit_id = ${ecrit}::uuid
    and personne_id <> all (${tableau(personnes)}::uuid[])`.execute(tx)
  await sql`insert into etapes.ecrit_personne (ecrit_id, personne_id, activite_id)
    select ${ecrit}::uuid, p.id, ${activite}::uuid from tiers.personne p
    where p.organisme_id = (select app.organisme()) and p.id = any (${tableau(personnes)}::uuid[]) and p.effacee_le is null
    on conflict do nothing`.execute(tx)
}
