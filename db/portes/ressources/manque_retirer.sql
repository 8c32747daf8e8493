set local role coforme_porte;

create or replace function porte.manque_retirer(p_id uuid) returns text
language plpgsql volatile security definer set search_path = '' as $$
begin
  if porte.personne() is null or porte.par_lien() or not porte.tient_partout(app.liste('roles-des-appels')) then return 'refuse'; end if;
  delete from ressources.manque m where m.organisme_id = porte.organisme() and m.id = p_id;
  return case when found then 'retire' else 'introuvable' end;
end $$;
comment on function porte.manque_retirer is 'Retire ce que la coopérative avait dit chercher.';
grant execute on function porte.manque_retirer to coforme_app;
