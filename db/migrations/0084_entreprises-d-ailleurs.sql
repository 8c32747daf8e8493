-- Une entreprise étrangère, ou une association sans SIREN, se facture.
alter table tiers.entreprise add column pays text not null default 'FR' check (pays ~ '^[A-Z]{2}$'),
  add column tva_intra text check (tva_intra ~ '^[A-Z]{2}[0-9A-Z+*]{2,12}$'),
  add column sans_siren boolean not null default false;
alter table tiers.entreprise alter column pays set statistics 0, alter column tva_intra set statistics 0;
alter table tiers.entreprise drop constraint entreprise_code_postal_check;
alter table tiers.entreprise add constraint entreprise_code_postal
  check (case when pays = 'FR' then code_postal ~ '^[0-9]{5}$' else length(code_postal) between 1 and 12 end);
alter table tiers.entreprise add constraint entreprise_sans_siren check (not sans_siren or (siren is null and siret is null));
