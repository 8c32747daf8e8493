set local role coforme_porte;

create or replace function porte.mission_expirer(p_limite integer, p_le timestamptz) returns integer
language plpgsql volatile security definer set search_path = '' as $$
declare
  m record;
  n integer := 0;
begin
  p_le := porte.heure(p_le);
  for m in select x.organisme_id, x.id, x.expire_le from mutualisation.mission x where x.etat = any (app.liste('missions-a-decider')) and x.expire_le <= p_le
      order by x.expire_le, x.id limit p_limite for update skip locked loop
    update mutualisation.mission x set etat = 'expiree', finie_le = m.expire_le where x.organisme_id = m.organisme_id and x.id = m.id;
    n := n + 1;
  end loop;
  return n;
end $$;
comment on function porte.mission_expirer is 'Rend les heures des options dont l’échéance est passée ; combien.';
grant execute on function porte.mission_expirer to coforme_worker;
