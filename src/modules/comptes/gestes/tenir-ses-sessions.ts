/** Ce qu’une personne entrée décide de ses sessions : pour quel organisme agir, l’assistance ouverte et fermée. */
import type { ActiviteId, OrganismeId } from '#kernel/id.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import type { Database, TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import { accepterAssistance } from '../db/adhesions.ts'
import {
  choisirOrganisme,
  enseigneDeLaSession,
  fermerAssistance,
  ouvrirAssistance,
} from '../db/visiteur.queries.ts'

/** `empreinte` : celle du jeton de la session. Choisir un organisme dont l’invitation attend l’accepte. */
export const agirPour = async (
  db: Database,
  empreinte: Uint8Array,
  organisme: OrganismeId,
  enseigne: ActiviteId | undefined,
): Promise<Result<void, Refus>> =>
  (await choisirOrganisme(db, empreinte, organisme, enseigne ?? null))
    ? ok(undefined)
    : refuser('ailleurs', 'Cet organisme n’est pas l’un des vôtres.')

export const commencerLAssistance = async (
  db: Database,
  empreinte: Uint8Array,
  a: { readonly code: string; readonly motif: string; readonly minutes: number },
): Promise<Result<void, Refus<'interdit' | 'introuvable' | 'sans-accord'>>> => {
  const r = await ouvrirAssistance(db, empreinte, a.code, a.motif, a.minutes)
  if (r === 'interdit') return refuser('interdit', 'Vous n’ouvrez pas d’assistance.')
  if (r === 'sans-accord')
    return refuser(
      'sans-accord',
      'Cette coopérative n’a pas accepté de visite : demandez-lui de le faire, à « Visites d’assistance ».',
    )
  return r === 'introuvable'
    ? refuser('introuvable', 'Aucune coopérative ne porte ce nom court.')
    : ok(undefined)
}

export const terminerLAssistance = async (db: Database, empreinte: Uint8Array): Promise<void> => {
  await fermerAssistance(db, empreinte)
}

/**
 * La coopérative accepte qu’on vienne l’assister, pour tant d’heures ; `null` : elle ne l’accepte plus, et qui regardait sort. Son journal
 * le dit, dans la même transaction.
 */
export const deciderDesVisites = async (
  tx: TenantTx,
  heures: number | null,
  { empreinte, maintenant }: { readonly empreinte: Uint8Array; readonly maintenant: Date },
): Promise<Result<void, Refus<'interdit'>>> => {
  if (!(await accepterAssistance(tx, heures)))
    return refuser('interdit', 'Qui règle la coopérative accepte une visite d’assistance, ou la refuse.')
  const activite = await enseigneDeLaSession(tx, empreinte)
  if (activite)
    await consigner(tx, {
      module: 'comptes',
      activite,
      faitLe: maintenant,
      geste: heures === null ? 'refuser-visites' : 'accepter-visites',
      phrase:
        heures === null
          ? 'La coopérative n’accepte plus de visite d’assistance.'
          : `La coopérative accepte des visites d’assistance pendant ${heures} heures.`,
    })
  return ok(undefined)
}
