set local role coforme_porte;

create or replace function porte.organismes_a_ranger() returns table (organisme_id uuid)
language sql stable security definer set search_path = ''
begin atomic
  select distinct f.organisme_id from plateforme.fichier f where f.octets is not null order by 1;
end;
comment on function porte.organismes_a_ranger is 'Les coopératives dont des fichiers attendent d’être portés au dépôt : leurs identifiants, aucun octet.';
grant execute on function porte.organismes_a_ranger to coforme_worker;
