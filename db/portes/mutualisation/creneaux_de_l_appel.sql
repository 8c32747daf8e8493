set local role coforme_porte;

-- Les heures d’une des dates d’un appel, à la pendule de Paris.
create or replace function porte.creneaux_de_l_appel(p_organisme uuid, p_appel uuid, p_rang integer) returns tstzmultirange
language plpgsql stable security definer set search_path = '' as $$
begin
  return (select range_agg(tstzrange((j + make_interval(mins => a.debut_minutes)) at time zone 'Europe/Paris',
      (j + make_interval(mins => a.fin_minutes)) at time zone 'Europe/Paris', '[)'))
    from mutualisation.appel a join mutualisation.appel_date d on d.organisme_id = a.organisme_id and d.appel_id = a.id, unnest(d.jours) j
   where a.organisme_id = p_organisme and a.id = p_appel and d.rang = p_rang);
end $$;
revoke execute on function porte.creneaux_de_l_appel from public;
