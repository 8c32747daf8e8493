/** La copie acquittée : la pièce émise, les mêmes données et la même empreinte, avec ce qui l’a payée. Rien n’est gardé. */
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { lirePieceFigee, recomposer } from '#modules/documents/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { RefusPdf } from '#platform/pdf/pdf.ts'
import type { Services } from '#platform/services.ts'
import type { FactureLue } from '../db/factures.queries.ts'
import { acquitter } from '../domain/acquitter.ts'
import { motMoyen } from '../domain/facture.ts'
import type { AcquitV1 } from './facture.v1.ts'

export const copieAcquittee = async (
  services: Pick<Services, 'pdf' | 'config'>,
  tx: TenantTx,
  f: FactureLue,
): Promise<Result<Uint8Array, RefusPdf | Refus>> => {
  const acquit = acquitter(f)
  if (!acquit.ok) return acquit
  const piece = f.piece && (await lirePieceFigee(tx, f.piece))
  if (!piece) return refuser('pas-ici', 'La pièce de cette facture n’est pas ici.')
  const { le, total, reglements } = acquit.value
  const dit: AcquitV1 = {
    le,
    total,
    reglements: reglements.map(({ jour, moyen, reference, montant }) => ({
      jour,
      moyen: motMoyen[moyen],
      montant,
      ...(reference ? { reference } : {}),
    })),
  }
  const rendu = await recomposer(services, piece, { acquit: dit })
  return rendu.ok ? ok(rendu.value.pdf) : rendu
}
