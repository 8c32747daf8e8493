set local role coforme_porte;

create or replace function porte.ne_plus_relancer_le_lien(p_le timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  p_le := porte.heure(p_le);
  if porte.organisme() is null or porte.objet() is null or not porte.par_lien() then return false; end if;
  update questionnaires.demande set arretee_le = p_le, arret_par = 'repondant'
   where organisme_id = porte.organisme() and id = porte.objet() and arretee_le is null;
  return found;
end $$;
comment on function porte.ne_plus_relancer_le_lien is 'La personne ne veut plus de rappel de cette demande.';
grant execute on function porte.ne_plus_relancer_le_lien to coforme_app;
