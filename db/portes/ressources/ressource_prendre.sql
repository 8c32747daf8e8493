set local role coforme_porte;

-- La dernière version, sous une licence qui le permet, une fois par coopérative.
create or replace function porte.ressource_prendre(p_id uuid, p_version uuid, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare
  moi uuid := porte.organisme();
  v record;
begin
  if porte.personne() is null or porte.par_lien() or not porte.tient_partout(app.liste('roles-des-ressources')) then return 'refuse'; end if;
  select x.organisme_id, x.licence, x.rang, x.ressource_id into v from ressources.version x
    join porte.ressources_visibles() r on r.organisme_id = x.organisme_id and r.id = x.ressource_id and r.retiree_le is null
   where x.id = p_version and x.organisme_id <> moi;
  if not found then return 'introuvable'; end if;
  if not v.licence = any (app.liste('licences-qui-se-reprennent')) then return 'reserve'; end if;
  if exists (select from ressources.version x where x.organisme_id = v.organisme_id and x.ressource_id = v.ressource_id and x.rang > v.rang)
    then return 'depassee'; end if;
  insert into ressources.copie (organisme_id, id, de_organisme_id, version_id, prise_le, prise_par)
    values (moi, p_id, v.organisme_id, p_version, porte.heure(p_le), porte.personne()) on conflict do nothing;
  return case when found then 'prise' else 'deja' end;
end $$;
comment on function porte.ressource_prendre is 'Prend une copie à soi de la dernière version d’un document mis en commun.';
grant execute on function porte.ressource_prendre to coforme_app;
