set local role coforme_porte;

create or replace function porte.ameliorations_communes()
returns table (ligne uuid, titre text, close_le text, effet text)
language plpgsql stable security definer set search_path = '' as $$
begin
  if not porte.est_membre_ici() then return; end if;
  return query select l.ligne_id, r.titre, coalesce(r.contenu ->> 'closeLe', ''), coalesce(r.contenu ->> 'effet', '')
    from qualite.amelioration_liee l
      cross join lateral (select x.* from (select y.rang, y.titre, y.contenu, y.retire from qualite.registre y
        where y.organisme_id = l.organisme_id and y.id = l.commune_id) x order by x.rang desc limit 1) r
    where l.organisme_id = porte.organisme() and not r.retire
      and ((select app.toutes_activites()) or l.activite_id = any ((select app.activites())::uuid[]));
end $$;
comment on function porte.ameliorations_communes is 'De chaque action d’une enseigne de qui lit, où en est celle de la coopérative à laquelle elle est liée.';
grant execute on function porte.ameliorations_communes to coforme_app;
