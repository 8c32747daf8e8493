set local role coforme_porte;

create or replace function porte.jours_d_annonce() returns integer
language sql stable security definer set search_path = ''
begin atomic
  select coalesce((select annonce_jours from pole.reglage), 180);
end;
comment on function porte.jours_d_annonce is 'Combien de jours se montre ce qu’une coopérative cherche et propose, sans être redit. Un usage : six mois.';
grant execute on function porte.jours_d_annonce to coforme_app;
