/** Le témoin d’un registre : une coopérative du même pôle qui en garde le dernier maillon. La demander, lui répondre, cesser. */
import type { OrganismeId } from '#kernel/id.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import { activiteCommune } from '../db/registre.ts'
import { demanderTemoin, repondreTemoin, retirerTemoin } from '../db/temoins.ts'

const noter = async (tx: TenantTx, geste: string, phrase: string, faitLe: Date): Promise<void> => {
  await consigner(tx, { activite: await activiteCommune(tx), faitLe, module: 'emargement', geste, phrase })
}

export const demanderUnTemoin = async (
  tx: TenantTx,
  temoin: OrganismeId,
  le: Date,
): Promise<Result<void, Refus>> => {
  if (!(await demanderTemoin(tx, temoin, le)))
    return refuser(
      'impossible',
      'Cette coopérative n’est pas d’un de vos pôles, ou vous l’avez déjà demandée.',
    )
  await noter(tx, 'demander-temoin', 'Une coopérative du pôle est demandée comme témoin du registre.', le)
  return ok(undefined)
}

/** `phrase` : ce que la page et le journal disent de ce geste. Faux : rien n’attendait d’elle. */
export const repondreAuTemoin = async (
  tx: TenantTx,
  autre: OrganismeId,
  geste: 'accepter' | 'refuser' | 'cesser',
  phrase: string,
  le: Date,
): Promise<boolean> => {
  const fait =
    geste === 'cesser'
      ? await retirerTemoin(tx, autre, le)
      : await repondreTemoin(tx, autre, geste === 'accepter', le)
  if (fait) await noter(tx, `temoin-${geste}`, `Témoin du registre : ${phrase}`, le)
  return fait
}
