-- Une actualité peut être de l’Union elle-même, et non du pôle où elle s’écrit.
set local role coforme_owner;
alter table portail.parution add column de_union boolean not null default false;
