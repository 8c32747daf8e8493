/** Ce qu’une facture reçue paie peut-être : nos interventions confiées au dehors, et ce que d’autres modules attendent. */
import type { DateCivile } from '#kernel/dates.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { interventionsDuDehors } from '../db/attendues.queries.ts'
import { objetsDejaDits, type RecueLue } from '../db/recues.ts'
import { type AttendueProposee, direDeja, proposerAttendues } from '../domain/cycle/attendues.ts'
import type { PrisesFacturation } from '../prises.ts'

export const attenduesDe = async (
  tx: TenantTx,
  r: Pick<RecueLue, 'siren' | 'fournisseur' | 'ht'>,
  jour: DateCivile,
  prises: PrisesFacturation,
): Promise<readonly AttendueProposee[]> => {
  const propos = proposerAttendues({ ...r, jour }, [
    ...(await interventionsDuDehors(tx, { siren: r.siren, jour })),
    ...(await prises.depensesAttendues(tx)),
  ])
  const cles = propos.map((p) => p.cle)
  return direDeja(r, propos, cles.length > 0 ? await objetsDejaDits(tx, cles) : [])
}
