import type { SessionLue } from '#modules/sessions/index.ts'
import { type TenantTx, uneFois } from '#platform/db/index.ts'
import { lireElements, lirePlan } from '../db/a-part.ts'
import { lireFaites } from '../db/faites.ts'
import { enDemi, lireCasesNues } from '../db/lectures.ts'
import type { Demi, SessionId } from '../domain/ports.ts'

/**
 * Les cases d’une session et ce qui en est clos ou certifié : la page de la session, ses contrôles et ses factures le
 * demandent chacun. Lu une fois par transaction ; pour montrer seulement, jamais pour relire après avoir écrit.
 */
export const casesUneFois = uneFois((tx, session) => lireCasesNues(tx, session as SessionId))
export const planUneFois = uneFois((tx, session) => lirePlan(tx, session as SessionId))
export const elementsUneFois = uneFois((tx, session) => lireElements(tx, session as SessionId))

/** De cette session, les séances closes et les inscriptions certifiées. */
export const faitesUneFois = uneFois((tx, session) => lireFaites(tx, session as SessionId))

/** Les demi-journées d’une session, dans l’ordre, coupées où elles le furent : la session et ce qui est clos les disent déjà. */
export const demisUneFois = async (tx: TenantTx, session: SessionLue): Promise<Demi[]> => {
  const { closes, avances } = await faitesUneFois(tx, session.id)
  return session.seances.map((x) =>
    enDemi({
      session_id: session.id,
      numero: session.numero,
      intitule: session.intitule,
      formateur: session.formateur,
      formateur_id: session.formateurId,
      affectes: x.intervenants.map((i) => ({ nom: `${i.prenom} ${i.nom}`.trim(), compte: i.compte })),
      lieu: x.lieu ?? session.lieu,
      zone: session.zone,
      activite_id: session.activite,
      seance_id: x.id,
      jour: x.jour,
      demi_journee: x.demiJournee,
      debut_minutes: x.debutMinutes,
      fin_minutes: x.finMinutes,
      avance_min: avances.get(x.jour) ?? 0,
      close: closes.has(x.id),
      ...(x.arreteeA === undefined ? {} : { fin_tenue: x.arreteeA }),
    }),
  )
}
