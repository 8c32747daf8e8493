/** Une date cherchée ensemble, et les thèmes que les coopératives pèsent. */
import { sql } from 'kysely'
import type { OrganismeId } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Creneau } from '../domain/creneaux.ts'
import type { Decision, DecisionId } from '../domain/decision.ts'
import type { Pesee } from '../domain/pesee.ts'
import type { ReunionId } from '../domain/rencontre.ts'
import type { PoleId } from './poles.ts'

export type CreneauPropose = Creneau & { readonly rang: number; readonly decision: DecisionId }

/** Les dates proposées pour cette rencontre, dans l'ordre des options du vote. Vide : sa date n'a pas été cherchée. */
export const creneauxDe = async (tx: TenantTx, pole: PoleId, reunion: ReunionId): Promise<CreneauPropose[]> =>
  (
    await sql<CreneauPropose>`select rang, decision_id as decision, debut, fin from pole.creneau
      where pole_id = ${pole} and reunion_id = ${reunion} order by rang`.execute(tx)
  ).rows

export type PeseeDite = Pesee & { readonly organisme: OrganismeId; readonly par: string }

export const peseesDe = async (tx: TenantTx, pole: PoleId, reunion: ReunionId): Promise<PeseeDite[]> =>
  (
    await sql<PeseeDite>`select organisme_id as organisme, themes, points, par from pole.pesee
      where pole_id = ${pole} and reunion_id = ${reunion}`.execute(tx)
  ).rows

/** Vrai : ce vote choisit la date d'une rencontre ; il est clos quand la date est retenue. */
export const choisitUneDate = async (
  tx: TenantTx,
  pole: PoleId,
  d: Pick<Decision, 'id' | 'genre' | 'reunion'>,
): Promise<boolean> =>
  d.genre === 'dates' &&
  d.reunion !== null &&
  (await creneauxDe(tx, pole, d.reunion)).some((x) => x.decision === d.id)
