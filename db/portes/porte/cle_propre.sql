set local role coforme_porte;

create or replace function porte.cle_propre(p_genre text, p_organisme uuid, p_id uuid) returns uuid
language sql immutable strict parallel safe set search_path = ''
begin atomic
  select encode(substring(sha256(convert_to(p_genre || ' ' || p_organisme || ' ' || p_id, 'UTF8')) for 16), 'hex')::uuid;
end;
comment on function porte.cle_propre is 'La clé d’une ressource de cet organisme, dans une contrainte qui les traverse tous.';
grant execute on function porte.cle_propre to coforme_maintenance;
