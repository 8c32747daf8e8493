-- Le catalogue : des fichiers LHEO lus, des offres adoptées.
create schema catalogue;

create table catalogue.import (
  organisme_id uuid not null default app.organisme(), id uuid not null, activite_id uuid not null,
  nom_fichier text not null, empreinte bytea not null check (length(empreinte) = 32),
  version text not null check (version in ('2.2', '2.3')),
  rapport jsonb not null,                  -- { comptes, lignes : niveau, chemin, ligne, phrase, offre }
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
  -- Ce qui se dit avant l'inscription (L6353-8 ; indicateur 1 du référentiel national qualité).
  public_vise text not null default '', prerequis text not null default '', methodes text not null default '',
  evaluation text not null default '', acces text not null default '', accessibilite text not null default '',
  prix_centimes bigint check (prix_centimes >= 0),   -- TTC, par stagiaire ; nul : non dit
  modalite text check (modalite in ('presentiel', 'mixte', 'distance')),
  duree_minutes integer check (duree_minutes > 0),   -- heures totales du fichier, en minutes ; nulle si le fichier ne la dit pas
  duree_texte text not null default '',              -- « 2 ans » : ce que le fichier dit en toutes lettres
  -- Collation C : les bornes d'un préfixe n'ont de sens que dans l'ordre des octets.
  pli text collate "C" not null default '',          -- intitulé sans accent ni casse : la recherche et l'ordre de la liste
  import_id uuid, numero_source text,
  -- Empreinte de ce que le fichier disait : relire le même ne change rien, et une correction faite à la main reste.
  empreinte_source bytea check (length(empreinte_source) = 32),
  -- L'identité lue dans le fichier, gardée à côté de la nôtre : reprise d'une offre d'un autre organisme.
  origine_siret text, origine_nda text, origine_nom text,
  etrangere boolean not null default false,          -- dit à l'import : cette identité n'était pas la nôtre
  reprise_motif text, adoptee_le timestamptz, adoptee_par uuid,
  cree_le timestamptz not null, cree_par uuid default app.personne(), modifiee_le timestamptz not null,
  primary key (organisme_id, id),
  unique (organisme_id, id, activite_id),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id),
  foreign key (organisme_id, import_id) references catalogue.import (organisme_id, id),
  check (etat <> 'adoptee' or (adoptee_le is not null and nature is not null)),
  -- Reprendre l'offre d'un autre organisme se motive : le motif est gardé avec elle.
  check (etat <> 'adoptee' or not etrangere or coalesce(length(reprise_motif), 0) >= 10)
);
-- Lire deux fois le même fichier ne fait pas deux offres ; deux organismes peuvent numéroter pareil.
create unique index offre_source on catalogue.offre (organisme_id, activite_id, coalesce(origine_siret, ''), numero_source)
  where numero_source is not null and etat <> 'retiree';
create index offre_liste on catalogue.offre (organisme_id, pli, id);

call app.proteger('catalogue.import', 'own', activite => true, preuve => true);
call app.proteger('catalogue.offre', 'own', activite => true);
grant select, insert on catalogue.import to coforme_app;
grant select, insert, update on catalogue.offre to coforme_app;

-- La ligne de commande nomme un organisme par son nom court, public, et n'a pas encore ouvert sa porte.
call app.laisser_lire('organisme.organisme', 'organisme_id, code');
set local role coforme_porte;
create function porte.organisme_par_code(p_code text) returns uuid
language plpgsql stable security definer set search_path = '' as $$
begin
  return (select organisme_id from organisme.organisme where code = p_code);
end $$;
comment on function porte.organisme_par_code is 'L’organisme de ce nom court, ou null. Jamais accordée à coforme_web.';
grant execute on function porte.organisme_par_code(text) to coforme_worker, coforme_migrator;
set local role coforme_owner;
