/** Ce qu’une facture reçue paie peut-être : nos interventions confiées au dehors, et ce que d’autres modules attendent. */
import type { DateCivile } from '#kernel/dates.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { interventionsDuDehors } from '../db/attendues.queries.ts'
import { objetsDejaDits, type RecueLue } from '../db/recues.ts'
import { type Proposee, proposerAttendues } from '../domain/cycle/attendues.ts'
import type { PrisesFacturation } from '../prises.ts'

/** `deja` : la facture qui dit déjà la payer. Une même intervention peut se facturer en plusieurs fois : elle reste proposée. */
export type AttendueProposee = Proposee & { readonly deja: string | null }

export const attenduesDe = async (
  tx: TenantTx,
  r: Pick<RecueLue, 'siren' | 'fournisseur' | 'ht'>,
  jour: DateCivile,
  prises: PrisesFacturation,
): Promise<readonly AttendueProposee[]> => {
  const propos = proposerAttendues({ ...r, jour }, [
    ...(await interventionsDuDehors(tx, jour)),
    ...(await prises.depensesAttendues(tx)),
  ])
  const dits = propos.length > 0 ? await objetsDejaDits(tx) : new Map<string, string>()
  return propos.map((p) => ({ ...p, deja: dits.get(p.cle) ?? null }))
}
