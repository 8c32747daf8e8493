set local role coforme_porte;

create or replace function porte.mes_groupes() returns uuid[]
language sql stable parallel restricted security definer set search_path = ''
begin atomic
  select coalesce(array_agg(p.groupe_id), '{}') from pole.participant p
    join pole.adhesion a on a.pole_id = p.pole_id and a.organisme_id = p.organisme_id and a.etat = 'active'
   where p.organisme_id = (select porte.organisme()) and p.compte_id = (select porte.personne());
end;
comment on function porte.mes_groupes is 'Les groupes de travail dont la personne de la transaction est, pour une coopérative du pôle.';
grant execute on function porte.mes_groupes to coforme_app, coforme_owner;
