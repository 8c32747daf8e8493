set local role coforme_porte;

-- Dans tant de jours, quatre-vingt-dix au plus ; rien : la coopérative n'en demande plus. Le jour est celui de la base. Faux : la personne ne
-- règle pas la coopérative.
create or replace function porte.exiger_second_facteur(p_jours integer) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  if porte.par_lien() or porte.personne() is null or not porte.administre_ici() then return false; end if;
  if p_jours is null then
    delete from compte.exigence where organisme_id = porte.organisme();
    return true;
  end if;
  if p_jours not between 0 and 90 then return false; end if;
  insert into compte.exigence (organisme_id, second_facteur_du, dite_par) values (porte.organisme(), porte.aujourd_hui() + p_jours, porte.personne())
    on conflict (organisme_id) do update set second_facteur_du = excluded.second_facteur_du, dite_par = excluded.dite_par, dite_le = now();
  return true;
end $$;
comment on function porte.exiger_second_facteur is 'Demande un second facteur à toute l’équipe, dans tant de jours, ou n’en demande plus.';
grant execute on function porte.exiger_second_facteur to coforme_app;
