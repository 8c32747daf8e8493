-- Qui anime est prévenu aussi ; qui n’a pas de courriel l’est de vive voix ; un lieu, une personne qui change se disent.
alter table inscriptions.avis
  add column personne_id uuid,
  add column canal text not null default 'courriel' check (canal in ('courriel', 'voix')),
  drop constraint avis_genre_check,
  add constraint avis_genre_check check (genre in ('annulation', 'report', 'interruption', 'dates', 'conditions')),
  drop constraint avis_check,
  add constraint avis_a_qui check (num_nonnulls(inscription_id, dossier_id, personne_id) = 1);
alter table inscriptions.avis alter column canal set statistics 0;
call app.lier('inscriptions.avis', 'avis_organisme_id_personne_id_fkey', 'organisme_id, personne_id', 'tiers.personne (organisme_id, id)');
comment on table inscriptions.avis is 'Ce que la coopérative a fait savoir d’un report, d’une interruption, d’une annulation, de dates, d’un lieu ou d’intervenants changés.';
comment on column inscriptions.avis.personne_id is 'Qui anime, ou animait : la fiche. Sinon, l’avis est celui d’une inscription ou d’un client.';
comment on column inscriptions.avis.canal is 'Par courriel, ou de vive voix : alors la coopérative note l’avoir fait.';
