-- Le catalogue : des fichiers LHEO lus, des offres adoptées.
create schema catalogue;
grant usage on schema catalogue to coforme_app, coforme_porte, coforme_maintenance;

create table catalogue.import (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  activite_id uuid not null,
  nom_fichier text not null,
  empreinte bytea not null check (length(empreinte) = 32),
  version text not null check (version in ('2.2', '2.3')),
  rapport jsonb not null, -- { comptes, lignes : niveau, chemin, ligne, phrase, offre }
  lu_le timestamptz not null,
  lu_par uuid,
  primary key (organisme_id, id),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id)
);
create index on catalogue.import (organisme_id, empreinte);
grant select, insert on catalogue.import to coforme_app;

create table catalogue.offre (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  activite_id uuid not null,
  etat text not null check (etat in ('brouillon', 'adoptee', 'retiree')),
  intitule text not null check (length(intitule) between 1 and 255),
  objectif text not null default '',
  resultats text not null default '',
  contenu text not null default '',
  -- L6313-1 : 1° action de formation, 2° bilan de compétences, 3° VAE, 4° apprentissage. Nulle tant que personne ne l'a dite.
  nature text check (nature in ('formation', 'bilan', 'vae', 'apprentissage')),
  certifiante boolean not null default false,
  code_rncp text,
  codes_nsf text[] not null default '{}',
  codes_formacode text[] not null default '{}',
  codes_rome text[] not null default '{}',
  -- Ce que la coopérative dit avant l'inscription (L6353-8 ; indicateur 1 du référentiel national qualité).
  public_vise text not null default '',
  prerequis text not null default '',
  methodes text not null default '',
  evaluation text not null default '',
  acces text not null default '',
  accessibilite text not null default '',
  prix_centimes bigint check (prix_centimes >= 0), -- TTC, par stagiaire ; nul : non dit
  modalite text check (modalite in ('presentiel', 'mixte', 'distance')),
  duree_minutes integer check (duree_minutes > 0), -- heures totales du fichier, en minutes ; nulle si le fichier ne la dit pas
  duree_texte text not null default '', -- « 2 ans » : ce que le fichier dit en toutes lettres
  -- Collation C : les bornes d'un préfixe n'ont de sens que dans l'ordre des octets.
  pli text collate "C" not null default '', -- intitulé sans accent ni casse : la recherche et l'ordre de la liste
  import_id uuid,
  numero_source text,
  -- Empreinte de ce que le fichier disait : relire le même ne change rien, et une correction faite à la main reste.
  empreinte_source bytea check (length(empreinte_source) = 32),
  -- L'identité lue dans le fichier, gardée à côté de la nôtre : reprise d'une offre d'un autre organisme.
  origine_siret text,
  origine_nda text,
  origine_nom text,
  etrangere boolean not null default false, -- dit à l'import : cette identité n'était pas la nôtre
  reprise_motif text,
  adoptee_le timestamptz,
  adoptee_par uuid,
  cree_le timestamptz not null,
  cree_par uuid default app.personne(),
  modifiee_le timestamptz not null,
  -- L'offre se fige en versions à chaque adoption ; une version complète se publie. Une session tient à une version.
  -- Les rubriques que seule la publication exige (catalogue/domain/rubriques.ts) : lues d'un bloc, jamais cherchées.
  rubriques jsonb not null default '{}' check (jsonb_typeof(rubriques) = 'object'),
  -- Cadre F-3 du bilan pédagogique et financier : la ligne, et le niveau si la ligne est a.
  objectif_f3 text check (objectif_f3 in ('a', 'b', 'c', 'd', 'e', 'f')),
  niveau_f3 text check (niveau_f3 in ('6-8', '5', '4', '3', '2', 'cqp')),
  primary key (organisme_id, id),
  unique (organisme_id, id, activite_id),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id),
  foreign key (organisme_id, import_id) references catalogue.import (organisme_id, id),
  check (etat <> 'adoptee' or (adoptee_le is not null and nature is not null)),
  -- Reprendre l'offre d'un autre organisme se motive : le motif est gardé avec elle.
  check (etat <> 'adoptee' or not etrangere or coalesce(length(reprise_motif), 0) >= 10),
  constraint offre_niveau_si_a check (niveau_f3 is null or coalesce(objectif_f3, '') = 'a'),
  constraint offre_rubriques_bornees check (length(rubriques::text) <= 400000)
);

-- Lire deux fois le même fichier ne fait pas deux offres ; deux organismes peuvent numéroter pareil.
create unique index offre_source on catalogue.offre (organisme_id, activite_id, coalesce(origine_siret, ''), numero_source)
  where numero_source is not null and etat <> 'retiree';
