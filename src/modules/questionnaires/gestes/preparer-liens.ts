import type { OrganismeId } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { enqueue } from '#platform/jobs/enqueue.ts'
import type { DemandeDeReponse } from '../db/campagnes.ts'
import { tacheEnvoyer } from './ouvrir-campagne.ts'

/** Fait naître le lien de chaque demande, à remettre en main propre. Un lien ne naît que dans une tâche : la page ne tient pas ce pouvoir. */
export const preparerLesLiens = async (
  tx: TenantTx,
  organisme: OrganismeId,
  demandes: readonly DemandeDeReponse[],
): Promise<void> => {
  for (const d of demandes)
    await enqueue(
      tx,
      tacheEnvoyer,
      { organisme, demande: d.id, rang: 1, remis: true },
      { cle: `questionnaire:${d.id}` },
    )
}
