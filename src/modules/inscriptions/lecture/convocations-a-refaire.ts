import type { PieceSuivie } from '#modules/documents/index.ts'
import { partTenue, type SessionLue } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Inscrit } from '../db/inscriptions.queries.ts'
import { tropTardPourConvoquer } from '../domain/arrivee.ts'
import { calendrier, etatsVivants } from '../domain/avis.ts'
import { convocationPerimee, motsDeConvocation } from '../domain/convocation-perimee.ts'
import { demiesDe } from './demies-de.ts'
import { inscritsUneFois, piecesUneFois } from './lire-une-fois.ts'
import { ouSeTient } from './ou-se-tient.ts'

/** Ce qu’une convocation dit autrement que la session d’aujourd’hui : ses jours, son premier jour, ou son lieu ; rien : elle vaut. */
export const seRefait = (
  convocation: Pick<PieceSuivie, 'seances' | 'arrivee' | 'lieu'>,
  i: Pick<Inscrit, 'arriveeLe'>,
  session: SessionLue,
): ReturnType<typeof convocationPerimee> =>
  convocationPerimee(
    { ...convocation, calendrier: convocation.seances && calendrier(convocation.seances) },
    { calendrier: calendrier(demiesDe(session)), arrivee: i.arriveeLe, ...ouSeTient(session) },
  )

/** Combien d’inscrits tiennent une convocation à d’autres dates, ou à un autre lieu, que cette session, et ce que dirait la nouvelle ; commencée, ou arrêtée, elle ne convoque plus. */
export const convocationsARefaire = async (
  tx: TenantTx,
  session: SessionLue,
  maintenant: Date,
): Promise<{ readonly nombre: number; readonly mots: string }> => {
  if (!etatsVivants.has(session.etat)) return { nombre: 0, mots: '' }
  const { seances } = partTenue(session)
  const pieces = (await piecesUneFois(tx, session.id)).filter((p) => p.genre === 'convocation')
  const refaites = (await inscritsUneFois(tx, session.id)).flatMap((i) => {
    const sienne = pieces.find((p) => p.objet === i.id)
    return i.etat === 'inscrit' &&
      sienne !== undefined &&
      !tropTardPourConvoquer(seances, i.arriveeLe, maintenant)
      ? (seRefait(sienne, i, session) ?? [])
      : []
  })
  return { nombre: refaites.length, mots: motsDeConvocation(refaites) }
}
