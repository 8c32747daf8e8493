-- La qualité : le cadre de l'audit, le jugement d'une personne, ce que le travail quotidien ne disait pas encore (besoin,
-- positionnement, suivi) et les registres de la coopérative. Rien n'y est modifié : une nouvelle ligne remplace la précédente.
create schema qualite;

-- L'audit que l'on prépare. La dernière ligne vaut ; les autres disent ce que l'on croyait.
create table qualite.cadre (
  organisme_id uuid not null default app.organisme() references organisme.organisme (organisme_id),
  id uuid not null,
  genre text not null check (genre in ('initial', 'surveillance', 'renouvellement', 'extension')),
  audit_le date not null,
  depuis date not null,                    -- le premier jour des dossiers regardés : l'audit précédent
  categories text[] not null check (categories <@ array['AF', 'CBC', 'VAE', 'CFA'] and cardinality(categories) > 0),
  situation text[] not null check (situation <@ array['certification', 'alternance', 'situation-de-travail', 'sous-traitance']),
  pose_le timestamptz not null, par uuid default app.personne(),
  -- Deux audits annoncés au même instant de l'horloge : le dernier écrit vaut.
  ecrit_le timestamptz not null default clock_timestamp(),
  primary key (organisme_id, id),
  check (depuis < audit_le)
);
create index on qualite.cadre (organisme_id, pose_le desc);
call app.proteger('qualite.cadre', 'own', preuve => true);
create policy siege_ajouter on qualite.cadre as restrictive for insert to coforme_app with check ((select app.toutes_activites()));
grant select, insert on qualite.cadre to coforme_app;

-- Une personne conclut là où aucun fait ne le peut. Daté, signé, et pour un temps.
create table qualite.jugement (
  organisme_id uuid not null default app.organisme() references organisme.organisme (organisme_id),
  id uuid not null,
  indicateur smallint not null check (indicateur between 1 and 99),
  version text not null check (length(version) between 1 and 20),
  etat text not null check (etat in ('prouve', 'partiel', 'manquant')),
  motif text not null check (length(motif) between 10 and 4000),
  vaut_jusqu date not null,
  juge_le timestamptz not null, par uuid default app.personne(),
  primary key (organisme_id, id)
);
create index on qualite.jugement (organisme_id, indicateur, juge_le desc);
call app.proteger('qualite.jugement', 'own', preuve => true);
create policy siege_ajouter on qualite.jugement as restrictive for insert to coforme_app with check ((select app.toutes_activites()));
grant select, insert on qualite.jugement to coforme_app;

-- L'entrée d'un stagiaire : besoin, prérequis, positionnement, et la décision prise (indicateurs 4 et 8 ; L6353-9).
create table qualite.entree (
  organisme_id uuid not null default app.organisme(), activite_id uuid not null,
  inscription_id uuid not null, rang integer not null check (rang > 0),
  recueilli_le date not null,
  besoin text not null check (length(besoin) between 1 and 4000),
  prerequis text not null check (prerequis in ('verifies', 'sans-objet', 'non-verifies')),
  positionne_le date, moyen text check (moyen in ('entretien', 'test', 'autoevaluation', 'observation')),
  resultat text not null default '' check (length(resultat) <= 4000),
  decision text check (decision in ('aucune', 'adapter', 'orienter', 'refuser')),
  decision_detail text not null default '' check (length(decision_detail) <= 4000),
  inscrit_le timestamptz not null, par uuid default app.personne(),
  primary key (organisme_id, inscription_id, rang),
  foreign key (organisme_id, inscription_id) references inscriptions.inscription (organisme_id, id),
  foreign key (organisme_id, inscription_id, activite_id) references inscriptions.inscription (organisme_id, id, activite_id) on update cascade,
  check ((positionne_le is null) = (moyen is null)),
  check (decision is null or positionne_le is not null),
  check (decision is null or decision = 'aucune' or decision_detail <> '')
);
call app.proteger('qualite.entree', 'own', activite => true, preuve => true);
grant select, insert on qualite.entree to coforme_app;

-- Le suivi d'un parcours, et la relance d'une absence (indicateurs 10 et 12).
create table qualite.suivi (
  organisme_id uuid not null default app.organisme(), id uuid not null, activite_id uuid not null,
  inscription_id uuid not null,
  le date not null,
  genre text not null check (genre in ('entretien', 'point', 'ajustement', 'relance')),
  texte text not null check (length(texte) between 3 and 4000),
  inscrit_le timestamptz not null, par uuid default app.personne(),
  primary key (organisme_id, id),
  foreign key (organisme_id, inscription_id) references inscriptions.inscription (organisme_id, id),
  foreign key (organisme_id, inscription_id, activite_id) references inscriptions.inscription (organisme_id, id, activite_id) on update cascade
);
create index on qualite.suivi (organisme_id, inscription_id, le);
call app.proteger('qualite.suivi', 'own', activite => true, preuve => true);
grant select, insert on qualite.suivi to coforme_app;

-- Les registres : réunions, veille, partenaires, dossiers d'intervenants, lieux, sous-traitance, résultats, risques, actions.
-- Une ligne a des révisions ; la dernière vaut, retirée ou non. `contenu` suit la forme écrite dans domain/registres.ts.
create table qualite.registre (
  organisme_id uuid not null default app.organisme(), activite_id uuid not null,
  id uuid not null, rang integer not null check (rang > 0),
  genre text not null check (genre ~ '^[a-z][a-z-]{1,39}$'),
  titre text not null check (length(titre) between 2 and 300),
  le date not null,                        -- le jour du fait, non celui de la saisie
  expire_le date,
  responsable_id uuid,                     -- un compte de l'équipe
  personne_id uuid, offre_id uuid, session_id uuid, etablissement_id uuid, entreprise_id uuid, origine_id uuid,
  contenu jsonb not null check (jsonb_typeof(contenu) = 'object' and length(contenu::text) <= 40000),
  retire boolean not null default false,
  inscrit_le timestamptz not null, par uuid default app.personne(),
  primary key (organisme_id, id, rang),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id),
  foreign key (organisme_id, personne_id) references tiers.personne (organisme_id, id),
  foreign key (organisme_id, offre_id) references catalogue.offre (organisme_id, id),
  foreign key (organisme_id, session_id) references sessions.session (organisme_id, id),
  foreign key (organisme_id, etablissement_id) references organisme.etablissement (organisme_id, id),
  foreign key (organisme_id, entreprise_id) references tiers.entreprise (organisme_id, id)
);
create index on qualite.registre (organisme_id, genre, le desc, id);
call app.proteger('qualite.registre', 'own', activite => true, preuve => true);
grant select, insert on qualite.registre to coforme_app;
