import { sql } from 'kysely'
import type { PersonneId } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Cadre } from '../domain/controle.ts'
import type { Jugement } from '../domain/moteur.ts'

/** Le cadre en vigueur : le dernier posé. Rien tant que personne n’a dit quel audit se prépare. */
export const lireCadre = async (tx: TenantTx): Promise<Cadre | undefined> => {
  const { rows } =
    await sql<Cadre>`select genre, audit_le::text as "auditLe", depuis::text, categories, situation
    from qualite.cadre where organisme_id = (select app.organisme()) order by pose_le desc, ecrit_le desc limit 1`.execute(
      tx,
    )
  return rows[0]
}

type LigneJugement = Omit<Jugement, 'par'> & { par: PersonneId | null }

/** Les jugements, du plus ancien au plus récent : le moteur garde le dernier de chaque indicateur. */
export const lireJugements = async (tx: TenantTx, indicateur?: number): Promise<LigneJugement[]> => {
  const { rows } =
    await sql<LigneJugement>`select id, indicateur::int4, version, etat, motif, vaut_jusqu::text as "vautJusqu", juge_le as "jugeLe", par
    from qualite.jugement where organisme_id = (select app.organisme()) and ${indicateur === undefined ? sql`true` : sql`indicateur = ${indicateur}`}
    order by juge_le, id`.execute(tx)
  return rows
}

/** De quoi proposer un premier cadre : les natures d’offre que la coopérative tient, et ce que ses offres visent. */
export const lireActivite = async (tx: TenantTx) => {
  const { rows } = await sql<{ natures: string[]; certifiante: boolean; confiee: boolean }>`
    select coalesce(array_agg(distinct f.nature) filter (where f.nature is not null), '{}') as natures,
      coalesce(bool_or(f.certifiante or f.code_rncp is not null), false) as certifiante,
      exists (select from sessions.affectation a where a.organisme_id = (select app.organisme()) and a.confiee_a_id is not null)
        or exists (select from tiers.statut t where t.organisme_id = (select app.organisme()) and t.statut in ('sous-traitant-of', 'portage', 'honoraires')) as confiee
    from catalogue.offre f where f.organisme_id = (select app.organisme()) and f.etat = 'adoptee'`.execute(tx)
  return rows[0] ?? { natures: [], certifiante: false, confiee: false }
}
