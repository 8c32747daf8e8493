set local role coforme_porte;

create or replace function porte.fichiers_a_ranger(p_empreinte text)
returns table (organisme_id uuid, empreinte text, octets bytea)
language sql stable security definer set search_path = ''
begin atomic
  select f.organisme_id, encode(f.empreinte, 'hex'), f.octets from plateforme.fichier f
   where porte.est_une_tache() and f.organisme_id = (select porte.organisme()) and f.octets is not null
     and f.empreinte > decode(p_empreinte, 'hex')
   order by f.empreinte limit 20;
end;
comment on function porte.fichiers_a_ranger is 'Quelques fichiers de la coopérative de la tâche, après celui-là, dont les octets attendent d’être portés au dépôt. Hors d’une tâche, rien.';
grant execute on function porte.fichiers_a_ranger to coforme_app;
