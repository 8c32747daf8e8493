-- Rendre au payeur ce qui, de son versement, n'a payé aucune facture : un règlement négatif, qui nomme celui qu'il rend.
alter table facturation.reglement add column rend_id uuid;
alter table facturation.reglement add foreign key (organisme_id, rend_id) references facturation.reglement (organisme_id, id);
alter table facturation.reglement add check (rend_id is null or (montant_centimes < 0 and annule_id is null));
create index on facturation.reglement (organisme_id, rend_id) where rend_id is not null;
comment on column facturation.reglement.rend_id is 'Le règlement dont celui-ci rend l’avance au payeur : ce qui n’en a payé aucune facture.';

call app.laisser_lire('facturation.reglement', 'organisme_id, id, montant_centimes, annule_id, rend_id');
set local role coforme_porte;

-- Un règlement ne paie, et ne rend, pas plus que lui-même. Défait, il n'avait rien payé : on ne le défait donc pas tant qu'une part en est rendue.
create function porte.tenir_reglement(p_organisme uuid, p_reglement uuid) returns void
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

create or replace function porte.garder_imputation() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if porte.organisme() is null then return null; end if;
  perform porte.tenir_reglement(new.organisme_id, new.reglement_id);
  return null;
end $$;

create function porte.garder_avance() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if porte.organisme() is null then return null; end if;
  perform porte.tenir_reglement(new.organisme_id, coalesce(new.rend_id, new.annule_id));
  return null;
end $$;
revoke execute on function porte.tenir_reglement(uuid, uuid), porte.garder_avance() from public;
grant execute on function porte.garder_avance() to coforme_owner;
set local role coforme_owner;
create trigger garder_avance after insert on facturation.reglement for each row
  when (new.rend_id is not null or new.annule_id is not null) execute function porte.garder_avance();
