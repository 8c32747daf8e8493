set local role coforme_porte;

create or replace function porte.fiches_de_l_adresse(p_courriel text) returns table (organisme uuid, personne uuid)
language plpgsql stable security definer set search_path = '' as $$
begin
  return query select distinct t.organisme_id, t.id from tiers.personne t
    where lower(t.courriel) = lower(p_courriel) and t.effacee_le is null limit 20;
end $$;
grant execute on function porte.fiches_de_l_adresse to coforme_worker;
