-- Ce qui s'inscrit après une contresignature en demande une autre, de la même personne.
alter table emargement.contresignature drop constraint contresignature_pkey,
  add constraint contresignature_pkey primary key (organisme_id, seance_id, par, maillon_id);
