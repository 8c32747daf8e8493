-- Le bilan pédagogique et financier : la reprise d'une histoire tenue ailleurs, ce que l'on en dit par exercice, ce que
-- l'on recopie sur le téléservice, et ce que l'on a déposé.
create schema bpf;
grant usage on schema bpf to coforme_app, coforme_porte, coforme_maintenance;

-- La reprise : un fichier bpf-dossier/1 devenu des lignes.
create table bpf.reprise (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  cas text not null check (length(cas) between 1 and 200),
  debut date not null,
  fin date not null,
  cerfa text check (cerfa in ('10443*16', '10443*17')),
  empreinte bytea not null check (length(empreinte) = 32), -- du cas tel que lu : le même, relu, ne refait rien
  chiffre_affaires numeric(16, 4) not null,
  fin_precedente date,
  produits_comptables numeric(16, 4),
  lue_le timestamptz not null,
  lue_par uuid default app.personne(),
  remplacee_le timestamptz, -- un cas de même nom, lu depuis, l'a remplacée : ses lignes restent et ne comptent plus
  primary key (organisme_id, id),
  foreign key (organisme_id) references organisme.organisme (organisme_id)
);
comment on table bpf.reprise is 'Ce qu’un fichier a dit d’un exercice : hors planification, donc ni chevauchement ni demi-journée n’y sont exigés.';
create unique index reprise_vive on bpf.reprise (organisme_id, cas) where remplacee_le is null;
grant select, insert, update (remplacee_le) on bpf.reprise to coforme_app;

-- Ce que le planning ne sait pas dire d'une séance reprise : une journée d'un seul tenant, une part asynchrone, une durée
-- qui n'est pas un nombre de minutes. `heures` est exact : le fichier en donne vingt décimales au plus.
create table bpf.seance_reprise (
  organisme_id uuid not null default app.organisme(),
  activite_id uuid not null,
  seance_id uuid not null,
  ref text not null check (length(ref) between 1 and 200),
  moment text not null check (moment in ('matin', 'apres-midi', 'soiree', 'journee', 'asynchrone')),
  heures numeric(32, 20) not null check (heures > 0),
  confiee_a text check (length(confiee_a) between 1 and 200),
  cotraitant text check (length(cotraitant) between 1 and 200),
  primary key (organisme_id, seance_id),
  check (confiee_a is null or cotraitant is null),
  foreign key (organisme_id, seance_id) references sessions.seance (organisme_id, id),
  foreign key (organisme_id, seance_id, activite_id) references sessions.seance (organisme_id, id, activite_id) on update cascade
);
grant select, insert on bpf.seance_reprise to coforme_app;

create table bpf.intervention_reprise (
  organisme_id uuid not null default app.organisme(),
  activite_id uuid not null,
  seance_id uuid not null,
  personne_id uuid not null,
  heures numeric(32, 20) not null check (heures >= 0),
  primary key (organisme_id, seance_id, personne_id),
  foreign key (organisme_id, seance_id) references sessions.seance (organisme_id, id),
  foreign key (organisme_id, seance_id, activite_id) references sessions.seance (organisme_id, id, activite_id) on update cascade,
  foreign key (organisme_id, personne_id) references tiers.personne (organisme_id, id)
);
grant select, insert on bpf.intervention_reprise to coforme_app;

create table bpf.presence_reprise (
  organisme_id uuid not null default app.organisme(),
  activite_id uuid not null,
  inscription_id uuid not null,
  seance_id uuid not null,
  heures numeric(32, 20) not null check (heures > 0),
  primary key (organisme_id, inscription_id, seance_id),
  foreign key (organisme_id, inscription_id) references inscriptions.inscription (organisme_id, id),
  foreign key (organisme_id, inscription_id, activite_id) references inscriptions.inscription (organisme_id, id, activite_id) on update cascade,
  foreign key (organisme_id, seance_id) references sessions.seance (organisme_id, id),
  foreign key (organisme_id, seance_id, activite_id) references sessions.seance (organisme_id, id, activite_id) on update cascade
);
grant select, insert on bpf.presence_reprise to coforme_app;

-- Les fiches que le fichier nomme : une seconde reprise retrouve les mêmes personnes. `cle` distingue, sous un même nom,
-- deux suites de statuts.
create table bpf.fiche_reprise (
  organisme_id uuid not null default app.organisme(),
  activite_id uuid not null,
  genre text not null check (genre in ('formateur', 'participant')),
  ref text not null check (length(ref) between 1 and 200),
  cle bytea not null check (length(cle) = 32),
  personne_id uuid not null,
  primary key (organisme_id, activite_id, genre, ref, cle),
  foreign key (organisme_id, personne_id) references tiers.personne (organisme_id, id),
  foreign key (organisme_id, personne_id, activite_id) references tiers.personne (organisme_id, id, activite_id) on update cascade
);
grant select, insert on bpf.fiche_reprise to coforme_app;

