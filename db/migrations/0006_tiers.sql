-- Les personnes et les structures que la coopérative connaît.
create schema tiers;

create table tiers.entreprise (
  organisme_id uuid not null default app.organisme(), id uuid not null, activite_id uuid not null,
  nom text not null check (length(nom) between 1 and 200),
  siret text check (siret ~ '^[0-9]{14}$'),
  -- Collation C : les bornes d'un préfixe n'ont de sens que dans l'ordre des octets.
  pli text collate "C" not null,           -- nom sans accent ni casse : la recherche passe par un préfixe, sous un opérateur étanche
  cree_le timestamptz not null,
  primary key (organisme_id, id),
  unique (organisme_id, id, activite_id),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id)
);
create index on tiers.entreprise (organisme_id, pli);

create table tiers.personne (
  organisme_id uuid not null default app.organisme(), id uuid not null, activite_id uuid not null,
  prenom text not null check (length(prenom) between 1 and 100),
  nom text not null check (length(nom) between 1 and 100),
  courriel text check (length(courriel) <= 254),
  entreprise_id uuid,
  pli text collate "C" not null,           -- « nom prénom » replié
  cree_le timestamptz not null,
  primary key (organisme_id, id),
  unique (organisme_id, id, activite_id),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id),
  foreign key (organisme_id, entreprise_id) references tiers.entreprise (organisme_id, id)
);
create index on tiers.personne (organisme_id, pli, id);

call app.proteger('tiers.entreprise', 'own', activite => true);
call app.proteger('tiers.personne', 'own', activite => true);
grant select, insert, update on tiers.entreprise, tiers.personne to coforme_app;
