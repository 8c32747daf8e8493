set local role coforme_porte;

create or replace function porte.identite_visee(p_organisme uuid) returns boolean
language sql stable parallel restricted security definer set search_path = ''
begin atomic
  select not exists (select from portail.identite i where i.organisme_id = p_organisme and i.visee_le is null);
end;
comment on function porte.identite_visee is 'Faux tant que personne de l’Union ou d’un pôle n’a répondu d’une coopérative arrivée d’elle-même.';
revoke execute on function porte.identite_visee from public;
