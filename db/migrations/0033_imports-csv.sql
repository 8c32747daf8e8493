-- Les fichiers de tableur que l'on dépose pour faire entrer personnes et entreprises : ce que l'on y a reconnu, et le rapport ligne
-- par ligne. Le fichier lui-même ne se garde que le temps d'être importé, sept jours au plus.
create table tiers.lecture_csv (
  organisme_id uuid not null default app.organisme(), id uuid not null, activite_id uuid not null,
  genre text not null check (genre in ('personnes', 'entreprises')),
  nom_fichier text not null check (length(nom_fichier) between 1 and 250),
  entetes jsonb not null check (length(entetes::text) <= 100000),
  colonnes jsonb not null check (length(colonnes::text) <= 10000),   -- champ → rang de la colonne
  rapport jsonb check (length(rapport::text) <= 5000000),
  contenu bytea check (octet_length(contenu) <= 10000000),
  depose_le timestamptz not null,
  applique_le timestamptz,
  primary key (organisme_id, id),
  check (applique_le is null or contenu is null),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id)
);
create index on tiers.lecture_csv (organisme_id, genre, depose_le);
call app.proteger('tiers.lecture_csv', 'own', activite => true);
grant select, insert, delete, update (colonnes, rapport, contenu, applique_le) on tiers.lecture_csv to coforme_app;
create policy lien_ajouter on tiers.lecture_csv as restrictive for insert to coforme_app with check (not (select porte.par_lien()));
create policy lien_modifier on tiers.lecture_csv as restrictive for update to coforme_app using (not (select porte.par_lien()));
create policy lien_retirer on tiers.lecture_csv as restrictive for delete to coforme_app using (not (select porte.par_lien()));
