import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import { ecrireAnnonce } from '../db/sessions.ecritures.ts'
import { annonceDe, type ObstacleDAnnonce } from '../db/sessions.queries.ts'
import type { SessionId } from '../domain/ou-et-qui.ts'

/** Ce qui manque pour que le public voie la session, et qui le répare. */
export const phrasesDObstacle: Readonly<Record<ObstacleDAnnonce, string>> = {
  'non-publiee': 'Son offre n’est pas publiée : publiez-la d’abord, la date se montre sur sa page.',
  echue: 'La fiche de son offre est échue : publiez-la de nouveau, la date se montre sur sa page.',
  identite:
    'Le public ne voit pas encore votre coopérative : l’Union, ou un pôle, doit d’abord répondre d’elle.',
}

/** Montre la session au public, sur la page de son offre et à l’accueil, ou cesse de la montrer. Redit, il ne change rien. */
export const annoncerSession = async (
  tx: TenantTx,
  id: SessionId,
  montrer: boolean,
  le: Date,
): Promise<Result<void, Refus<ObstacleDAnnonce>>> => {
  const s = await annonceDe(tx, id, jourLocal(le, ZONE_PAR_DEFAUT), { verrouiller: true })
  if (!s || (s.annoncee !== null) === montrer) return ok(undefined)
  if (montrer && s.obstacle) return refuser(s.obstacle, phrasesDObstacle[s.obstacle])
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
