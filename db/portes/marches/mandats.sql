set local role coforme_porte;

create or replace function porte.mandats() returns uuid[]
language sql stable parallel restricted security definer set search_path = ''
begin atomic
  select coalesce(array_agg(m.groupement_id), '{}') from marches.membre m
   where m.groupement_id = any ((select porte.groupements())::uuid[]) and m.organisme_id = (select porte.organisme()) and m.mandataire;
end;
comment on function porte.mandats is 'Les dossiers de la personne dont sa coopérative est mandataire.';
grant execute on function porte.mandats to coforme_app, coforme_owner;
