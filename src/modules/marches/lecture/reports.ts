import { dispositifs, montantsParDispositif } from '#modules/inscriptions/index.ts'
import { sessionsNommees } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Execution, Portee } from '../domain/suite.ts'

/** La session de ce numéro, chez qui lit ; rien : aucune. */
export const sessionDeCeNumero = async (tx: TenantTx, numero: string) =>
  numero === ''
    ? undefined
    : (await sessionsNommees(tx, numero)).find(
        (t) => (t.detail ?? '').split(',')[0]?.toLowerCase() === numero.toLowerCase(),
      )

/** Ce que portent au bilan les dossiers clients des sessions dites, commande par commande. */
export const reportsDe = async (
  tx: TenantTx,
  executions: readonly { readonly cle: string; readonly contenu: Pick<Execution, 'session'> }[],
): Promise<ReadonlyMap<string, readonly Portee[]>> => {
  const reports = new Map<string, readonly Portee[]>()
  for (const { cle, contenu } of executions) {
    const session = await sessionDeCeNumero(tx, contenu.session)
    if (session === undefined) continue
    const montants = await montantsParDispositif(tx, session.id)
    reports.set(
      cle,
      montants.flatMap(({ dispositif, centimes }) => {
        const { ligne } = dispositifs[dispositif]
        return ligne === null ? [] : [{ ligne: `C.${ligne}`, centimes }]
      }),
    )
  }
  return reports
}
