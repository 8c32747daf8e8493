set local role coforme_porte;

-- Demi-journée par demi-journée, ni où ni pour qui. Sans fiche : toutes, un seul jour. Rien avant le lundi de cette semaine : qui cherche une
-- date à venir n’a pas à lire ce qui fut.
create or replace function porte.vivier_occupe(p_fiche uuid, p_du date, p_au date)
returns table (fiche uuid, jour date, moment text, etat text)
language plpgsql stable security definer set search_path = '' as $$
begin
  p_du := greatest(p_du, date_trunc('week', porte.aujourd_hui()::timestamp)::date);
  -- Permis : borne de ce qu’on demande à la fois.
  if not p_du <= p_au or p_au > p_du + (case when p_fiche is null then 0 else 70 end) then return; end if;
  return query
    with gens as materialized (
      select f.id, f.organisme_id, f.compte_id, f.jamais, array(select distinct r.id from tiers.intervenant i,
          unnest(porte.fiches_reunies(i.organisme_id, i.personne_id)) as r (id)
          where i.organisme_id = f.organisme_id and i.compte_id = f.compte_id) as fiches
        from porte.vivier_visibles() f
       where (p_fiche is null or f.id = p_fiche) and porte.vivier_accepte(f.organisme_id, f.compte_id, 'disponibilites')),
    moments as (
      select x.j as jour, m.nom, tstzrange((x.j + m.de) at time zone 'Europe/Paris', (x.j + m.a) at time zone 'Europe/Paris') as quand
        from generate_series(0, p_au - p_du) n, lateral (select p_du + n as j) x,
          (values ('matin', time '07:00', time '13:00'), ('apres', time '13:00', time '20:00')) as m (nom, de, a))
    select g.id, m.jour, m.nom, case
        when exists (select from sessions.conge c where c.organisme_id = g.organisme_id and c.personne_id = any (g.fiches) and c.retire_le is null
          and m.jour between c.du and c.au) then 'absence'
        when exists (select from sessions.occupation o where o.genre = 'personne' and o.cle = g.compte_id and o.creneau && m.quand and o.expire_le is null) then 'occupe'
        when exists (select from sessions.occupe_dehors x where x.organisme_id = g.organisme_id and x.personne_id = any (g.fiches) and x.genre = 'occupe'
          and tstzrange(x.du, x.au) && m.quand) then 'occupe'
        when format('%s-%s', extract(isodow from m.jour), m.nom) = any (g.jamais) then 'absence'
        when exists (select from sessions.occupe_dehors x where x.organisme_id = g.organisme_id and x.personne_id = any (g.fiches)
          and tstzrange(x.du, x.au) && m.quand)
          or exists (select from sessions.occupation o where o.genre = 'personne' and o.cle = g.compte_id and o.creneau && m.quand
            and o.expire_le > porte.present()) then 'option'
        else 'libre' end
      from gens g cross join moments m order by 1, 2, 3 desc;
end $$;
comment on function porte.vivier_occupe is 'Libre, occupée, en option, absente : par demi-journée, pour qui l’accepte, sans contenu.';
grant execute on function porte.vivier_occupe to coforme_app;
