set local role coforme_porte;

-- Retirée, elle ne compte plus ; elle garde sa date, et ne se redit pas avant.
create or replace function porte.manque_retirer(p_id uuid) returns text
language plpgsql volatile security definer set search_path = '' as $$
begin
  if porte.personne() is null or porte.par_lien() or not porte.tient_partout(app.liste('roles-des-appels')) then return 'refuse'; end if;
  update ressources.manque m set retire_le = porte.present() where m.organisme_id = porte.organisme() and m.id = p_id and m.retire_le is null;
  return case when found then 'retire' else 'introuvable' end;
end $$;
comment on function porte.manque_retirer is 'Retire ce que la coopérative avait dit chercher.';
grant execute on function porte.manque_retirer to coforme_app;
