set local role coforme_porte;

-- Ce que la coopérative demande, et qui n'a pas encore de second facteur ; à qui la règle, ou à une tâche.
create or replace function porte.exigence_second_facteur() returns table (du date, sans uuid[])
language plpgsql stable security definer set search_path = '' as $$
begin
  if porte.par_lien() or not porte.administre_ici() then return; end if;
  return query select (select x.second_facteur_du from compte.exigence x where x.organisme_id = porte.organisme()),
    array(select c.id from compte.adhesion a join compte.compte c on c.id = a.compte_id
      where a.organisme_id = porte.organisme() and a.acceptee_le is not null and c.totp_le is null and c.ferme_le is null
        and a.du <= porte.aujourd_hui() and (a.au is null or a.au >= porte.aujourd_hui()));
end $$;
grant execute on function porte.exigence_second_facteur to coforme_app;
