import { asId } from '#kernel/id.ts'
import { dispositifs, montantsParDispositif } from '#modules/inscriptions/index.ts'
import { lireSession, sessionsNommees } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Execution, Report } from '../domain/suite.ts'

/** La session de ce numéro, chez qui lit ; rien : aucune. */
export const sessionDeCeNumero = async (tx: TenantTx, numero: string) =>
  numero === ''
    ? undefined
    : (await sessionsNommees(tx, numero)).find(
        (t) => (t.detail ?? '').split(',')[0]?.toLowerCase() === numero.toLowerCase(),
      )

/** Ce que portent au bilan les dossiers clients des sessions dites, commande par commande ; rien d’une commande sans session dite. */
export const reportsDe = async (
  tx: TenantTx,
  executions: readonly {
    readonly cle: string
    readonly contenu: Pick<Execution, 'session' | 'sessionId'>
  }[],
): Promise<ReadonlyMap<string, Report>> => {
  const reports = new Map<string, Report>()
  for (const { cle, contenu } of executions) {
    if (contenu.session === '') continue
    const id = contenu.sessionId ? asId<'Session'>(contenu.sessionId) : undefined
    const session = id ? await lireSession(tx, id) : await sessionDeCeNumero(tx, contenu.session)
    if (session === undefined) {
      reports.set(cle, 'introuvable')
      continue
    }
    const montants = await montantsParDispositif(tx, session.id)
    const lignes = montants.map(({ dispositif, centimes }) => ({
      ligne: dispositifs[dispositif].ligne,
      centimes,
    }))
    reports.set(cle, {
      portees: lignes.flatMap(({ ligne, centimes }) =>
        ligne === null ? [] : [{ ligne: `C.${ligne}`, centimes }],
      ),
      horsBilan: lignes.reduce((n, l) => (l.ligne === null ? n + l.centimes : n), 0),
    })
  }
  return reports
}
