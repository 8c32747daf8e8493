import { sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { ActiviteId, PersonneId } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { EntrepriseId, StatutId, TiersId } from '../domain/lus.ts'
import type { CodeStatut } from '../domain/statuts.ts'

export type FicheVoulue = {
  readonly titres: string
  readonly rapport: string
  readonly compte?: PersonneId | undefined
  /** Le dossier remis d’où viennent ces titres : son terme les efface. */
  readonly titresDe?: string | undefined
}

export const poserIntervenant = async (
  tx: TenantTx,
  personne: TiersId,
  activite: ActiviteId,
  f: FicheVoulue,
  le: Date,
): Promise<void> => {
  // Corrigés, des titres remis restent ceux d’un dossier remis ; effacés, puis dits ici, ils n’en sont plus.
  await sql`insert into tiers.intervenant (personne_id, activite_id, titres, rapport, compte_id, cree_le, titres_de)
    values (${personne}, ${activite}, ${f.titres}, ${f.rapport}, ${f.compte ?? null}, ${le}, ${f.titresDe ?? null})
    on conflict (organisme_id, personne_id)
      do update set titres = excluded.titres, rapport = excluded.rapport, compte_id = excluded.compte_id,
        titres_de = coalesce(excluded.titres_de, case when intervenant.titres <> '' then intervenant.titres_de end)`.execute(
    tx,
  )
}

/** La personne que ce compte désigne déjà, si ce n'est pas l'une de celles-ci. */
export const autreDuCompte = async (
  tx: TenantTx,
  compte: PersonneId,
  sauf: readonly TiersId[],
): Promise<TiersId | undefined> =>
  (
    await sql<{ id: TiersId }>`select personne_id as id from tiers.intervenant where compte_id = ${compte}
      and personne_id <> all (${`{${sauf.join(',')}}`}::uuid[])`.execute(tx)
  ).rows[0]?.id

/** Deux écritures de statut pour la même personne s'attendent : la seconde relit ce que la première a écrit. */
export const verrouillerIntervenant = async (tx: TenantTx, personne: TiersId): Promise<boolean> =>
  (await sql`select 1 from tiers.intervenant where personne_id = ${personne} for no key update`.execute(tx))
    .rows.length === 1

export type StatutVoulu = {
  readonly du: DateCivile
  readonly au: DateCivile | null
  readonly statut: CodeStatut
  readonly entreprise: EntrepriseId | null
}

export const insererStatut = async (
  tx: TenantTx,
  id: StatutId,
  personne: TiersId,
  activite: ActiviteId,
  s: StatutVoulu,
  le: Date,
): Promise<void> => {
  await sql`insert into tiers.statut (id, activite_id, personne_id, du, au, statut, entreprise_id, cree_le)
    values (${id}, ${activite}, ${personne}, ${s.du}, ${s.au}, ${s.statut}, ${s.entreprise}, ${le})
    on conflict (organisme_id, id) do nothing`.execute(tx)
}

export const corrigerStatut = async (tx: TenantTx, id: StatutId, s: StatutVoulu): Promise<void> => {
  await sql`update tiers.statut set du = ${s.du}, au = ${s.au}, statut = ${s.statut}, entreprise_id = ${s.entreprise}
    where id = ${id}`.execute(tx)
}

export const oterStatut = async (tx: TenantTx, id: StatutId): Promise<void> => {
  await sql`delete from tiers.statut where id = ${id}`.execute(tx)
}
