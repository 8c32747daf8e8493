set local role coforme_porte;

-- Mêmes rôles que « pieces.viser » (organisme/domain/droits.ts) : le visa protège la coopérative de qui engage, et
-- c'est lui que la signature attend ; un entrepreneur ne se l'accorde pas, même en SQL.
create or replace function porte.peut_viser() returns boolean
language plpgsql stable parallel restricted security definer set search_path = '' as $$
begin
  return exists (select from compte.adhesion a where a.organisme_id = porte.organisme() and a.compte_id = porte.personne()
    and a.roles && '{equipe-appui,responsable}' and a.acceptee_le is not null
    and a.du <= porte.aujourd_hui() and (a.au is null or a.au >= porte.aujourd_hui()));
end $$;
grant execute on function porte.peut_viser to coforme_app, coforme_owner;
