set local role coforme_porte;

create or replace function porte.plan_hors_seance(p_session uuid) returns table (genre text, intitule text, minutes integer)
language sql stable parallel restricted set search_path = ''
begin atomic
  select a.genre, a.intitule, a.minutes from emargement.activite_prevue a
   where a.organisme_id = (select app.organisme()) and a.session_id = p_session and a.retiree_le is null
   order by a.rang, a.id;
end;
comment on function porte.plan_hors_seance is 'Ce qu’une session prévoit hors de ses demi-journées, dans l’ordre du plan ; lu avec les droits de qui demande.';
grant execute on function porte.plan_hors_seance to coforme_app;
