import type { PieceSuivie } from '#modules/documents/index.ts'
import { partTenue, type SessionLue } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Inscrit } from '../db/inscriptions.queries.ts'
import { tropTardPourConvoquer } from '../domain/arrivee.ts'
import { calendrier, etatsVivants } from '../domain/avis.ts'
import { convocationPerimee } from '../domain/suite.ts'
import { demiesDe } from './demies-de.ts'
import { inscritsUneFois, piecesUneFois } from './lire-une-fois.ts'

/** Cette convocation dit d’autres jours, ou un autre premier jour, que ceux d’aujourd’hui (`demiesDe`). */
export const seRefait = (
  convocation: Pick<PieceSuivie, 'seances' | 'arrivee'>,
  i: Pick<Inscrit, 'arriveeLe'>,
  aujourdhui: string,
): boolean =>
  convocationPerimee(
    { calendrier: convocation.seances && calendrier(convocation.seances), arrivee: convocation.arrivee },
    { calendrier: aujourdhui, arrivee: i.arriveeLe },
  )

/** Combien d’inscrits tiennent une convocation à d’autres dates que celles de cette session ; commencée, ou arrêtée, elle ne convoque plus. */
export const convocationsARefaire = async (
  tx: TenantTx,
  session: SessionLue,
  maintenant: Date,
): Promise<number> => {
  if (!etatsVivants.has(session.etat)) return 0
  const { seances } = partTenue(session)
  const aujourdhui = calendrier(demiesDe(session))
  const pieces = (await piecesUneFois(tx, session.id)).filter((p) => p.genre === 'convocation')
  return (await inscritsUneFois(tx, session.id)).filter((i) => {
    const sienne = pieces.find((p) => p.objet === i.id)
    return (
      i.etat === 'inscrit' &&
      sienne !== undefined &&
      !tropTardPourConvoquer(seances, i.arriveeLe, maintenant) &&
      seRefait(sienne, i, aujourdhui)
    )
  }).length
}
