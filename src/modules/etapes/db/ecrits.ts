/** Les messages que l’on écrit à plusieurs : brouillon, puis confirmé une fois. */
import { sql } from 'kysely'
import type { ActiviteId } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'

export const publicsDEcrit = ['stagiaires', 'clients', 'intervenants'] as const
export type PublicDEcrit = (typeof publicsDEcrit)[number]
export type Nature = 'service' | 'information'

export type Ecrit = {
  readonly id: string
  readonly activite: ActiviteId
  readonly session: string
  readonly publics: readonly PublicDEcrit[]
  readonly nature: Nature
  readonly objet: string
  readonly corps: string
  readonly revision: number
  readonly ecritLe: Date
  readonly confirmeLe: Date | null
  readonly par: string | null
}

const colonnes = sql`id, activite_id as activite, session_id as session, publics, nature, objet, corps, revision, ecrit_le as "ecritLe",
  confirme_le as "confirmeLe", coalesce(confirme_par, ecrit_par) as par from etapes.ecrit where organisme_id = (select app.organisme()) and jete_le is null`

export const lireEcrit = async (
  tx: TenantTx,
  id: string,
  { verrou = false } = {},
): Promise<Ecrit | undefined> =>
  (await sql<Ecrit>`select ${colonnes} and id = ${id}::uuid ${verrou ? sql`for update` : sql``}`.execute(tx))
    .rows[0]

export const ecritsDeLaSession = async (tx: TenantTx, session: string): Promise<Ecrit[]> =>
  (
    await sql<Ecrit>`select ${colonnes} and session_id = ${session}::uuid order by ecrit_le desc, id limit 100`.execute(
      tx,
    )
  ).rows

type Saisi = Pick<Ecrit, 'publics' | 'nature' | 'objet' | 'corps'>

/** Un double envoi du formulaire, du même jeton, n’en fait qu’un. */
export const ajouterEcrit = async (
  tx: TenantTx,
  e: Saisi & {
    readonly id: string
    readonly activite: ActiviteId
    readonly session: string
    readonly le: Date
  },
): Promise<void> => {
  await sql`insert into etapes.ecrit (id, activite_id, session_id, publics, nature, objet, corps, ecrit_le)
    values (${e.id}::uuid, ${e.activite}::uuid, ${e.session}::uuid, ${`{${e.publics.join(',')}}`}::text[], ${e.nature}, ${e.objet}, ${e.corps}, ${e.le})
    on conflict do nothing`.execute(tx)
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
