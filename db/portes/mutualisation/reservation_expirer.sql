set local role coforme_porte;

create or replace function porte.reservation_expirer(p_limite integer, p_le timestamptz) returns integer
language plpgsql volatile security definer set search_path = '' as $$
declare
  r record;
  n integer := 0;
begin
  p_le := porte.heure(p_le);
  for r in select x.organisme_id, x.id, x.bien_id, x.expire_le from mutualisation.reservation x where x.etat = 'option' and x.expire_le <= p_le
      order by x.expire_le, x.id limit p_limite for update skip locked loop
    update mutualisation.reservation x set etat = 'expiree', expire_le = null, finie_le = r.expire_le where x.organisme_id = r.organisme_id and x.id = r.id;
    perform porte.avancer_la_file(r.organisme_id, r.bien_id, p_le);
    n := n + 1;
  end loop;
  return n;
end $$;
comment on function porte.reservation_expirer is 'Rend les heures des options de biens échues, et fait avancer les files ; combien.';
grant execute on function porte.reservation_expirer to coforme_worker;
