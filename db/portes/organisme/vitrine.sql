set local role coforme_porte;

create or replace function porte.vitrine(p_organisme uuid)
returns table (nom text, siret text, nda text, adresse text, code_postal text, ville text, courriel text,
  telephone text, site text, regime_tva text, tva_demande_recue_le date)
language sql stable parallel restricted security definer set search_path = ''
begin atomic
  select o.nom, o.siret, o.nda, case when m.masque then '' else o.adresse end, case when m.masque then '' else o.code_postal end,
         case when m.masque then '' else o.ville end, o.courriel, o.telephone, o.site, o.regime_tva, o.tva_demande_recue_le
    from organisme.organisme o
   cross join lateral (select coalesce((select f.siege_masque from portail.fiche f where f.organisme_id = o.organisme_id), false)) m (masque)
   where o.organisme_id = p_organisme
     and exists (select from catalogue.fiche f where f.organisme_id = p_organisme and f.retiree_le is null)
     and porte.identite_visee(o.organisme_id);
end;
comment on function porte.vitrine is 'L’identité publique d’un organisme qui a une offre publiée, sans l’adresse du siège qu’il ne montre pas ; rien pour les autres.';
grant execute on function porte.vitrine to coforme_app;