create index offre_liste on catalogue.offre (organisme_id, pli, id);

-- Un brouillon d'offre que rien n'a adopté se supprime ; ce qui fut une version, ou porte une session, reste : la clé étrangère le retient.
grant select, insert, update, delete on catalogue.offre to coforme_app;

-- En ajout seul : ce que la convention annexe, ce que la session a promis, ce que la page publique a dit.
create table catalogue.version (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  activite_id uuid not null,
  offre_id uuid not null,
  numero integer not null check (numero > 0),
  contenu jsonb not null, -- toutes les rubriques, telles qu'au jour figé
  -- Répétées en clair : ce que les sessions et le BPF lisent sans ouvrir le contenu.
  intitule text not null check (length(intitule) between 1 and 255),
  nature text not null check (nature in ('formation', 'bilan', 'vae', 'apprentissage')),
  modalite text check (modalite in ('presentiel', 'mixte', 'distance')),
  duree_minutes integer not null check (duree_minutes > 0),
  prix_centimes bigint check (prix_centimes >= 0),
  nsf text,
  objectif_f3 text check (objectif_f3 in ('a', 'b', 'c', 'd', 'e', 'f')),
  niveau_f3 text check (niveau_f3 in ('6-8', '5', '4', '3', '2', 'cqp')),
  figee_le timestamptz not null,
  figee_par uuid default app.personne(),
  primary key (organisme_id, id),
  unique (organisme_id, id, activite_id),
  unique (organisme_id, offre_id, numero),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id),
  foreign key (organisme_id, offre_id) references catalogue.offre (organisme_id, id),
  foreign key (organisme_id, offre_id, activite_id)
    references catalogue.offre (organisme_id, id, activite_id) on update cascade,
  constraint version_bornee check (length(contenu::text) <= 400000 and length(nsf) <= 10)
);
grant select, insert on catalogue.version to coforme_app;

-- Une publication : la copie publique d'une version. Tout ce qui est ici se lit sans compte tant qu'elle n'est pas retirée.
create table catalogue.fiche (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  activite_id uuid not null,
  offre_id uuid not null,
  version_id uuid not null,
  numero integer not null,
  organisme_nom text not null,
  intitule text not null,
  pli text collate "C" not null, -- l'ordre de la liste
  recherche text not null, -- intitulé, organisme, objectif, spécialité, sans accent ni casse
  nature text not null check (nature in ('formation', 'bilan', 'vae', 'apprentissage')),
  modalite text not null check (modalite in ('presentiel', 'mixte', 'distance')),
  duree_minutes integer not null,
  prix_centimes bigint not null,
  nsf text not null,
  certification text,
  echoit_le date, -- dernier jour de la certification visée : au-delà, la fiche ne se montre plus
  contenu jsonb not null,
  publiee_le timestamptz not null,
  retiree_le timestamptz check (retiree_le >= publiee_le),
  -- La recherche commune lit aussi les offres : leur texte est déjà replié.
  mots tsvector generated always as (to_tsvector('pg_catalog.french', translate(recherche, '’', ' '))) stored,
  primary key (organisme_id, id),
  unique (organisme_id, id, activite_id),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id),
  foreign key (organisme_id, offre_id) references catalogue.offre (organisme_id, id),
  foreign key (organisme_id, version_id) references catalogue.version (organisme_id, id),
  foreign key (organisme_id, offre_id, activite_id)
    references catalogue.offre (organisme_id, id, activite_id) on update cascade,
  constraint fiche_bornee check (length(organisme_nom) <= 250 and length(intitule) <= 255 and length(pli) <= 1000
    and length(recherche) <= 20000 and length(nsf) <= 10 and length(certification) <= 100 and length(contenu::text) <= 400000)
);

-- Une offre n'a qu'une fiche en ligne : deux personnes qui publient ensemble n'en font pas deux.
create unique index fiche_en_ligne on catalogue.fiche (organisme_id, offre_id) where retiree_le is null;
create index fiche_offre on catalogue.fiche (offre_id) where retiree_le is null;
create index fiche_liste on catalogue.fiche (pli, id) where retiree_le is null;
create index on catalogue.fiche using gin (mots) where retiree_le is null;

-- Les spécialités que propose la recherche publique : d'une valeur à la suivante, au lieu de cinquante mille fiches à chaque page.
create index fiche_nsf on catalogue.fiche (nsf) where retiree_le is null;

-- ce qui est paru ne se réécrit pas, il se retire
grant select, insert, update (retiree_le) on catalogue.fiche to coforme_app;
