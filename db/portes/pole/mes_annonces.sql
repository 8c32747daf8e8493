set local role coforme_porte;

create or replace function porte.mes_annonces()
returns table (pole uuid, jusque date)
language sql stable security definer set search_path = ''
begin atomic
  select a.pole_id, porte.jusqu_au(a.dit_le, a.demandee_le) from pole.adhesion a
   where a.organisme_id = (select porte.organisme()) and a.etat = 'active' and (a.cherche <> '' or a.propose <> '');
end;
comment on function porte.mes_annonces is 'Jusqu’à quel jour se montre ce que l’organisme de la transaction cherche et propose, pôle par pôle.';
grant execute on function porte.mes_annonces to coforme_app;
