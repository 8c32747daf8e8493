import { sql } from 'kysely'
import type { TenantTx } from '#platform/db/index.ts'
import type { Conditions } from '../domain/conditions.ts'

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
