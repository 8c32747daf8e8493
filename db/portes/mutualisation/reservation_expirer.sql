set local role coforme_porte;

-- Une séance ôtée, deux annulations qui se croisent : personne n’a fait avancer la file. Chaque passage la fait avancer, où quelqu’un attend.
create or replace function porte.reservation_expirer(p_limite integer, p_le timestamptz) returns integer
language plpgsql volatile security definer set search_path = '' as $$
declare
  r record;
  n integer := 0;
begin
  p_le := porte.heure(p_le);
  for r in select x.organisme_id, x.id, x.bien_id, coalesce(x.expire_le, lower(x.creneau)) as fin from mutualisation.reservation x
      where (x.etat = 'option' and x.expire_le <= p_le) or (x.etat = 'en-file' and lower(x.creneau) <= p_le)
      order by 4, x.id limit p_limite for update skip locked loop
    update mutualisation.reservation x set etat = 'expiree', expire_le = null, finie_le = r.fin where x.organisme_id = r.organisme_id and x.id = r.id;
    perform porte.avancer_la_file(r.organisme_id, r.bien_id, p_le);
    n := n + 1;
  end loop;
  for r in select distinct x.organisme_id, x.bien_id from mutualisation.reservation x where x.etat = 'en-file' and lower(x.creneau) > p_le order by 1, 2 loop
    n := n + porte.avancer_la_file(r.organisme_id, r.bien_id, p_le);
  end loop;
  return n;
end $$;
comment on function porte.reservation_expirer is 'Rend les heures des options de biens échues, ferme les attentes passées, et fait avancer les files ; combien.';
grant execute on function porte.reservation_expirer to coforme_worker;
