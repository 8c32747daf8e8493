-- Un texte chiffré qu'un effacement referme laisse ses deux empreintes ; les octets à ranger ne se lisent que coopérative par coopérative.
create table donnees.refermeture (
  organisme_id uuid not null,
  id uuid not null,
  effacement_id uuid not null,
  lieu text not null check (lieu ~ '^[a-z]+\.[a-z]+\.[a-z_]+$'),
  ligne_id uuid not null,
  precedente bytea not null check (octet_length(precedente) = 32), -- SHA-256 du chiffré remplacé
  empreinte bytea not null check (octet_length(empreinte) = 32), -- et de celui qui le remplace
  refermee_le timestamptz not null default clock_timestamp(),
  par uuid,
  primary key (organisme_id, id),
  -- Au bout de la transaction, l'effacement qui l'explique est écrit, ou rien ne l'est.
  foreign key (organisme_id, effacement_id) references donnees.effacement (organisme_id, id) deferrable initially deferred
);
create index on donnees.refermeture (organisme_id, effacement_id);
grant select on donnees.refermeture to coforme_app;
call app.proteger('donnees.refermeture', 'own', preuve => true);
call app.fermer_aux_liens('donnees.refermeture');
set local role coforme_maintenance;
drop function if exists porte.refermer_texte(text, uuid, bytea, bytea);
set local role coforme_porte;
drop function if exists porte.fichiers_a_ranger(uuid, text);
drop function if exists porte.fichier_range(uuid, text);
-- Elle dit aussi si la personne a un second facteur.
drop function if exists porte.visiteur(bytea);
set local role coforme_owner;
