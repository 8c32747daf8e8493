set local role coforme_porte;

-- Le mandat de sa coopérative, pris par une de ses personnes. Une place tenue ne se prend qu'en le disant (p_remplacer).
create or replace function porte.prendre_mandat(p_pole uuid, p_role text, p_nom text, p_remplacer boolean, p_le timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare moi uuid := porte.organisme(); qui uuid := porte.personne();
begin
  p_le := porte.heure(p_le);
  if qui is null or not p_role = any (app.liste('mandats-de-vote')) or not p_pole = any (porte.poles()) then return false; end if;
  if p_remplacer then
    delete from pole.mandat where pole_id = p_pole and organisme_id = moi and role = p_role;
  end if;
  insert into pole.mandat (pole_id, organisme_id, compte_id, role, nom, du) values (p_pole, moi, qui, p_role, p_nom, p_le)
    on conflict do nothing;
  return found;
end $$;
grant execute on function porte.prendre_mandat to coforme_app;
