set local role coforme_porte;

-- Une règle de mur ne lit pas une fonction immuable : celle-ci la lit pour elle.
create or replace function porte.pieces_a_prix() returns text[]
language sql stable parallel restricted security definer set search_path = ''
begin atomic select app.liste('pieces-qui-portent-des-prix'); end;
comment on function porte.pieces_a_prix is 'Les pièces d’un dossier qui portent des prix.';
grant execute on function porte.pieces_a_prix to coforme_app, coforme_owner;
