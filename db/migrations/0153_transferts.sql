-- Une enseigne passe d’une coopérative d’activité à une autre de la plateforme.
-- Une enseigne quitte la coopérative pour une autre de la plateforme, si les deux directions et chacune de ses personnes en sont d’accord. Les
-- preuves et les factures restent ; ce qui part est recopié (`contenu`, les fichiers), sans un mot d’une personne formée.
create table cae.transfert (
  organisme_id uuid not null, -- d’où l’enseigne part
  id uuid not null,
  enseigne_id uuid not null,
  vers_organisme_id uuid not null check (vers_organisme_id <> organisme_id),
  le date not null,
  etat text not null check (etat in ('propose', 'remis', 'accueilli', 'refuse', 'retire')),
  propose_le timestamptz not null,
  propose_par uuid not null,
  remis_le timestamptz,
  remis_par uuid,
  contenu jsonb check (length(contenu::text) <= 4000000),
  fini_le timestamptz,
  fini_par uuid,
  motif text not null default '' check (length(motif) <= 500),
  enseigne_nee_id uuid, -- chez qui l’accueille
  primary key (organisme_id, id),
  check ((etat in ('accueilli', 'refuse', 'retire')) = (fini_le is not null)),
  check ((etat in ('remis', 'accueilli')) <= (remis_le is not null)),
  check ((etat in ('remis', 'accueilli')) = (contenu is not null)),
  check ((etat = 'accueilli') = (enseigne_nee_id is not null))
);
comment on table cae.transfert is 'Une enseigne passe d’une coopérative d’activité à une autre de la plateforme, par l’accord des deux et de ses personnes.';
create unique index transfert_vif on cae.transfert (organisme_id, enseigne_id) where etat in ('propose', 'remis');
create index on cae.transfert (vers_organisme_id);
grant select, insert, update (etat, remis_le, remis_par, contenu, fini_le, fini_par, motif, enseigne_nee_id), delete on cae.transfert to coforme_porte;

-- Chaque personne de l’enseigne, et quand elle l’a accordé ; rien : pas encore.
create table cae.accord_de_transfert (
  organisme_id uuid not null,
  transfert_id uuid not null,
  compte_id uuid not null,
  accorde_le timestamptz,
  primary key (organisme_id, transfert_id, compte_id),
  foreign key (organisme_id, transfert_id) references cae.transfert (organisme_id, id)
);
comment on table cae.accord_de_transfert is 'Qui, dans l’enseigne, accorde son transfert, et quand.';
create index on cae.accord_de_transfert (compte_id);
grant select, insert, update (accorde_le), delete on cae.accord_de_transfert to coforme_porte;

-- Les programmes émis et les supports, le temps qu’ils arrivent : ôtés dès que le transfert finit.
create table cae.fichier_de_transfert (
  organisme_id uuid not null,
  transfert_id uuid not null,
  rang integer not null check (rang between 0 and 2000),
  nom text not null check (length(nom) between 1 and 300),
  octets bytea not null check (length(octets) <= 52428800),
  primary key (organisme_id, transfert_id, rang),
  foreign key (organisme_id, transfert_id) references cae.transfert (organisme_id, id)
);
comment on table cae.fichier_de_transfert is 'Un fichier d’une enseigne transférée, entre sa remise et son accueil.';
grant select, insert, delete on cae.fichier_de_transfert to coforme_porte;
call app.proteger('cae.transfert', 'porte');
call app.proteger('cae.accord_de_transfert', 'porte');
call app.proteger('cae.fichier_de_transfert', 'porte');
call app.laisser_lire('tiers.intervenant', 'activite_id');
