set local role coforme_porte;

create or replace function porte.ressource_versions(p_ressource uuid)
returns table (id uuid, rang integer, note text, auteurs text, titulaire text, licence text, d_apres text, d_apres_licence text, tiers text,
  accessibilite text, acces text, valable_au date, sources text, fichier_nom text, fichier_type text, taille integer, le timestamptz, mienne boolean)
language sql stable security definer set search_path = ''
begin atomic
  select v.id, v.rang, v.note, v.auteurs, v.titulaire, v.licence, v.d_apres, v.d_apres_licence, v.tiers, v.accessibilite, v.acces, v.valable_au, v.sources,
      v.fichier_nom, v.fichier_type, v.taille, v.le, v.par = (select porte.personne())
    from porte.ressources_visibles() r join ressources.version v on v.organisme_id = r.organisme_id and v.ressource_id = r.id
   where r.id = p_ressource order by v.rang desc;
end;
comment on function porte.ressource_versions is 'Les versions d’un document mis en commun, la dernière d’abord.';
grant execute on function porte.ressource_versions to coforme_app;