create table bpf.produit_repris (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  activite_id uuid not null,
  reprise_id uuid not null,
  rang integer not null check (rang >= 0),
  ref text not null check (length(ref) between 1 and 200),
  financeur text check (financeur in ('entreprise', 'opco_apprentissage', 'opco_contrat_pro', 'opco_pro_a', 'transitions_pro',
    'cdc_cpf', 'opco_demandeurs_emploi', 'faf_non_salaries', 'opco_plan', 'public_agents', 'europe', 'etat', 'region',
    'france_travail', 'autre_public', 'particulier', 'autre_of', 'autre_formation', 'hors_formation')), -- nul : à affecter (R20)
  montant numeric(16, 4) not null, -- euros hors taxes ; un avoir est négatif
  session_id uuid,
  acquis_le date,
  ecriture numeric(16, 4),
  affecte_le timestamptz,
  affecte_par uuid,
  primary key (organisme_id, id),
  unique (organisme_id, reprise_id, rang),
  check (num_nonnulls(session_id, acquis_le, ecriture) = 1),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id),
  foreign key (organisme_id, reprise_id) references bpf.reprise (organisme_id, id),
  foreign key (organisme_id, session_id) references sessions.session (organisme_id, id)
);

-- Une recette sans origine s'affecte à la main ; rien d'autre d'une reprise ne change.
grant select, insert, update (financeur, affecte_le, affecte_par) on bpf.produit_repris to coforme_app;

create table bpf.charge_reprise (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  activite_id uuid not null,
  reprise_id uuid not null,
  rang integer not null check (rang >= 0),
  compte text not null check (length(compte) between 1 and 40),
  libelle text not null default '' check (length(libelle) <= 200),
  montant numeric(16, 4) not null,
  formateur boolean not null,
  prestation boolean not null,
  primary key (organisme_id, id),
  unique (organisme_id, reprise_id, rang),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id),
  foreign key (organisme_id, reprise_id) references bpf.reprise (organisme_id, id)
);
grant select, insert on bpf.charge_reprise to coforme_app;

-- L'exercice : ce que l'on en dit.
create table bpf.exercice (
  organisme_id uuid not null default app.organisme(),
  debut date not null,
  fin date not null,
  echeance_le date, -- la prolongation annoncée, ou la campagne que l'on retient
  lectures jsonb not null default '{}' check (jsonb_typeof(lectures) = 'object' and length(lectures::text) <= 4000),
  version integer not null default 1 check (version > 0),
  modifie_le timestamptz not null,
  modifie_par uuid default app.personne(),
  -- Cadre A du bilan : l'accord pour rendre l'adresse publique. Nul : personne ne l'a dit, et l'on ne le devine pas.
  adresse_publique boolean,
  primary key (organisme_id, debut, fin),
  check (debut < fin and fin < debut + interval '25 months'),
  foreign key (organisme_id) references organisme.organisme (organisme_id)
);
comment on column bpf.exercice.lectures is 'Les règles que la notice ne tranche pas, tranchées pour cet exercice : nom du doute, valeur retenue.';
comment on column bpf.exercice.adresse_publique is 'Cadre A : l’organisme accepte que son adresse soit publiée ; nul, il ne l’a pas dit.';
grant select, insert, update (echeance_le, lectures, version, modifie_le, modifie_par, adresse_publique) on bpf.exercice to coforme_app;

-- « Recopié » : cette case a été portée sur Mon Activité Formation, avec cette valeur, ce jour-là.
create table bpf.recopie (
  organisme_id uuid not null default app.organisme(),
  debut date not null,
  fin date not null,
  repere text not null check (length(repere) between 1 and 40),
  valeur text not null check (length(valeur) <= 60),
  le timestamptz not null,
  par uuid default app.personne(),
  primary key (organisme_id, debut, fin, repere),
  foreign key (organisme_id) references organisme.organisme (organisme_id)
);
grant select, insert, delete on bpf.recopie to coforme_app;

-- Le dépôt fige : version du formulaire, faits, cases et contrôles, dans un texte canonique dont l'empreinte est à côté.
create table bpf.depot (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  debut date not null,
  fin date not null,
  rang integer not null check (rang > 0),
  cerfa text not null check (cerfa in ('10443*16', '10443*17')),
  contenu text not null check (length(contenu) between 2 and 60000000),
  empreinte bytea not null check (length(empreinte) = 32),
  transmis_le date not null,
  recepisse text not null default '' check (length(recepisse) <= 200),
  depose_le timestamptz not null,
  depose_par uuid default app.personne(),
  primary key (organisme_id, id),
  unique (organisme_id, debut, fin, rang),
  check (empreinte = sha256(convert_to(contenu, 'UTF8'))),
  foreign key (organisme_id) references organisme.organisme (organisme_id)
);
comment on table bpf.depot is 'Ce qui a été transmis. Un nouveau dépôt du même exercice est une nouvelle ligne.';
grant select, insert on bpf.depot to coforme_app;
