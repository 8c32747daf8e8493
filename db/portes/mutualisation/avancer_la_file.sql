set local role coforme_porte;

-- Des heures rendues reviennent à qui attend depuis le plus longtemps, si tout son créneau est libre : une option, le temps de répondre.
create or replace function porte.avancer_la_file(p_organisme uuid, p_bien uuid, p_le timestamptz) returns integer
language plpgsql volatile security definer set search_path = '' as $$
declare
  r record;
  n integer := 0;
begin
  p_le := porte.heure(p_le);
  for r in select x.id, x.creneau from mutualisation.reservation x where x.organisme_id = p_organisme and x.bien_id = p_bien and x.etat = 'en-file'
      and lower(x.creneau) > p_le order by x.demandee_le, x.id loop
    begin
      update mutualisation.reservation x set etat = 'option', expire_le = least(p_le + app.duree('option-de-salle'), lower(r.creneau))
       where x.organisme_id = p_organisme and x.id = r.id;
      n := n + 1;
    exception when exclusion_violation then null;
    end;
  end loop;
  return n;
end $$;
revoke execute on function porte.avancer_la_file from public;
