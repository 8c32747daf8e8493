set local role coforme_porte;

-- Le sceau se vérifie à chaque lecture de chaque table : d'un seul tenant, il coûte moitié moins que par quatre fonctions
-- emboîtées. La formule est celle de porte.empreinte_du_sceau (HMAC-SHA-256 par porte.hacher), test/murs/sceau le tient.
create or replace function porte.sceau_a_cle() returns boolean
language plpgsql stable parallel restricted security definer set search_path = '' as $$
declare
  s text := current_setting('app.sceau', true);
  k record;
begin
  -- Après un premier emploi, une connexion garde '' et non null.
  if s is null or s = '' then return false; end if;
  if session_user = 'coforme_web' and clock_timestamp() > transaction_timestamp() + porte.vie_du_sceau() then return false; end if;
  select interieur, exterieur into strict k from porte.secret;
  return sha256(convert_to(s, 'UTF8')) = sha256(convert_to(encode(sha256(k.exterieur || sha256(k.interieur || convert_to(
    coalesce(current_setting('app.organisme_id', true), '') || '|' || coalesce(current_setting('app.personne_id', true), '') || '|'
      || coalesce(current_setting('app.activites', true), '') || '|' || pg_backend_pid()::text || '|'
      || extract(epoch from transaction_timestamp())::text || '|' || current_setting('transaction_read_only'), 'UTF8'))), 'hex'), 'UTF8'));
end $$;
