alter table tiers.entreprise add column import_id uuid;
alter table tiers.personne add column import_id uuid;
create index entreprise_import on tiers.entreprise (organisme_id, import_id) where import_id is not null;
create index personne_import on tiers.personne (organisme_id, import_id) where import_id is not null;
grant delete on tiers.entreprise, tiers.personne to coforme_app;

alter table tiers.lecture_csv drop constraint lecture_csv_check;
alter table tiers.lecture_csv add column complements jsonb check (length(complements::text) <= 20000000);
alter table tiers.lecture_csv alter column complements set statistics 0;
grant update (complements) on tiers.lecture_csv to coforme_app;

create policy defaire_import on tiers.entreprise as restrictive for delete to coforme_app
  using (import_id in (select l.id from tiers.lecture_csv l where l.applique_le is not null and l.contenu is not null));
create policy defaire_import on tiers.personne as restrictive for delete to coforme_app
  using (import_id in (select l.id from tiers.lecture_csv l where l.applique_le is not null and l.contenu is not null));
