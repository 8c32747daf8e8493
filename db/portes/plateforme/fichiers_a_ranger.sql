set local role coforme_porte;

create or replace function porte.fichiers_a_ranger(p_organisme uuid, p_empreinte text)
returns table (organisme_id uuid, empreinte text, octets bytea)
language sql stable security definer set search_path = ''
begin atomic
  select f.organisme_id, encode(f.empreinte, 'hex'), f.octets from plateforme.fichier f
   where f.octets is not null and (f.organisme_id, f.empreinte) > (p_organisme, decode(p_empreinte, 'hex'))
   order by f.organisme_id, f.empreinte limit 20;
end;
comment on function porte.fichiers_a_ranger is 'Quelques fichiers, après celui-là, dont les octets attendent encore dans la base d’être portés au dépôt.';
grant execute on function porte.fichiers_a_ranger to coforme_worker;
