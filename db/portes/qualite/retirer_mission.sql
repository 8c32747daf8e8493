set local role coforme_porte;

create or replace function porte.retirer_mission(p_organisme uuid, p_id uuid, p_le timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare moi uuid := porte.organisme();
begin
  p_le := porte.heure(p_le);
  if porte.personne() is null then return false; end if;
  update qualite.audit_mission set etat = 'retire', retire_le = p_le, retire_par = porte.personne()
   where organisme_id = p_organisme and id = p_id and (organisme_id = moi and porte.portee() = '*' or pair_organisme_id = moi)
     and etat = any (app.liste('missions-qui-courent'));
  return found;
end $$;
comment on function porte.retirer_mission is 'L’audité ou le pair cesse ; plus rien ne se lit ensuite.';
grant execute on function porte.retirer_mission to coforme_app;
