set local role coforme_porte;

-- Les deux comptes, toujours dans le même ordre : deux gestes croisés s’attendent, ils ne se bloquent pas. « no key » : proposer ne fait que
-- nommer les deux comptes, dans l’ordre où l’on parle ; cela ne les attend pas.
create or replace function porte.courant_verrouiller(p_pole uuid, p_un uuid, p_deux uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  perform from mutualisation.compte c where c.pole_id = p_pole and c.organisme_id in (p_un, p_deux) order by c.organisme_id for no key update;
end $$;
revoke execute on function porte.courant_verrouiller from public;
