set local role coforme_porte;

create or replace function porte.retirer_liens(p_objet uuid) returns integer
language plpgsql volatile security definer set search_path = '' as $$
declare n integer;
begin
  if not porte.est_membre_ici() then return 0; end if;
  update compte.lien set retire_le = now() where organisme_id = porte.organisme() and objet_id = p_objet
     and (porte.portee() = '*' or activite_id = any (nullif(porte.portee(), '*')::uuid[]))
     and usage in ('emargement', 'signature') and consomme_le is null and retire_le is null;
  get diagnostics n = row_count;
  return n;
end $$;
grant execute on function porte.retirer_liens to coforme_app;
