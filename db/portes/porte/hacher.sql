set local role coforme_porte;

create or replace function porte.hacher(message text) returns bytea
language plpgsql stable strict parallel safe security definer set search_path = '' as $$
declare s record;
begin
  select interieur, exterieur into strict s from porte.secret;
  return sha256(s.exterieur || sha256(s.interieur || convert_to(message, 'UTF8')));
end $$;
comment on function porte.hacher is 'HMAC-SHA-256 sous la clé des sceaux ; exécutable par coforme_porte seul.';
