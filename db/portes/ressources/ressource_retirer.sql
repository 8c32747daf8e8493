set local role coforme_porte;

-- Les copies déjà prises restent à qui les a ; plus rien ne s’en prend.
create or replace function porte.ressource_retirer(p_ressource uuid, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
begin
  if porte.personne() is null or porte.par_lien() or not porte.tient_partout(app.liste('roles-des-ressources')) then return 'refuse'; end if;
  update ressources.ressource r set retiree_le = porte.heure(p_le) where r.organisme_id = porte.organisme() and r.id = p_ressource and r.retiree_le is null;
  return case when found then 'retiree' else 'introuvable' end;
end $$;
comment on function porte.ressource_retirer is 'Retire un document mis en commun.';
grant execute on function porte.ressource_retirer to coforme_app;
