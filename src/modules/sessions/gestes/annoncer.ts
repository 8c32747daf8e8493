import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import { ecrireAnnonce } from '../db/sessions.ecritures.ts'
import { annonceDe } from '../db/sessions.queries.ts'
import type { SessionId } from '../domain/ou-et-qui.ts'

/** Montre la session au public, sur la page de son offre et à l’accueil, ou cesse de la montrer. Redit, il ne change rien. */
export const annoncerSession = async (
  tx: TenantTx,
  id: SessionId,
  montrer: boolean,
  le: Date,
): Promise<Result<void, Refus<'non-publiee'>>> => {
  const s = await annonceDe(tx, id, { verrouiller: true })
  if (!s || (s.annoncee !== null) === montrer) return ok(undefined)
  if (montrer && !s.offrePubliee)
    return refuser(
      'non-publiee',
      'Son offre n’est pas publiée : publiez-la d’abord, la date se montre sur sa page.',
    )
  await ecrireAnnonce(tx, id, montrer ? le : null)
  await consigner(tx, {
    activite: s.activite,
    faitLe: le,
    module: 'sessions',
    geste: montrer ? 'annoncer-session' : 'retirer-annonce',
    objet: { genre: 'session', id },
    phrase: montrer
      ? `{session:${id}} s’annonce au public\u00a0: ses dates et son lieu.`
      : `{session:${id}} ne s’annonce plus au public.`,
  })
  return ok(undefined)
}
