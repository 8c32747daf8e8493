/** Ouvrir ou reprendre un dossier client : le régime se calcule, la somme des lignes est le prix. */
import { refus } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import { lireSession, type SessionId } from '#modules/sessions/index.ts'
import { derive, type TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import {
  insererDossier,
  modifierTermes,
  remplacerFinancements,
  type TermesDuDossier,
} from '../db/dossiers.ecritures.ts'
import { type DossierLu, lireDossier } from '../db/dossiers.queries.ts'
import { listerInscrits } from '../db/inscriptions.queries.ts'
import { type DossierId, motRegime } from '../domain/dossier.ts'
import { prendUnClient } from '../domain/ouverture.ts'
import { composerDossier, type DossierSaisi, type RefusDossier } from './composer-dossier.ts'

export const ouvrirDossier = async (
  tx: TenantTx,
  sessionId: SessionId,
  jeton: string,
  s: DossierSaisi,
  le: Date,
): Promise<Result<{ readonly id: DossierId }, readonly RefusDossier[]>> => {
  const session = await lireSession(tx, sessionId, { verrouiller: true })
  if (!session) return ko([refus('introuvable', 'Cette session n’existe pas ici.')])
  const id = derive<'Dossier'>(jeton, 'dossier', 0)
  if (await lireDossier(tx, sessionId, id)) return ok({ id })
  if (!prendUnClient(session.etat))
    return ko([refus('session-fermee', 'Cette session ne prend plus de client.')])
  const compose = await composerDossier(tx, session, jeton, s, le, new Set(), true)
  if (!compose.ok) return compose
  const cle = { id, activite: session.activite }
  await insererDossier(tx, { ...cle, session: sessionId }, compose.value.termes, le)
  await remplacerFinancements(tx, cle, compose.value.lignes, le)
  await consigner(tx, {
    activite: session.activite,
    faitLe: le,
    module: 'inscriptions',
    geste: 'ouvrir-dossier',
    objet: { genre: 'dossier', id },
    phrase: `Un dossier client s’ouvre sur {session:${sessionId}} : ${motRegime[compose.value.termes.regime].toLocaleLowerCase('fr')}.`,
    details: { regime: compose.value.termes.regime, article: compose.value.termes.article },
  })
  return ok({ id })
}

/** Une fois signé, l'acheteur, le prix et le régime ne bougent plus : un avenant s'ajoute, il ne réécrit pas. */
const fige = (avant: DossierLu, t: TermesDuDossier): boolean =>
  avant.signeLe !== null &&
  (avant.acheteur !== t.acheteur ||
    avant.entreprise !== t.entreprise ||
    avant.personne !== t.personne ||
    avant.prix !== t.prix ||
    avant.regime !== t.regime ||
    avant.circonstance !== t.circonstance ||
    avant.individuelASesFrais !== t.individuelASesFrais)

export const modifierDossier = async (
  tx: TenantTx,
  sessionId: SessionId,
  { id, version, jeton }: { readonly id: DossierId; readonly version: number; readonly jeton: string },
  s: DossierSaisi,
  le: Date,
): Promise<Result<{ readonly id: DossierId }, readonly RefusDossier[]>> => {
  const session = await lireSession(tx, sessionId)
  const lu = session && (await lireDossier(tx, sessionId, id, { verrouiller: true }))
  if (!session || !lu) return ko([refus('introuvable', 'Ce dossier n’existe pas ici.')])
  const perime = refus(
    'perime',
    'Quelqu’un a changé ce dossier depuis que vous l’avez ouvert : relisez-le avant d’enregistrer.',
  )
  if (lu.version !== version) return ko([perime])
  const siennes = (await listerInscrits(tx, sessionId)).filter((i) => i.dossier === id).map((i) => i.id)
  const compose = await composerDossier(tx, session, jeton, s, le, new Set(siennes))
  if (!compose.ok) return compose
  if (fige(lu, compose.value.termes))
    return ko([
      refus(
        'signe',
        'Ce dossier est signé : l’acheteur, le prix, le régime et les circonstances ne changent plus que par un avenant.',
      ),
    ])
  if (!(await modifierTermes(tx, id, version, compose.value.termes))) return ko([perime])
  await remplacerFinancements(tx, { id, activite: session.activite }, compose.value.lignes, le)
  await consigner(tx, {
    activite: session.activite,
    faitLe: le,
    module: 'inscriptions',
    geste: 'reprendre-dossier',
    objet: { genre: 'dossier', id },
    phrase: `Un dossier client de {session:${sessionId}} est repris.`,
  })
  return ok({ id })
}
