set local role coforme_porte;

create or replace function porte.espace_archive(p_jeton bytea) returns table (id uuid, octets bytea)
language plpgsql stable security definer set search_path = '' as $$
begin
  return query select x.id, x.octets from porte.acces_du_lien(p_jeton) a
    join donnees.archive x on x.organisme_id = a.organisme_id and x.personne_id = any (a.fiches) and x.octets is not null and x.expire_le > now()
   where a.genre <> 'agenda' order by x.composee_le desc limit 1;
end $$;
grant execute on function porte.espace_archive to coforme_app;
