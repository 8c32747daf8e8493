set local role coforme_porte;

create or replace function porte.notes_a_distance(p_session uuid) returns table (genre text, intitule text, delai_heures integer)
language sql stable parallel restricted set search_path = ''
begin atomic
  select e.genre, e.intitule, e.delai_heures from emargement.element_probant e
   where e.organisme_id = (select app.organisme()) and e.session_id = p_session and e.genre = any (app.liste('notes-a-distance'))
     and not exists (select from emargement.element_probant n where n.organisme_id = e.organisme_id and n.annule_id = e.id)
   order by e.le, e.id;
end;
comment on function porte.notes_a_distance is 'Les assistances et les évaluations notées d’une session, sans celles qu’on a annulées ; lues avec les droits de qui demande.';
grant execute on function porte.notes_a_distance to coforme_app;
