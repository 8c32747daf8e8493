set local role coforme_porte;

-- La page montre une semaine ; la porte en rendait six, de tout le monde, d'un seul appel.
create or replace function porte.heures_prises(p_du timestamptz, p_au timestamptz)
returns table (genre text, ressource uuid, du timestamptz, au timestamptz)
language plpgsql stable security definer set search_path = '' as $$
declare ici uuid := app.organisme();
begin
  -- Permis : borne de ce qu’on demande à la fois.
  if ici is null or porte.personne() is null or not p_du < p_au or p_au > p_du + interval '8 days' then return; end if;
  return query
    with gens as materialized (
      select p.id, porte.cle_de(ici, p.id, null) as cle from tiers.intervenant v
        join tiers.personne p on p.organisme_id = v.organisme_id and p.id = v.personne_id
       where v.organisme_id = ici and (app.toutes_activites() or p.activite_id = any (app.activites())))
    select 'personne'::text, g.id, greatest(lower(o.creneau), p_du), least(upper(o.creneau), p_au)
      from gens g join sessions.occupation o on o.genre = 'personne' and o.cle = g.cle and o.creneau && tstzrange(p_du, p_au, '[)')
        and (o.expire_le is null or o.expire_le > porte.present())
    union all
    select 'salle'::text, o.cle, greatest(lower(o.creneau), p_du), least(upper(o.creneau), p_au)
      from sessions.occupation o where o.genre = 'salle' and o.organisme_id = ici and o.creneau && tstzrange(p_du, p_au, '[)')
       and (o.expire_le is null or o.expire_le > porte.present())
    order by 1, 2, 3;
end $$;
comment on function porte.heures_prises is 'Personnes et salles d’ici : ce qui est pris, sans dire par qui.';
grant execute on function porte.heures_prises to coforme_app;
