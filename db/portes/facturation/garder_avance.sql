set local role coforme_porte;

create or replace function porte.garder_avance() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if porte.organisme() is null then return null; end if;
  -- La fiche même du versement : deux fiches réunies restent deux lignes. Sans fiche, le nom écrit.
  if new.rend_id is not null and not exists (select from facturation.reglement r
      where r.organisme_id = new.organisme_id and r.id = new.rend_id
        and r.payeur_entreprise_id is not distinct from new.payeur_entreprise_id
        and r.payeur_personne_id is not distinct from new.payeur_personne_id
        and (r.payeur_entreprise_id is not null or r.payeur_personne_id is not null or r.payeur_nom = new.payeur_nom)) then
    raise exception 'Une avance se rend à qui l’a versée.' using errcode = '23001', constraint = 'avance_a_un_autre';
  end if;
  perform porte.tenir_reglement(new.organisme_id, coalesce(new.rend_id, new.annule_id));
  return null;
end $$;
grant execute on function porte.garder_avance to coforme_owner;
