set local role coforme_porte;

create or replace function porte.deja_ici(p_siret text, p_nom text) returns text
language sql stable security definer set search_path = ''
begin atomic
  select case when exists (select from organisme.organisme o where left(o.siret, 9) = left(p_siret, 9)) then 'siren'
              when exists (select from organisme.organisme o where app.replier(o.nom) = app.replier(p_nom)) then 'nom' end;
end;
comment on function porte.deja_ici is '« siren » : une coopérative de ce SIREN est déjà ici ; « nom » : une autre en porte le nom ; ou null.';
grant execute on function porte.deja_ici to coforme_app;
