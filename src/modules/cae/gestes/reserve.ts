/** La réserve convenue d’une activité : l’équipe d’appui propose, l’enseigne accorde ou refuse. */
import type { DateCivile } from '#kernel/dates.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import type { EnseigneLue } from '#modules/organisme/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import type { Visiteur } from '#web/env.ts'
import { agitPourToutes } from '../db/enseignes.ts'
import { proposerReserve, repondreReserve } from '../db/reserve.ecritures.ts'
import type { LigneDeReserve, ReserveId } from '../domain/reserve.ts'

const noter = (tx: TenantTx, e: EnseigneLue, geste: string, phrase: string, le: Date) =>
  consigner(tx, {
    activite: e.id,
    faitLe: le,
    module: 'cae',
    geste,
    objet: { genre: 'activite', id: e.id },
    phrase,
  })

export const proposer = async (
  tx: TenantTx,
  e: EnseigneLue,
  r: { readonly id: ReserveId; readonly le: DateCivile; readonly montant: number; readonly objet: string },
  le: Date,
): Promise<Result<undefined, Refus>> => {
  if (r.montant === 0) return refuser('montant', 'Écrivez un montant au-dessus de zéro.')
  if (await proposerReserve(tx, { ...r, activite: e.id }, le))
    await noter(tx, e, 'proposer-reserve', 'Une réserve est proposée à l’enseigne.', le)
  return ok(undefined)
}

export const repondre = async (
  tx: TenantTx,
  visiteur: Visiteur,
  e: EnseigneLue,
  ligne: LigneDeReserve | undefined,
  oui: boolean,
  le: Date,
): Promise<Result<'accorder-reserve' | 'retirer-reserve', Refus>> => {
  if (oui && (await agitPourToutes(tx)))
    return refuser(
      'enseigne',
      'L’enseigne l’accorde elle-même\u00a0: qui agit pour la coopérative ne l’accorde pas pour elle.',
    )
  if (!ligne || ligne.accordeLe) return refuser('deja', 'Quelqu’un vient d’y répondre : relisez la réserve.')
  const dit = await repondreReserve(tx, ligne.id, oui, visiteur.personneId, le)
  if (dit === 'deja') return refuser('deja', 'Quelqu’un vient d’y répondre\u00a0: relisez la réserve.')
  if (dit === 'reserve')
    return refuser(
      'reserve',
      'La réserve n’a pas tant\u00a0: une reprise ne dépasse pas ce qui y est, ni ce jour-là, ni ensuite.',
    )
  const geste = oui ? 'accorder-reserve' : 'retirer-reserve'
  await noter(tx, e, geste, oui ? 'L’enseigne accorde une réserve.' : 'Une réserve proposée est retirée.', le)
  return ok(geste)
}
