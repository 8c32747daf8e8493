-- Acheter ensemble dans un pôle, et dire ce que l’on y cherche sans trouver.
-- Acheter ensemble : un besoin, ce que chacune prendrait, les offres reçues, le choix voté, qui rejoint, ce que cela donne. Aucun prix de vente
-- n’a de colonne : qui achète ensemble ne se dit pas ce qu’elle vend.
create table ressources.achat (
  organisme_id uuid not null, -- qui le conduit
  id uuid not null,
  pole_id uuid not null,
  genre text not null check (genre ~ '^[a-z-]{3,30}$'),
  objet text not null check (length(objet) between 3 and 200),
  besoin text not null check (length(besoin) between 10 and 2000),
  unite text not null check (length(unite) between 2 and 60),
  volumes_jusqu_au date not null,
  ouvert_le timestamptz not null,
  ouvert_par uuid not null,
  clos_le timestamptz, -- les volumes : jusque-là, chacune ne lit que le sien
  decision_id uuid,
  offre_id uuid,
  conditions text not null default '' check (length(conditions) <= 2000),
  rejoindre_jusqu_au date,
  retenu_le timestamptz,
  fini_le timestamptz,
  issue text not null default '' check (length(issue) <= 1000),
  primary key (organisme_id, id),
  foreign key (pole_id, organisme_id) references pole.adhesion (pole_id, organisme_id),
  foreign key (pole_id, decision_id) references pole.decision (pole_id, id),
  check (retenu_le is null or (clos_le is not null and decision_id is not null and offre_id is not null and rejoindre_jusqu_au is not null)),
  check ((fini_le is null) = (issue = ''))
);
comment on table ressources.achat is 'Un achat que des coopératives d’un pôle préparent ensemble.';
create index on ressources.achat (pole_id);
grant select, insert, update (clos_le, decision_id, offre_id, conditions, rejoindre_jusqu_au, retenu_le, fini_le, issue) on ressources.achat to coforme_porte;

create table ressources.volume (
  organisme_id uuid not null, -- qui le dit
  achat_organisme_id uuid not null,
  achat_id uuid not null,
  quantite integer not null check (quantite between 1 and 1000000),
  mot text not null default '' check (length(mot) <= 500),
  dit_le timestamptz not null,
  dit_par uuid not null,
  primary key (organisme_id, achat_id),
  foreign key (achat_organisme_id, achat_id) references ressources.achat (organisme_id, id)
);
comment on table ressources.volume is 'Ce qu’une coopérative prendrait d’un achat ; elle seule le lit, jusqu’à la clôture.';
create index on ressources.volume (achat_organisme_id, achat_id);
grant select, insert, update (quantite, mot, dit_le, dit_par), delete on ressources.volume to coforme_porte;

create table ressources.offre (
  organisme_id uuid not null, -- qui conduit l’achat, et l’a reçue
  id uuid not null,
  achat_id uuid not null,
  fournisseur text not null check (length(fournisseur) between 2 and 200),
  prix_centimes bigint not null check (prix_centimes between 0 and 1000000000), -- pour une unité, hors taxes
  conditions text not null default '' check (length(conditions) <= 1000),
  notee_le timestamptz not null,
  primary key (organisme_id, id),
  unique (organisme_id, achat_id, id),
  foreign key (organisme_id, achat_id) references ressources.achat (organisme_id, id)
);
comment on table ressources.offre is 'L’offre d’un fournisseur, pour un achat préparé ensemble.';
grant select, insert on ressources.offre to coforme_porte;
alter table ressources.achat add foreign key (organisme_id, id, offre_id) references ressources.offre (organisme_id, achat_id, id);

create table ressources.participation (
  organisme_id uuid not null, -- qui rejoint
  achat_organisme_id uuid not null,
  achat_id uuid not null,
  quantite integer not null check (quantite between 1 and 1000000),
  le timestamptz not null,
  par uuid not null,
  primary key (organisme_id, achat_id),
  foreign key (achat_organisme_id, achat_id) references ressources.achat (organisme_id, id)
);
comment on table ressources.participation is 'Une coopérative rejoint un achat, aux conditions dites.';
create index on ressources.participation (achat_organisme_id, achat_id);
grant select, insert, update (quantite, le, par), delete on ressources.participation to coforme_porte;

create table ressources.suivi (
  organisme_id uuid not null, -- qui l’écrit
  id uuid not null,
  achat_organisme_id uuid not null,
  achat_id uuid not null,
  texte text not null check (length(texte) between 3 and 1000),
  le timestamptz not null,
  primary key (organisme_id, id),
  foreign key (achat_organisme_id, achat_id) references ressources.achat (organisme_id, id)
);
comment on table ressources.suivi is 'Ce qu’une coopérative dit d’un achat, une fois en cours.';
create index on ressources.suivi (achat_organisme_id, achat_id);
grant select, insert on ressources.suivi to coforme_porte;

-- Une spécialité demandée et non trouvée, sans un mot de plus : le pôle n’en lit que des sommes.
create table ressources.manque (
  organisme_id uuid not null,
  id uuid not null,
  pole_id uuid not null,
  nsf text not null check (nsf ~ '^[0-9]{3}$'),
  dit_le timestamptz not null,
  dit_par uuid not null,
  primary key (organisme_id, id),
  foreign key (pole_id, organisme_id) references pole.adhesion (pole_id, organisme_id)
);
comment on table ressources.manque is 'Une coopérative a cherché cette spécialité, et n’a trouvé personne.';
create index on ressources.manque (pole_id);
grant select, insert, delete on ressources.manque to coforme_porte;
call app.proteger('ressources.achat', 'porte');
call app.proteger('ressources.volume', 'porte');
call app.proteger('ressources.offre', 'porte');
call app.proteger('ressources.participation', 'porte');
call app.proteger('ressources.suivi', 'porte');
call app.proteger('ressources.manque', 'porte');
-- Le choix d’un achat se lit d’une décision close après ses volumes.
call app.laisser_lire('pole.decision', 'close_le');
