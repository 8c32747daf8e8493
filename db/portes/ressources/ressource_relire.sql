set local role coforme_porte;

create or replace function porte.ressource_relire(p_id uuid, p_version uuid, p_avis text, p_mot text, p_par text, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare v record;
begin
  if porte.personne() is null or porte.par_lien() or not porte.tient(app.liste('roles-qui-participent-au-pole')) then return 'refuse'; end if;
  select x.organisme_id, x.par, x.rang, x.ressource_id, x.licence into v from ressources.version x
    join porte.ressources_visibles() r on r.organisme_id = x.organisme_id and r.id = x.ressource_id where x.id = p_version;
  if not found then return 'introuvable'; end if;
  if v.par = porte.personne() then return 'sienne'; end if;
  if v.organisme_id <> porte.organisme() and not v.licence = any (app.liste('licences-qui-se-reprennent')) then return 'reserve'; end if;
  if exists (select from ressources.version x where x.organisme_id = v.organisme_id and x.ressource_id = v.ressource_id and x.rang > v.rang)
    then return 'depassee'; end if;
  insert into ressources.relecture (organisme_id, id, de_organisme_id, version_id, compte_id, avis, mot, par, le)
    values (porte.organisme(), p_id, v.organisme_id, p_version, porte.personne(), p_avis, p_mot, p_par, porte.heure(p_le)) on conflict do nothing;
  return case when found then 'relue' else 'deja' end;
end $$;
comment on function porte.ressource_relire is 'Signe sa relecture d’une version, une fois, jamais de la sienne.';
grant execute on function porte.ressource_relire to coforme_app;
