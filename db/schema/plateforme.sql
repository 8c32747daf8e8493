-- La plateforme : fichiers émis, courrier à partir, brouillons de formulaire, compteurs de tentatives,
-- témoin des clés.
create schema plateforme;
comment on schema plateforme is 'Ce que partagent tous les modules : fichiers, courrier, brouillons, limites.';
grant usage on schema plateforme to coforme_app, coforme_porte, coforme_maintenance;

-- Fichiers émis.
create table plateforme.fichier (
  organisme_id uuid not null default app.organisme(),
  empreinte bytea not null check (octet_length(empreinte) = 32),
  type text not null check (type ~ '^[a-z]+/[a-z0-9.+-]+$'),
  taille integer not null check (taille >= 0),
  octets bytea,
  depose_le timestamptz not null default now(),
  depose_par uuid default app.personne(),
  primary key (organisme_id, empreinte),
  -- Un contenu sensible est gardé chiffré par les clés de l'instance : vingt-neuf octets de plus (version, nonce, sceau). L'empreinte et la
  -- taille restent celles du contenu en clair.
  constraint fichier_taille check (octet_length(octets) in (taille, taille + 29))
);
comment on column plateforme.fichier.depose_par is 'Qui l’a déposé le relit, même depuis une seule enseigne (0005 mure le reste).';
comment on table plateforme.fichier is 'Un fichier émis, nommé par son SHA-256 : écrit une fois, jamais changé.';
comment on column plateforme.fichier.octets is 'Vide quand les octets sont dans le dépôt S3, chiffrés.';
comment on column plateforme.fichier.octets is
  'Vide quand les octets sont dans le dépôt S3. Plus longs que `taille`, ils sont chiffrés par les clés de l’instance.';

-- Un PDF est déjà compressé : le tenter encore coûterait à chaque écriture.
alter table plateforme.fichier alter column octets set storage external;
grant select, insert on plateforme.fichier to coforme_app;
-- Rangés au dépôt, les octets s'en vont d'ici ; rien d'autre ne change.
grant update (octets) on plateforme.fichier to coforme_porte;

-- Courrier à partir.
-- Un message porte des noms et des liens personnels : il attend chiffré par les clés de l'instance, que la
-- base n'a pas, et son contenu s'efface dès qu'il est parti. Avec ou sans organisme, on n'y touche que par
-- les portes. Jamais sauvegardé : une instance restaurée ne doit pas écrire deux fois aux gens.
create table plateforme.courriel (
  id uuid primary key,
  organisme_id uuid,
  etat text not null default 'en-attente' check (etat in ('en-attente', 'parti', 'refuse')),
  chiffre bytea check (octet_length(chiffre) <= 2000000),
  depose_le timestamptz not null default now(),
  tentatives integer not null default 0,
  pris_le timestamptz,
  fini_le timestamptz,
  code text check (code ~ '^[A-Z0-9_]{1,20}$'),
  check ((etat = 'en-attente') = (chiffre is not null)),
  check ((etat = 'en-attente') = (fini_le is null))
);
create index courriel_fini on plateforme.courriel (fini_le) where fini_le is not null;
grant select, insert, update, delete on plateforme.courriel to coforme_porte;
-- Pour l'effacement d'une personne qu'un message en attente nomme.
grant select, update on plateforme.courriel to coforme_maintenance;

-- Brouillons.
-- Ce qu'une personne a écrit et pas envoyé ne regarde qu'elle, pas même son organisme : par les portes.
create table plateforme.brouillon (
  organisme_id uuid not null,
  personne_id uuid not null,
  cle text not null check (cle ~ '^[a-z][a-zA-Z0-9./:_-]{0,199}$'),
  valeurs jsonb not null check (jsonb_typeof(valeurs) = 'object' and octet_length(valeurs::text) <= 200000),
  garde_le timestamptz not null default now(),
  primary key (organisme_id, personne_id, cle)
);
create index brouillon_garde on plateforme.brouillon (garde_le);
grant select, insert, update, delete on plateforme.brouillon to coforme_porte;

-- Compteurs de tentatives.
-- La clé est une empreinte à clé : ni adresse IP, ni courriel n'est gardé.
create table plateforme.limite (
  cle bytea primary key check (octet_length(cle) = 32),
  compte integer not null,
  expire_le timestamptz not null
);
create index limite_expire on plateforme.limite (expire_le);
grant select, insert, update, delete on plateforme.limite to coforme_porte;

-- Témoin des clés.
create table plateforme.temoin (
  seul boolean primary key default true check (seul),
  empreinte bytea not null check (octet_length(empreinte) = 32)
);
comment on table plateforme.temoin is 'De quoi reconnaître les clés de l’instance sans les connaître.';
grant select, insert, delete on plateforme.temoin to coforme_porte;

-- L'heure est celle de la base. Une porte la recevait de qui l'appelait : avec un « p_le » d'hier on votait après la clôture, avec un
-- « p_le » de demain on lisait ce qui n'était pas paru. L'application garde son port (les récits de la démonstration et les essais se
-- tiennent au jour qu'ils veulent), mais il ne vaut que là où la maintenance, et elle seule, a libéré l'horloge.
create table plateforme.horloge_libre (
  seul boolean primary key default true check (seul),
  depuis timestamptz not null default now()
);
comment on table plateforme.horloge_libre is 'Une ligne : les portes croient l’heure que l’application dit. Posée par les essais, et le temps de jouer la démonstration ; oubliée, elle ne vaut plus le lendemain.';
grant select on plateforme.horloge_libre to coforme_porte;

-- Une instance de démonstration s'administre sans second facteur : les mots de passe y sont publics, et elle ne sert que sa machine.
create table plateforme.demonstration (
  seul boolean primary key default true check (seul)
);
comment on table plateforme.demonstration is 'Une ligne : cette base est celle d’une démonstration. Posée et ôtée au départ, par la maintenance seule.';
grant select on plateforme.demonstration to coforme_porte;
