import { centimes, formaterMontant } from '#kernel/montant.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { plisDuDossier } from '../db/ecrits.ts'
import { dernier } from '../domain/ecrits.ts'
import type { Connus } from '../domain/formulaires.ts'
import { membresPresents } from '../domain/groupement.ts'
import { derniersRangs, type Total, totalQuiVaut } from '../domain/plis.ts'
import type { FicheDuMarche, Issue } from '../domain/suite.ts'
import type { Reponse } from './lire-reponse.ts'

export const estAttribue = (r: Reponse): boolean => dernier<Issue>(r.ecrits, 'issue')?.etat === 'attribue'

/** Ce que les papiers tiennent de l’ouverture des prix et de l’attribution. Un total que des plis ont dépassé n’y est pas. */
export const connusDe = async (tx: TenantTx, r: Reponse): Promise<Connus> => {
  const total = dernier<Total>(r.ecrits, 'total')
  const vaut =
    total && totalQuiVaut(total, derniersRangs(membresPresents(r.d), await plisDuDossier(tx, r.d.g.id)))
  return {
    total: vaut === undefined ? null : `${formaterMontant(centimes(vaut))}, total dit par le mandataire`,
    marche: dernier<FicheDuMarche>(r.ecrits, 'marche')?.numero ?? null,
  }
}
