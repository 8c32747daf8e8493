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

/** Faux : quelqu’un les a changées depuis la version lue. */
export const ecrireConditions = async (
  tx: TenantTx,
  c: Conditions,
  depuis: number,
  le: Date,
): Promise<boolean> => {
  const [loin, proche, fin] = c.paliers
  const { mediateur: m, referent: r, contact: k } = c
  const { rows } =
    await sql`insert into documents.conditions as c (delai_reglement_jours, moyen, dedit_loin_jours, dedit_loin_taux,
      dedit_proche_jours, dedit_proche_taux, dedit_fin_taux, conservation_annees, reponse_jours, cessation, mediateur_nom,
      mediateur_adresse, mediateur_site, referent_nom, referent_telephone, referent_courriel, contact_nom, contact_telephone,
      contact_courriel, version, modifie_le)
    select ${c.delaiReglementJours}::int2, ${c.moyen}, ${loin?.jours ?? 0}::int2, ${loin?.taux ?? 0}::int2, ${proche?.jours ?? 0}::int2,
      ${proche?.taux ?? 0}::int2, ${fin?.taux ?? 0}::int2, ${c.conservationAnnees}::int2, ${c.reponseReclamationJours}::int2,
      ${c.cessation}, ${m.nom}, ${m.adresse}, ${m.site}, ${r.nom}, ${r.telephone}, ${r.courriel}, ${k.nom}, ${k.telephone},
      ${k.courriel}, 1, ${le}::timestamptz
    on conflict (organisme_id) do update set delai_reglement_jours = excluded.delai_reglement_jours, moyen = excluded.moyen,
      dedit_loin_jours = excluded.dedit_loin_jours, dedit_loin_taux = excluded.dedit_loin_taux,
      dedit_proche_jours = excluded.dedit_proche_jours, dedit_proche_taux = excluded.dedit_proche_taux,
      dedit_fin_taux = excluded.dedit_fin_taux, conservation_annees = excluded.conservation_annees,
      reponse_jours = excluded.reponse_jours, cessation = excluded.cessation, mediateur_nom = excluded.mediateur_nom,
      mediateur_adresse = excluded.mediateur_adresse, mediateur_site = excluded.mediateur_site,
      referent_nom = excluded.referent_nom, referent_telephone = excluded.referent_telephone,
      referent_courriel = excluded.referent_courriel, contact_nom = excluded.contact_nom,
      contact_telephone = excluded.contact_telephone, contact_courriel = excluded.contact_courriel,
      version = c.version + 1, modifie_le = excluded.modifie_le, modifie_par = app.personne()
      where c.version = ${depuis}::int4
    returning version`.execute(tx)
  return rows.length > 0
}
