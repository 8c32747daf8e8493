-- Le scan d'une feuille signée à la main se joint à sa demi-journée.
-- La feuille papier d'une demi-journée, numérisée : elle prouve le papier, et ne compte personne. On y ajoute seulement.
create table emargement.feuille_papier (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  activite_id uuid not null,
  seance_id uuid not null,
  fichier text not null check (fichier ~ '^[0-9a-f]{64}$'),
  fichier_nom text not null check (length(fichier_nom) between 1 and 200),
  jointe_le timestamptz not null,
  jointe_par uuid not null default app.personne(),
  primary key (organisme_id, id),
  unique (organisme_id, seance_id, fichier),
  foreign key (organisme_id, seance_id) references sessions.seance (organisme_id, id),
  foreign key (organisme_id, seance_id, activite_id) references sessions.seance (organisme_id, id, activite_id) on update cascade
);
grant select, insert on emargement.feuille_papier to coforme_app;

call app.proteger('emargement.feuille_papier', 'own', activite => true, preuve => true);
create policy auteur on emargement.feuille_papier as restrictive for insert to coforme_app with check (jointe_par = (select app.personne()));
call app.fermer_aux_liens('emargement.feuille_papier');
