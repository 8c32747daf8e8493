/** Régler la boîte aux lettres où des fournisseurs envoient leurs factures : son hôte, son compte, son mot de passe scellé. */
import type { OrganismeId } from '#kernel/id.ts'
import { type Refus, refus, refuser } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import { enseigneParDefaut } from '#modules/organisme/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import { enqueue } from '#platform/jobs/enqueue.ts'
import type { Keys } from '#platform/keys/keys.ts'
import { oterBoite, poserBoite } from '../db/boite.ecritures.ts'
import { lireBoite, lireSecretDeBoite } from '../db/boite.ts'
import { neVoitQueSesEnseignes } from '../db/portee.queries.ts'
import type { AccesBoite } from '../domain/cycle/boite.ts'
import { usageSecretDeBoite } from '../lecture/boite.ts'

export const tacheBoite = 'facturation.relever-boite'

export const demanderReleveDeBoite = (tx: TenantTx, organisme: OrganismeId): Promise<void> =>
  enqueue(tx, tacheBoite, { organisme }, { cle: 'boite' })

const noter = async (tx: TenantTx, geste: string, phrase: string, le: Date) => {
  const enseigne = await enseigneParDefaut(tx)
  if (enseigne)
    await consigner(tx, { activite: enseigne.id, faitLe: le, module: 'facturation', geste, phrase })
}
/** Elle porte le courrier de toute la coopérative : qui ne voit que ses enseignes ne la règle, ne la relève, ni n’y lit rien. */
export const refusDeBoite = async (tx: TenantTx): Promise<Refus | undefined> =>
  (await neVoitQueSesEnseignes(tx))
    ? refus('siege', 'La boîte est celle de la coopérative entière : demandez-le à sa comptabilité.')
    : undefined

/** `secret` vide : celui d’avant, si ni l’hôte, ni le port, ni le compte ne changent. */
export const reglerBoite = async (
  tx: TenantTx,
  { keys, organisme, le }: { readonly keys: Keys; readonly organisme: string; readonly le: Date },
  b: AccesBoite,
): Promise<Result<true, Refus>> => {
  const gene = await refusDeBoite(tx)
  if (gene) return ko(gene)
  const avant = await lireBoite(tx)
  const garde =
    b.secret === '' && avant?.hote === b.hote && avant.port === b.port && avant.compte === b.compte
      ? await lireSecretDeBoite(tx)
      : undefined
  if (b.secret === '' && !garde)
    return refuser(
      'secret',
      'Écrivez le mot de passe : il ne se garde pas d’un autre hôte, d’un autre port, ni d’un autre compte.',
    )
  await poserBoite(tx, {
    ...b,
    secret: garde ?? keys.encrypt(usageSecretDeBoite, organisme, Buffer.from(b.secret, 'utf8')),
    poseeLe: le,
  })
  await noter(tx, 'regler-boite', `La boîte aux lettres des factures, chez ${b.hote}, est réglée.`, le)
  return ok(true)
}

export const retirerBoite = async (tx: TenantTx, le: Date): Promise<Result<true, Refus>> => {
  const gene = await refusDeBoite(tx)
  if (gene) return ko(gene)
  if (await oterBoite(tx))
    await noter(
      tx,
      'retirer-boite',
      'La boîte aux lettres des factures est retirée : rien n’en vient plus.',
      le,
    )
  return ok(true)
}
