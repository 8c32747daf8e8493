-- Les comptes, leurs sessions de connexion, leurs liens, l'assistance. Famille « porte » : l'application n'a aucun
-- droit sur ces tables ; elle passe par des fonctions qui posent chacune une question.
-- Ce qui est gardé contre qui tiendrait le rôle de l'application, avec le SQL de son choix :
--  * le mot de passe est dérivé (argon2id) dans Node ; la base ne garde que SHA-256 de la dérivée et la compare
--    elle-même : sans le mot de passe, on n'ouvre pas de session, et l'on ne lit aucune dérivée ;
--  * le sel d'un courriel inconnu est fabriqué : on ne sait pas qui a un compte ;
--  * un lien (invitation, réinitialisation, émargement) ne naît que sous le rôle du travailleur ou de la migration :
--    le rôle web ne peut que le consommer, avec son secret ;
--  * une session d'assistance ne lit rien tant que sa trace n'est pas validée dans une autre transaction.
-- Ce qui ne l'est pas : le code à six chiffres est vérifié dans Node (la base n'a pas HMAC-SHA-1) ; qui tient à la
-- fois le rôle web et le mot de passe passe outre. Et qui a le rôle du travailleur peut faire naître un lien.
create schema compte;
create schema support;
grant usage on schema compte to coforme_app, coforme_porte, coforme_maintenance;
grant usage on schema support to coforme_app, coforme_porte, coforme_maintenance;

create table compte.compte (
  id uuid primary key,
  courriel text not null unique check (courriel = lower(courriel) and length(courriel) between 3 and 254),
  prenom text not null default '' check (length(prenom) <= 100),
  nom text not null check (length(nom) between 1 and 100),
  sel bytea check (length(sel) = 16), -- nul tant qu'aucun mot de passe n'est choisi
  parametres text check (length(parametres) <= 60), -- « argon2id m=19456 t=2 p=1 »
  derivee bytea check (length(derivee) = 32), -- SHA-256 de la dérivée argon2id
  totp bytea check (length(totp) <= 200), -- secret chiffré par les clés de l'instance
  totp_le timestamptz, -- nul : proposé, pas encore actif
  totp_pas bigint not null default 0, -- un code ne sert qu'une fois
  administre_instance boolean not null default false,
  cree_le timestamptz not null default now(),
  ferme_le timestamptz,
  totp_preuve bytea check (length(totp_preuve) = 32), -- SHA-256 de la preuve tirée du secret en clair
  check ((sel is null) = (derivee is null) and (sel is null) = (parametres is null)),
  check (totp_le is null or totp is not null)
);
grant select, insert, update on compte.compte to coforme_porte;

-- Qui entre où, avec quelle portée. La seule vérité sur l'appartenance ; le module organisme la montre et la change.
-- Tant qu'elle n'est pas acceptée, elle porte le nom donné par qui invite et n'ouvre rien : inviter une adresse
-- n'apprend pas si elle a un compte, ni le nom de sa personne.
create table compte.adhesion (
  organisme_id uuid not null,
  compte_id uuid not null references compte.compte (id),
  roles text[] not null check (cardinality(roles) between 1 and 12),
  toutes boolean not null, -- toute la coopérative, ou les seules enseignes ci-dessous
  activites uuid[] not null default '{}',
  prenom text not null default '',
  nom text not null default '',
  du date not null default current_date,
  au date,
  acceptee_le timestamptz,
  primary key (organisme_id, compte_id),
  check (toutes or cardinality(activites) between 1 and 200),
  constraint auditeur_borne
  check (not 'auditeur' = any (roles) or cardinality(roles) = 1 and toutes and au is not null)
);
create index on compte.adhesion (compte_id);
grant select, insert, update on compte.adhesion to coforme_porte;

create table support.session (
  id uuid primary key default gen_random_uuid(),
  organisme_id uuid not null,
  agent_id uuid not null references compte.compte (id),
  motif text not null check (length(motif) between 10 and 500),
  ouverte_le timestamptz not null default now(),
  expire_le timestamptz not null,
  fermee_le timestamptz,
  check (expire_le > ouverte_le and expire_le <= ouverte_le + interval '60 minutes')
);
create index on support.session (organisme_id, ouverte_le desc);

-- Personne, pas même une porte, ne retire une visite ni sa trace.
grant select, insert, update (fermee_le) on support.session to coforme_porte;

