set local role coforme_porte;

-- Ce qu’un visa garde de qui le donne : ses rôles de ce jour, qu’un changement d’après ne récrit pas.
create or replace function porte.roles_tenus() returns text[]
language plpgsql stable parallel restricted security definer set search_path = '' as $$
begin
  return (select coalesce(array_agg(distinct r order by r), '{}') from compte.adhesion a cross join lateral unnest(a.roles) r
    where a.organisme_id = porte.organisme() and a.compte_id = porte.personne() and a.acceptee_le is not null
      and a.du <= porte.aujourd_hui() and (a.au is null or a.au >= porte.aujourd_hui()));
end $$;
comment on function porte.roles_tenus is 'Les rôles que la personne de la transaction tient aujourd’hui dans son organisme.';
revoke execute on function porte.roles_tenus from public;
