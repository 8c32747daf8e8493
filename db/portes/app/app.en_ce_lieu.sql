-- Ce lieu est ce bien : il en porte le titre, seul ou suivi d’une adresse. « Salle 1 » n’est pas « Salle 12, Rennes ».
create or replace function app.en_ce_lieu(p_lieu text, p_titre text) returns boolean
language sql immutable parallel safe set search_path = ''
return app.replier(btrim(p_lieu)) = app.replier(btrim(p_titre)) or starts_with(app.replier(btrim(p_lieu)), app.replier(btrim(p_titre)) || ',');
comment on function app.en_ce_lieu is 'Ce qui est écrit d’un lieu désigne ce bien prêté.';
grant execute on function app.en_ce_lieu to coforme_app, coforme_porte;
