import { dateCivile } from '#kernel/dates.ts'
import { asId } from '#kernel/id.ts'
import type { Refus } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { instantDe, jourLocal } from '#kernel/zones.ts'
import type { SignatureRecueillie } from '#modules/documents/index.ts'
import { lireSession } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { noterAccuse, noterAccusePapier } from '../db/pieces.ecritures.ts'
import { sessionDuDossier } from '../db/pieces.queries.ts'
import { constaterSignature } from './suivre-dossier.ts'

/**
 * Le client a signé sa convention ou son contrat : le dossier l’apprend dans la même transaction, et son refus (un
 * échéancier que cette date contredit) défait la signature. L’accusé d’un stagiaire remonte à sa remise.
 */
export const suivreSignature = async (
  tx: TenantTx,
  s: SignatureRecueillie,
): Promise<Result<unknown, Refus>> => {
  if (s.acte === 'accuse') {
    if (s.objet.genre === 'inscription')
      await (s.moyen === 'scan'
        ? noterAccusePapier(tx, s.objet.id, s.dateeDu)
        : noterAccuse(tx, s.objet.id, s.signeeLe))
    return ok(undefined)
  }
  if (s.role !== 'client' || s.objet.genre !== 'dossier' || !['convention', 'contrat'].includes(s.genre))
    return ok(undefined)
  const dossier = asId<'Dossier'>(s.objet.id)
  const id = dossier && (await sessionDuDossier(tx, dossier))
  const session = id && (await lireSession(tx, id))
  if (!dossier || !session) return ok(undefined)
  // Un papier ne dit qu'un jour : midi du lieu, ou l'instant du dépôt si c'est aujourd'hui.
  const jour = dateCivile(s.dateeDu)
  const signeLe =
    s.moyen === 'scan' && jour && jour !== jourLocal(s.signeeLe, session.zone)
      ? instantDe(jour, 720, session.zone).instant
      : s.signeeLe
  return constaterSignature(
    tx,
    {
      session: session.id,
      dossier,
      signeLe,
      moyen: s.moyen === 'scan' ? 'scan' : 'lien',
      piece: s.piece,
      debutAnticipe: s.debutAnticipe === true,
    },
    s.signeeLe,
  )
}
