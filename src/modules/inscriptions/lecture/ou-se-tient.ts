import { partTenue, type SessionLue } from '#modules/sessions/index.ts'
import { sallesDe } from '../documents/donnees-pieces.ts'
import type { FaitsDuFil } from '../domain/suite.ts'

/** Où la session se tient aujourd’hui, comme ses pièces l’écriraient. */
export const ouSeTient = (session: SessionLue): Required<Pick<FaitsDuFil, 'lieu' | 'salles'>> => ({
  lieu: session.lieu,
  salles: sallesDe({ lieu: session.lieu, seances: partTenue(session).seances }),
})
