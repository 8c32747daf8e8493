set local role coforme_porte;

create or replace function porte.courant_consentir(p_pole uuid, p_oui boolean, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare moi uuid := porte.organisme();
begin
  p_le := porte.heure(p_le);
  if not porte.courant_tient() or not exists (select from mutualisation.compte c where c.pole_id = p_pole and c.organisme_id = moi) then return 'refuse'; end if;
  if p_oui then
    insert into mutualisation.accord_soldes (pole_id, organisme_id, le, par) values (p_pole, moi, p_le, porte.personne()) on conflict do nothing;
  else
    update mutualisation.accord_soldes a set retire_le = p_le where a.pole_id = p_pole and a.organisme_id = moi and a.retire_le is null;
  end if;
  return case when found then 'dit' else 'deja' end;
end $$;
comment on function porte.courant_consentir is 'Accepte que le pôle lise le solde de sa coopérative, ou le retire : tous les soldes se referment.';
grant execute on function porte.courant_consentir to coforme_app;
