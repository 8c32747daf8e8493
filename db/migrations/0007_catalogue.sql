-- Le catalogue : des fichiers LHEO lus, des offres adoptées.
create schema catalogue;

create table catalogue.import (
  organisme_id uuid not null default app.organisme(), id uuid not null, activite_id uuid not null,
  nom_fichier text not null, empreinte bytea not null check (length(empreinte) = 32),
  version text not null check (version in ('2.2', '2.3')),
  rapport jsonb not null,                  -- lignes : niveau, chemin, ligne, phrase
  lu_le timestamptz not null, lu_par uuid,
  primary key (organisme_id, id),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id)
);
create index on catalogue.import (organisme_id, empreinte);

create table catalogue.offre (
  organisme_id uuid not null default app.organisme(), id uuid not null, activite_id uuid not null,
  etat text not null check (etat in ('brouillon', 'adoptee', 'retiree')),
  intitule text not null check (length(intitule) between 1 and 255),
  objectif text not null default '', resultats text not null default '', contenu text not null default '',
  -- L6313-1 : 1° action de formation, 2° bilan de compétences, 3° VAE, 4° apprentissage. Nulle tant que personne ne l'a dite.
  nature text check (nature in ('formation', 'bilan', 'vae', 'apprentissage')),
  certifiante boolean not null default false,
  code_rncp text, codes_nsf text[] not null default '{}', codes_formacode text[] not null default '{}', codes_rome text[] not null default '{}',
  modalite text check (modalite in ('presentiel', 'mixte', 'distance')),
  duree_minutes integer check (duree_minutes > 0),   -- heures totales du fichier, en minutes ; nulle si le fichier ne la dit pas
  duree_texte text not null default '',              -- « 2 ans » : ce que le fichier dit en toutes lettres
  import_id uuid, numero_source text,
  -- L'identité lue dans le fichier, gardée à côté de la nôtre : reprise d'une offre d'un autre organisme.
  origine_siret text, origine_nda text, origine_nom text,
  reprise_motif text, adoptee_le timestamptz, adoptee_par uuid,
  cree_le timestamptz not null, modifiee_le timestamptz not null,
  primary key (organisme_id, id),
  unique (organisme_id, id, activite_id),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id),
  foreign key (organisme_id, import_id) references catalogue.import (organisme_id, id),
  check (etat <> 'adoptee' or (adoptee_le is not null and nature is not null))
);
-- Lire deux fois le même fichier ne fait pas deux offres.
create unique index offre_source on catalogue.offre (organisme_id, activite_id, numero_source) where numero_source is not null and etat <> 'retiree';

call app.proteger('catalogue.import', 'own', activite => true, preuve => true);
call app.proteger('catalogue.offre', 'own', activite => true);
grant select, insert on catalogue.import to coforme_app;
grant select, insert, update on catalogue.offre to coforme_app;
