import { centimes, formaterMontant } from '#kernel/montant.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { manchesDuDossier, plisDuDossier } from '../db/ecrits.ts'
import { dernier, tous } from '../domain/ecrits.ts'
import type { Connus } from '../domain/formulaires.ts'
import { membresPresents } from '../domain/groupement.ts'
import { derniersRangs, type Total, totalQuiVaut } from '../domain/plis.ts'
import type { FicheDuMarche, Issue } from '../domain/suite.ts'
import type { Reponse } from './lire-reponse.ts'

export const estAttribue = (r: Reponse): boolean => dernier<Issue>(r.ecrits, 'issue')?.etat === 'attribue'

/** Ce que les papiers tiennent de l’ouverture des prix et de l’attribution. Un total que des plis ont dépassé, ou que l’acheteur fait revoir, n’y est pas. */
export const connusDe = async (tx: TenantTx, r: Reponse, le: Date): Promise<Connus> => {
  const total = tous<Total>(r.ecrits, 'total').at(-1)
  const vaut =
    total &&
    totalQuiVaut(
      total,
      derniersRangs(membresPresents(r.d), await plisDuDossier(tx, r.d.g.id)),
      (await manchesDuDossier(tx, r.d.g.id, le)).find((m) => m.ouverte)?.ouverteLe ?? null,
    )
  return {
    total: vaut === undefined ? null : `${formaterMontant(centimes(vaut))}, total dit par le mandataire`,
    marche: dernier<FicheDuMarche>(r.ecrits, 'marche')?.numero ?? null,
  }
}
