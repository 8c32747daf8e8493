set local role coforme_porte;

-- Aucun droit d'exécution : deux portes la posent. Null : rien à redire.
create or replace function porte.refus_du_terme(p_roles text[], p_toutes boolean, p_au date) returns text
language plpgsql stable security definer set search_path = '' as $$
begin
  if p_au < porte.aujourd_hui() then return 'terme-passe'; end if;
  if 'auditeur' = any (p_roles) and (cardinality(p_roles) > 1 or not p_toutes or p_au is null) then return 'auditeur-borne'; end if;
  return null;
end $$;
