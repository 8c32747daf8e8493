set local role coforme_porte;

-- Un règlement ne paie, et ne rend, pas plus que lui-même. Défait, il n'avait rien payé : on ne le défait donc pas tant qu'une part en est rendue.
create or replace function porte.tenir_reglement(p_organisme uuid, p_reglement uuid) returns void
language plpgsql security definer set search_path = '' as $$
declare
  recu bigint;
  defait boolean;
  impute bigint;
  rendu bigint;
begin
  perform pg_advisory_xact_lock(4831, hashtext(p_reglement::text));
  select r.montant_centimes, exists (select from facturation.reglement n where n.organisme_id = r.organisme_id and n.annule_id = r.id)
    into recu, defait from facturation.reglement r where r.organisme_id = p_organisme and r.id = p_reglement;
  select coalesce(sum(i.montant_centimes), 0) into impute from facturation.imputation i
    where i.organisme_id = p_organisme and i.reglement_id = p_reglement;
  select coalesce(sum(-r.montant_centimes), 0) into rendu from facturation.reglement r
    where r.organisme_id = p_organisme and r.rend_id = p_reglement
      and not exists (select from facturation.reglement n where n.organisme_id = r.organisme_id and n.annule_id = r.id);
  if impute * recu < 0 or (rendu > 0 and recu < 0) or abs(impute) + rendu > abs(recu) then
    raise exception 'Un règlement ne paie pas plus que son montant.' using errcode = '23001', constraint = 'imputation_trop_grande';
  end if;
  if defait and rendu > 0 then
    raise exception 'Une part de ce règlement a été rendue.' using errcode = '23001', constraint = 'avance_rendue';
  end if;
end $$;
