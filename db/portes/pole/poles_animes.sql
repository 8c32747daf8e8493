set local role coforme_porte;

-- Sans organisme établi, aucune ligne ne répond : comparer à null ne vaut jamais vrai.
create or replace function porte.poles_animes() returns uuid[]
language sql stable parallel restricted security definer set search_path = ''
begin atomic
  select coalesce(array_agg(m.pole_id), '{}') from pole.mandat m
    join pole.adhesion a on a.pole_id = m.pole_id and a.organisme_id = m.organisme_id
   where m.organisme_id = (select porte.organisme()) and m.compte_id = (select porte.personne())
     and m.role = 'animation' and not m.attend and a.etat = 'active';
end;
comment on function porte.poles_animes is 'Les pôles que la personne de la transaction anime, pour une coopérative qui en est membre.';
grant execute on function porte.poles_animes to coforme_app, coforme_owner;
