set local role coforme_porte;

create or replace function porte.choix_de_la_lettre(p_id uuid) returns table (etat text, poles text[], departements text[], themes text[])
language sql stable security definer set search_path = ''
begin atomic
  select a.etat, array(select p.code from pole.pole p where p.pole_id = any (a.poles) order by p.code), a.departements, a.themes
    from portail.abonnement a where a.id = p_id;
end;
grant execute on function porte.choix_de_la_lettre to coforme_app;
