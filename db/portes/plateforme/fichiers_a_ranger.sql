set local role coforme_porte;

create or replace function porte.fichiers_a_ranger() returns table (organisme_id uuid, empreinte text, octets bytea)
language sql stable security definer set search_path = ''
begin atomic
  select f.organisme_id, encode(f.empreinte, 'hex'), f.octets from plateforme.fichier f where f.octets is not null limit 20;
end;
comment on function porte.fichiers_a_ranger is 'Quelques fichiers dont les octets attendent encore dans la base d’être portés au dépôt.';
grant execute on function porte.fichiers_a_ranger to coforme_worker;
