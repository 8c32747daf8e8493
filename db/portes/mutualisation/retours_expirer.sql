set local role coforme_porte;

create or replace function porte.retours_expirer(p_limite integer, p_le timestamptz) returns integer
language plpgsql volatile security definer set search_path = '' as $$
declare n integer;
begin
  p_le := porte.heure(p_le);
  delete from mutualisation.retour r using (select x.organisme_id, x.id from mutualisation.retour x where x.ecrit_le <= p_le - app.duree('retour-garde')
    order by x.ecrit_le, x.id limit p_limite for update skip locked) y where r.organisme_id = y.organisme_id and r.id = y.id;
  get diagnostics n = row_count;
  return n;
end $$;
comment on function porte.retours_expirer is 'Efface les retours de plus de douze mois ; combien.';
grant execute on function porte.retours_expirer to coforme_worker;
