set local role coforme_porte;

create or replace function porte.poles() returns uuid[]
language sql stable parallel restricted security definer set search_path = ''
begin atomic
  select coalesce(array_agg(a.pole_id), '{}') from pole.adhesion a
   where a.organisme_id = (select porte.organisme()) and a.etat = 'active';
end;
comment on function porte.poles is 'Les pôles dont l’organisme de la transaction est membre.';
grant execute on function porte.poles to coforme_app, coforme_owner;
