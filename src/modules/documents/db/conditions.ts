import { sql } from 'kysely'
import type { TenantTx } from '#platform/db/index.ts'
import { type Conditions, conditionsProposees } from '../domain/conditions.ts'

/** `version` 0 : rien n’est réglé, les conditions proposées valent. */
export type ConditionsLues = { readonly conditions: Conditions; readonly version: number }

type Ligne = {
  readonly delai: number
  readonly moyen: string
  readonly loinJours: number
  readonly loinTaux: number
  readonly procheJours: number
  readonly procheTaux: number
  readonly finTaux: number
  readonly conservation: number
  readonly reponse: number
  readonly cessation: string
  readonly mediateur: Conditions['mediateur']
  readonly referent: Conditions['referent']
  readonly contact: Conditions['contact']
  readonly version: number
}

export const lireConditions = async (tx: TenantTx): Promise<ConditionsLues> => {
  const { rows } =
    await sql<Ligne>`select delai_reglement_jours as delai, moyen, dedit_loin_jours as "loinJours",
      dedit_loin_taux as "loinTaux", dedit_proche_jours as "procheJours", dedit_proche_taux as "procheTaux",
      dedit_fin_taux as "finTaux", conservation_annees as conservation, reponse_jours as reponse, cessation,
      json_build_object('nom', mediateur_nom, 'adresse', mediateur_adresse, 'site', mediateur_site) as mediateur,
      json_build_object('nom', referent_nom, 'telephone', referent_telephone, 'courriel', referent_courriel) as referent,
      json_build_object('nom', contact_nom, 'telephone', contact_telephone, 'courriel', contact_courriel) as contact, version
    from documents.conditions where organisme_id = (select app.organisme())`.execute(tx)
  const l = rows[0]
  if (!l) return { conditions: conditionsProposees, version: 0 }
  return {
    version: l.version,
    conditions: {
      delaiReglementJours: l.delai,
      moyen: l.moyen,
      paliers: [
        { jours: l.loinJours, taux: l.loinTaux },
        { jours: l.procheJours, taux: l.procheTaux },
        { jours: 0, taux: l.finTaux },
      ],
      conservationAnnees: l.conservation,
      reponseReclamationJours: l.reponse,
      cessation: l.cessation,
      mediateur: l.mediateur,
      referent: l.referent,
      contact: l.contact,
    },
  }
}
