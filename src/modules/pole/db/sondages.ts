/** Une date cherchée ensemble, et les thèmes que les coopératives pèsent. */
import type { OrganismeId } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Creneau } from '../domain/creneaux.ts'
import type { Pesee } from '../domain/pesee.ts'
import type { DecisionId } from './decisions.ts'
import type { PoleId } from './poles.ts'
import type { ReunionId } from './reunions.ts'

export type CreneauPropose = Creneau & { readonly rang: number; readonly decision: DecisionId }

/** Les dates proposées pour cette rencontre, dans l'ordre des options du vote. Vide : sa date n'a pas été cherchée. */
export const creneauxDe = async (tx: TenantTx, pole: PoleId, reunion: ReunionId): Promise<CreneauPropose[]> =>
  (await tx
    .selectFrom('pole.creneau')
    .select(['rang', 'decision_id as decision', 'debut', 'fin'])
    .where('pole_id', '=', pole)
    .where('reunion_id', '=', reunion)
    .orderBy('rang')
    .execute()) as CreneauPropose[]

export const proposerCreneaux = async (
  tx: TenantTx,
  pole: PoleId,
  reunion: ReunionId,
  decision: DecisionId,
  creneaux: readonly Creneau[],
): Promise<void> => {
  await tx
    .insertInto('pole.creneau')
    .values(
      creneaux.map((c, i) => ({
        pole_id: pole,
        reunion_id: reunion,
        rang: i + 1,
        decision_id: decision,
        debut: c.debut,
        fin: c.fin,
      })),
    )
    .execute()
}

export type PeseeDite = Pesee & { readonly organisme: OrganismeId; readonly par: string }

export const peseesDe = async (tx: TenantTx, pole: PoleId, reunion: ReunionId): Promise<PeseeDite[]> =>
  (await tx
    .selectFrom('pole.pesee')
    .select(['organisme_id as organisme', 'themes', 'points', 'par'])
    .where('pole_id', '=', pole)
    .where('reunion_id', '=', reunion)
    .execute()) as unknown as PeseeDite[]

/** Les points de la coopérative, une ligne : peser de nouveau remplace. */
export const peser = async (
  tx: TenantTx,
  pole: PoleId,
  reunion: ReunionId,
  p: Pesee & { readonly par: string },
  le: Date,
): Promise<void> => {
  const dit = { themes: [...p.themes], points: [...p.points], par: p.par, le }
  await tx
    .insertInto('pole.pesee')
    .values({ pole_id: pole, reunion_id: reunion, ...dit })
    .onConflict((c) => c.columns(['pole_id', 'reunion_id', 'organisme_id']).doUpdateSet(dit))
    .execute()
}
