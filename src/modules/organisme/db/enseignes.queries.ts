import { sql } from 'kysely'
import type { TenantTx } from '#platform/db/index.ts'
import type { Visiteur } from '#web/env.ts'
import type { EnseigneLue } from '../domain/lus.ts'

const colonnes = sql`id, nom, commune, etat, ouverte_le as "ouverteLe", fermee_le as "fermeeLe" from organisme.activite`

/**
 * Les enseignes de l'organisme, la commune d'abord, les fermées à la fin. Tous les membres en lisent les
 * noms ; ce qu'elles contiennent reste derrière le mur.
 */
export const listerEnseignes = async (tx: TenantTx): Promise<EnseigneLue[]> =>
  (await sql<EnseigneLue>`select ${colonnes} order by commune desc, etat = 'fermee', nom, id`.execute(tx))
    .rows

/**
 * L'enseigne pour laquelle on agit : celle que le visiteur a choisie, sinon la commune, sinon la première des
 * siennes. Toujours dans sa portée : la base refuserait la ligne d'une autre. Rien s'il n'en a aucune d'ouverte.
 */
export const enseigneParDefaut = async (
  tx: TenantTx,
  visiteur?: Pick<Visiteur, 'enseigne'>,
): Promise<EnseigneLue | undefined> =>
  (
    await sql<EnseigneLue>`select ${colonnes}
      where etat <> 'fermee' and (app.toutes_activites() or id = any (app.activites()))
      order by id = ${visiteur?.enseigne?.id ?? null}::uuid desc nulls last, commune desc, nom, id limit 1`.execute(
      tx,
    )
  ).rows[0]
