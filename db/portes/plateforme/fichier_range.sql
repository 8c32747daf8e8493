set local role coforme_porte;

create or replace function porte.fichier_range(p_organisme uuid, p_empreinte text) returns text
language plpgsql volatile security definer set search_path = '' as $$
begin
  update plateforme.fichier f set octets = null
    where f.organisme_id = p_organisme and f.empreinte = decode(p_empreinte, 'hex') and f.octets is not null;
  if found then return 'range'; end if;
  return case when exists (select from plateforme.fichier f where f.organisme_id = p_organisme and f.empreinte = decode(p_empreinte, 'hex'))
    then 'deja' else 'absent' end;
end $$;
comment on function porte.fichier_range is 'Ses octets sont au dépôt, relus : la base ne les garde plus. « absent » : il fut effacé entre-temps.';
grant execute on function porte.fichier_range to coforme_worker;
