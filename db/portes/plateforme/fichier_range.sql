set local role coforme_porte;

create or replace function porte.fichier_range(p_empreinte text) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare
  moi uuid := porte.organisme();
begin
  if not porte.est_une_tache() then return null; end if;
  update plateforme.fichier f set octets = null
    where f.organisme_id = moi and f.empreinte = decode(p_empreinte, 'hex') and f.octets is not null;
  if found then return 'range'; end if;
  return case when exists (select from plateforme.fichier f where f.organisme_id = moi and f.empreinte = decode(p_empreinte, 'hex'))
    then 'deja' else 'absent' end;
end $$;
comment on function porte.fichier_range is 'Ses octets sont au dépôt, relus : la base ne les garde plus. « absent » : il fut effacé entre-temps. Hors d’une tâche de sa coopérative, rien.';
grant execute on function porte.fichier_range to coforme_app;
