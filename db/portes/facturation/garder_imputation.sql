set local role coforme_porte;

-- Un règlement ne paie pas plus que lui-même.
create or replace function porte.garder_imputation() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if porte.organisme() is null then return null; end if;
  if exists (select from facturation.reglement r
      where r.organisme_id = new.organisme_id and r.id = new.reglement_id and r.rend_id is not null) then
    raise exception 'Une avance rendue ne paie aucune facture.' using errcode = '23001', constraint = 'imputation_d_une_avance_rendue';
  end if;
  perform porte.tenir_reglement(new.organisme_id, new.reglement_id);
  return null;
end $$;
grant execute on function porte.garder_imputation to coforme_owner;
