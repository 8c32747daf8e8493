set local role coforme_porte;

create or replace function porte.repondre_mission(p_organisme uuid, p_id uuid, p_oui boolean, p_le timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  p_le := porte.heure(p_le);
  if porte.personne() is null then return false; end if;
  update qualite.audit_mission set etat = case when p_oui then 'accepte' else 'refuse' end, repondu_le = p_le, repondu_par = porte.personne()
   where organisme_id = p_organisme and id = p_id and pair_organisme_id = porte.organisme() and etat = 'propose'
     and expire_le >= porte.aujourd_hui();
  return found;
end $$;
grant execute on function porte.repondre_mission to coforme_app;
