import { partTenue, type SessionLue } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { aCommence } from '../domain/a-temps.ts'
import { depuisLArrivee } from '../domain/arrivee.ts'
import { calendrier } from '../domain/avis.ts'
import { convocationPerimee } from '../domain/suite.ts'
import { demiesDe } from './demies-de.ts'
import { inscritsUneFois, piecesUneFois } from './lire-une-fois.ts'

/** Combien d’inscrits tiennent une convocation à d’autres dates que celles de cette session ; commencée, elle ne convoque plus. */
export const convocationsARefaire = async (
  tx: TenantTx,
  session: SessionLue,
  maintenant: Date,
): Promise<number> => {
  const { seances } = partTenue(session)
  const aujourdhui = calendrier(demiesDe(session))
  const pieces = (await piecesUneFois(tx, session.id)).filter((p) => p.genre === 'convocation')
  return (await inscritsUneFois(tx, session.id)).filter((i) => {
    const sienne = pieces.find((p) => p.objet === i.id)
    return (
      i.etat === 'inscrit' &&
      sienne !== undefined &&
      !aCommence(depuisLArrivee(seances, i.arriveeLe)[0], maintenant) &&
      convocationPerimee(sienne.seances && calendrier(sienne.seances), aujourdhui)
    )
  }).length
}
