set local role coforme_porte;

-- L’empreinte est celle des lignes passées jusqu’à l’arrêté, dans leur ordre : ce qu’elle a relu se retrouve.
create or replace function porte.courant_signer(p_pole uuid, p_arrete uuid, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare moi uuid := porte.organisme(); fin timestamptz;
begin
  p_le := porte.heure(p_le);
  if not porte.courant_tient() or not exists (select from mutualisation.compte c where c.pole_id = p_pole and c.organisme_id = moi) then return 'refuse'; end if;
  select a.au into fin from mutualisation.arrete a where a.pole_id = p_pole and a.id = p_arrete and a.compense_le is null for share;
  if not found then return 'introuvable'; end if;
  insert into mutualisation.releve_signe (pole_id, arrete_id, organisme_id, lignes, solde_centimes, empreinte, le, par)
    select p_pole, p_arrete, moi, count(*), coalesce(sum(case when m.crediteur_id = moi then m.montant_centimes else -m.montant_centimes end), 0),
        sha256(convert_to(coalesce(string_agg(format('%s %s %s %s %s', m.id, m.debiteur_id, m.crediteur_id, m.montant_centimes, extract(epoch from m.le)),
          E'\n' order by m.le, m.id), ''), 'UTF8')), p_le, porte.personne()
      from mutualisation.mouvement m where m.pole_id = p_pole and moi in (m.debiteur_id, m.crediteur_id) and m.le <= fin
        and m.genre in ('directe', 'passage', 'correction')
    on conflict do nothing;
  return case when found then 'signe' else 'deja' end;
end $$;
comment on function porte.courant_signer is 'Signe le relevé de sa coopérative à l’arrêté en cours.';
grant execute on function porte.courant_signer to coforme_app;
