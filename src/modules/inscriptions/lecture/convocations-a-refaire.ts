import { partTenue, type SessionLue } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { aCommence } from '../domain/a-temps.ts'
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
  const premiere = partTenue(session).seances[0]
  if (!premiere || aCommence(premiere, maintenant)) return 0
  const aujourdhui = calendrier(demiesDe(session))
  const pieces = (await piecesUneFois(tx, session.id)).filter((p) => p.genre === 'convocation')
  return (await inscritsUneFois(tx, session.id)).filter((i) => {
    const sienne = pieces.find((p) => p.objet === i.id)
    return (
      i.etat === 'inscrit' &&
      sienne !== undefined &&
      convocationPerimee(sienne.seances && calendrier(sienne.seances), aujourdhui)
    )
  }).length
}