-- « tx » est le numéro de la transaction principale : un point de reprise ne le change pas. Comparer xmin y tombait.
create table support.trace (
  session_id uuid not null references support.session (id),
  id uuid not null default gen_random_uuid(),
  chemin text not null check (length(chemin) between 1 and 300),
  le timestamptz not null default clock_timestamp(),
  tx xid8 not null default pg_current_xact_id(),
  primary key (session_id, id)
);
create index on support.trace (session_id, le desc);
grant select, insert on support.trace to coforme_porte;

create table compte.session (
  jeton bytea primary key check (length(jeton) = 32), -- SHA-256 du secret du témoin
  compte_id uuid not null references compte.compte (id),
  organisme_id uuid,
  activite_id uuid,
  etat text not null check (etat in ('second-facteur', 'ouverte', 'revoquee')),
  cree_le timestamptz not null default now(),
  vue_le timestamptz not null default now(),
  expire_le timestamptz not null,
  retenue boolean not null default false, -- « rester connecté », demandé par la personne
  agent text not null default '' check (length(agent) <= 200),
  id uuid not null unique default gen_random_uuid(), -- pour la montrer et la révoquer sans dire son empreinte
  assistance_id uuid references support.session (id)
);
create index on compte.session (compte_id);
grant select, insert, update, delete on compte.session to coforme_porte;

create table compte.lien (
  jeton bytea primary key check (length(jeton) = 32),
  usage text not null,
  compte_id uuid references compte.compte (id),
  organisme_id uuid,
  activite_id uuid,
  objet_id uuid,
  cree_le timestamptz not null default now(),
  expire_le timestamptz not null,
  consomme_le timestamptz,
  retire_le timestamptz,
  check (case usage when 'invitation' then compte_id is not null and organisme_id is not null
                    when 'reinitialisation' then compte_id is not null
                    else organisme_id is not null and activite_id is not null and objet_id is not null end),
  constraint lien_usage_check
  check (usage in ('invitation', 'reinitialisation', 'emargement', 'signature', 'questionnaire', 'espace', 'avis')),
  -- D'un lien d'émargement : l'empreinte de ce que l'application ne sait dire qu'avec ses clés, une fois le code de la personne vérifié ;
  -- et l'instant de la transaction qui l'a dit.
  preuve bytea check (octet_length(preuve) = 32),
  prouve_le timestamptz
);
create index on compte.lien (organisme_id, objet_id);
create index on compte.lien (compte_id);
create index on compte.lien (cree_le);
grant select, insert, update on compte.lien to coforme_porte;

-- Dix codes de secours à usage unique ; le code a 120 bits, son empreinte suffit.
create table compte.secours (
  compte_id uuid not null references compte.compte (id),
  empreinte bytea not null check (length(empreinte) = 32),
  employe_le timestamptz,
  primary key (compte_id, empreinte)
);
grant select, insert, update, delete on compte.secours to coforme_porte;

-- Les essais ratés, par compte et par adresse réseau : des empreintes à clé, jamais une adresse.
create table compte.echec (
  cle bytea primary key check (length(cle) = 32),
  nombre integer not null,
  dernier_le timestamptz not null default now()
);
create index on compte.echec (dernier_le);
grant select, insert, update, delete on compte.echec to coforme_porte;

-- Les navigateurs d'où un compte est entré : l'empreinte d'un témoin tiré au sort, rien de l'appareil.
create table compte.appareil (
  compte_id uuid not null references compte.compte (id),
  empreinte bytea not null check (length(empreinte) = 32),
  vu_le timestamptz not null default now(),
  primary key (compte_id, empreinte)
);
create index on compte.appareil (vu_le);
grant select, insert, update, delete on compte.appareil to coforme_porte;

-- La coopérative qui demande un second facteur à ses membres : à partir de ce jour, qui n'en a pas n'y entre plus.
create table compte.exigence (
  organisme_id uuid primary key,
  second_facteur_du date not null,
  dite_le timestamptz not null default now(),
  dite_par uuid
);
grant select, insert, update, delete on compte.exigence to coforme_porte;

-- Une visite d'assistance demande l'accord de la coopérative, qui finit de lui-même et se retire.
create table support.accord (
  organisme_id uuid primary key,
  expire_le timestamptz not null,
  donne_le timestamptz not null default now(),
  donne_par uuid not null references compte.compte (id),
  check (expire_le > donne_le and expire_le <= donne_le + interval '7 days')
);
comment on table support.accord is 'La coopérative qui accepte qu’on vienne l’assister, et jusqu’à quand. Sans lui, aucune visite ne s’ouvre.';
grant select, insert, update, delete on support.accord to coforme_porte;
