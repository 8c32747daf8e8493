set local role coforme_porte;

create or replace function porte.auteur_de_la_proposition(p_id uuid) returns uuid
language sql stable security definer set search_path = ''
begin atomic
  select compte_id from pole.proposition where id = p_id and organisme_id = (select porte.organisme());
end;
grant execute on function porte.auteur_de_la_proposition to coforme_app;
