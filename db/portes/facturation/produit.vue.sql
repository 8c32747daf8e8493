-- Une ligne de facture ou d'avoir qui compte, reclassée par sa dernière affectation : ce que lisent le bilan, les
-- contrôles et les listes. `origine` est l'une des lignes du cadre C ; nulle : à affecter.
create view facturation.produit with (security_invoker = true) as
  select f.organisme_id, f.activite_id, f.id as facture_id, l.id as ligne_id, l.rang, f.provenance, f.genre, f.outil, f.numero, f.emise_le,
      f.corrige_id, f.payeur_entreprise_id, f.payeur_personne_id, f.payeur_nom, f.subrogation,
      case l.nature when 'annexe' then 'autre-formation' when 'dedit' then 'hors-formation' when 'hors-formation' then 'hors-formation'
        else case when a.facture_id is null then f.source else a.source end end as origine,
      case when a.facture_id is null then f.session_id else a.session_id end as session_id,
      case when a.facture_id is null then f.dossier_id else a.dossier_id end as dossier_id,
      f.financement_rang, l.inscription_id, l.nature, l.libelle, l.montant_ht_centimes, l.taux_points,
      f.periode_du, f.periode_au, l.acompte_id
    from facturation.facture f
      join facturation.ligne l on l.organisme_id = f.organisme_id and l.facture_id = f.id
      left join lateral (select x.facture_id, x.source, x.session_id, x.dossier_id, x.retiree from facturation.affectation x
        where x.organisme_id = f.organisme_id and x.facture_id = f.id order by x.rang desc limit 1) a on true
   where a.retiree is not true;

grant select on facturation.produit to coforme_app;
