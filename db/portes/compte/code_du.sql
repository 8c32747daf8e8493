set local role coforme_porte;

-- Le jour à partir duquel ce compte, qui n'a pas de second facteur, n'entre plus dans cette coopérative ; rien si elle n'en demande pas.
create or replace function porte.code_du(p_organisme uuid, p_compte uuid) returns date
language plpgsql stable security definer set search_path = '' as $$
begin
  return (select x.second_facteur_du from compte.exigence x join compte.compte c on c.id = p_compte and c.totp_le is null
    where x.organisme_id = p_organisme);
end $$;
