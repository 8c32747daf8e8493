set local role coforme_porte;

create or replace function porte.ressource_relectures(p_ressource uuid)
returns table (version uuid, rang integer, avis text, mot text, par text, cooperative text, le timestamptz, mienne boolean)
language sql stable security definer set search_path = ''
begin atomic
  select v.id, v.rang, l.avis, l.mot, l.par, o.nom, l.le, l.organisme_id = (select porte.organisme()) and l.compte_id = (select porte.personne())
    from porte.ressources_visibles() r join ressources.version v on v.organisme_id = r.organisme_id and v.ressource_id = r.id
    join ressources.relecture l on l.de_organisme_id = v.organisme_id and l.version_id = v.id
    join organisme.organisme o on o.organisme_id = l.organisme_id
   where r.id = p_ressource order by v.rang desc, l.le;
end;
comment on function porte.ressource_relectures is 'Qui a relu les versions d’un document mis en commun.';
grant execute on function porte.ressource_relectures to coforme_app;
