import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import { insererSuite } from '../db/reponses.ecritures.ts'
import {
  lireReponse,
  motsSuite,
  oublierReponse,
  type Reponse as ReponseLue,
  type SuiteVoulue,
} from '../db/reponses.ts'

/** Ce que l’on a fait d’une réponse. Elle quitte alors « à suivre » ; d’autres suites peuvent s’y ajouter. */
export const donnerSuite = async (
  tx: TenantTx,
  reponse: string,
  s: SuiteVoulue,
  { jour, le }: { readonly jour: string; readonly le: Date },
): Promise<Result<void, Refus<'introuvable' | 'futur' | 'avant'>>> => {
  const r = await lireReponse(tx, reponse)
  if (!r) return refuser('introuvable', 'Cette réponse n’existe pas ici.')
  if (s.le > jour) return refuser('futur', 'Une suite s’écrit quand elle a eu lieu : cette date est à venir.')
  if (s.le < r.le) return refuser('avant', 'Une suite vient après la réponse : vérifiez la date.')
  // Protégée, elle n’est pas au journal : son auteur et son heure y diraient de qui vient l’affaire qui s’ouvre.
  if ((await insererSuite(tx, r, s, le)) && s.genre !== 'protegee')
    await consigner(tx, {
      activite: r.activite,
      faitLe: le,
      module: 'questionnaires',
      geste: 'donner-suite',
      objet: { genre: 'reponse', id: reponse },
      phrase: `Une réponse à suivre a sa suite : ${motsSuite[s.genre]}.`,
      details: { genre: s.genre, objet: s.objet },
    })
  return ok(undefined)
}

/** À la demande de la personne. Faux : elle l’était déjà. `recueil` : celui dont elle est. */
export const effacerReponse = async (
  tx: TenantTx,
  reponse: Pick<ReponseLue, 'id' | 'activite'>,
  recueil: string,
  le: Date,
): Promise<boolean> => {
  if (!(await oublierReponse(tx, reponse.id, le))) return false
  await consigner(tx, {
    activite: reponse.activite,
    faitLe: le,
    module: 'questionnaires',
    geste: 'effacer-reponse',
    objet: { genre: 'recueil', id: recueil },
    phrase: 'Une réponse à un questionnaire est effacée, à la demande de la personne.',
  })
  return true
}
