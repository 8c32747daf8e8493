import { type Refus, refus } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import { lireSession, type SessionId } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import { poserEtat } from '../db/inscriptions.ecritures.ts'
import { etatComplet, type InscriptionId, lireInscription } from '../db/inscriptions.queries.ts'
import { changerInscription, type RefusInscription } from '../domain/etats.ts'

/** Venue au moins une demi-journée, la personne abandonne ; sinon, son inscription s'annule. */
export const finDe = (presences: number): 'annule' | 'abandon' => (presences > 0 ? 'abandon' : 'annule')

export type FinVoulue = {
  readonly session: SessionId
  readonly id: InscriptionId
  readonly motif: string
  /** Demi-journées suivies, dites par l'émargement. */
  readonly presences: number
}

/** Libère la place et garde la trace : qui, pourquoi, quand. Les présences déjà prouvées ne bougent pas. */
export const cloreInscription = async (
  tx: TenantTx,
  { session, id, motif, presences }: FinVoulue,
  le: Date,
): Promise<Result<'annule' | 'abandon', RefusInscription | Refus<'introuvable'>>> => {
  const lue = (await lireSession(tx, session, { verrouiller: true }))
    ? await lireInscription(tx, session, id)
    : undefined
  if (!lue) return ko(refus('introuvable', 'Cette inscription n’existe pas ici.'))
  const vers = finDe(presences)
  if (lue.etat === vers) return ok(vers)
  const de = lue.etat === 'inscrit' && presences > 0 ? 'en-formation' : etatComplet(lue)
  const passage = changerInscription(de, vers, { venu: presences > 0, 'jamais-venu': presences === 0 }, motif)
  if (!passage.ok) return passage
  if (!(await poserEtat(tx, id, lue.version, vers, passage.value.motif, le)))
    return ko(refus('introuvable', 'Cette inscription vient de changer : relisez la page.'))
  await consigner(tx, {
    activite: lue.activite,
    faitLe: le,
    module: 'inscriptions',
    geste: vers === 'annule' ? 'annuler-inscription' : 'noter-abandon',
    objet: { genre: 'inscription', id },
    phrase:
      vers === 'annule'
        ? `L’inscription de {tiers:${lue.personne}} à {session:${session}} est annulée.`
        : `{tiers:${lue.personne}} abandonne {session:${session}}.`,
    details: { presences },
  })
  return ok(vers)
}
