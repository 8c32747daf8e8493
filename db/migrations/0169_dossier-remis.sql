-- Le dossier 21/22 qu’une personne remet pour une mission, et les photographies d’un bien prêté.
-- Le dossier 21/22 qu’une personne remet pour une mission : une photographie datée et signée, de son accord, jusqu’à un terme. Derrière des portes : retirée avant
-- d’avoir servi, elle n’est plus là à l’instruction suivante.
create table mutualisation.remise (
  organisme_id uuid not null, -- qui envoie
  id uuid not null,
  mission_id uuid not null,
  de_organisme_id uuid not null, -- qui reçoit
  compte_id uuid not null,
  version integer not null check (version > 0), -- du texte accepté
  remise_le timestamptz not null,
  jusqu_au date not null,
  empreinte bytea not null check (length(empreinte) = 32), -- des pièces en clair, de la mission et du terme
  signature bytea not null check (length(signature) = 64),
  cle bytea not null check (length(cle) = 32),
  employee_le timestamptz, -- rangée aux registres de qui reçoit
  employee_par uuid,
  retiree_le timestamptz, -- l’accord repris
  effacee_le timestamptz, -- le terme passé
  primary key (organisme_id, id),
  foreign key (organisme_id, mission_id) references mutualisation.mission (organisme_id, id) on delete cascade,
  check ((employee_le is null) = (employee_par is null))
);
comment on table mutualisation.remise is 'Le dossier qu’une personne remet à la coopérative qui la reçoit, pour une mission, avec son accord.';
create unique index remise_vive on mutualisation.remise (organisme_id, mission_id) where retiree_le is null;
create index remise_echeance on mutualisation.remise (jusqu_au) where effacee_le is null;
grant select, insert, update (employee_le, employee_par, retiree_le, effacee_le), delete on mutualisation.remise to coforme_porte;

create table mutualisation.remise_piece (
  organisme_id uuid not null,
  remise_id uuid not null,
  rang integer not null check (rang between 1 and 12),
  genre text not null check (genre in ('titres', 'cv', 'formation')),
  le date not null,
  octets bytea not null check (length(octets) <= 15000000), -- la pièce, chiffrée par les clés de l’instance
  primary key (organisme_id, remise_id, rang),
  foreign key (organisme_id, remise_id) references mutualisation.remise (organisme_id, id) on delete cascade
);
comment on table mutualisation.remise_piece is 'Une pièce d’un dossier remis : son genre et sa date en clair, le reste chiffré.';
grant select, insert, delete on mutualisation.remise_piece to coforme_porte;

-- Chez qui lit.
create table mutualisation.remise_lecture (
  organisme_id uuid not null,
  id uuid not null default gen_random_uuid(),
  de_organisme_id uuid not null, -- de qui vient le dossier
  remise_id uuid not null,
  par uuid not null,
  le timestamptz not null,
  tx bigint not null, -- celle qui l’a écrite : le dossier ne s’ouvre que dans une autre
  primary key (organisme_id, id)
);
comment on table mutualisation.remise_lecture is 'Qui a ouvert un dossier remis, et quand. Une preuve.';
create index on mutualisation.remise_lecture (de_organisme_id, remise_id);
grant select, insert on mutualisation.remise_lecture to coforme_porte;

call app.proteger('mutualisation.remise', 'porte');
call app.proteger('mutualisation.remise_piece', 'porte');
call app.proteger('mutualisation.remise_lecture', 'porte', preuve => true);
-- Ce que la personne peut remettre d’elle : les lignes de ses registres, et leurs fichiers.
call app.laisser_lire('qualite.registre', 'organisme_id, id, rang, genre, titre, le, personne_id, responsable_id, contenu, retire');
call app.laisser_lire('qualite.jointe', 'organisme_id, id, ligne_id, nom, fichier, type, expire_le, jointe_le');
call app.laisser_lire('qualite.jointe_retrait', 'organisme_id, jointe_id');

-- Une photographie d’un bien prêté : un fichier de sa coopérative, que lit qui lit la fiche.
create table mutualisation.bien_photo (
  organisme_id uuid not null,
  id uuid not null,
  bien_id uuid not null,
  legende text not null check (length(legende) between 3 and 200), -- ce que l’on y voit, dit à qui ne le voit pas
  fichier text not null check (fichier ~ '^[0-9a-f]{64}$'),
  type text not null check (type in ('image/png', 'image/jpeg')),
  ajoutee_le timestamptz not null,
  ajoutee_par uuid not null,
  otee_le timestamptz,
  primary key (organisme_id, id),
  foreign key (organisme_id, bien_id) references mutualisation.bien (organisme_id, id)
);
comment on table mutualisation.bien_photo is 'Une photographie d’un bien prêté, et ce que l’on y voit.';
create index on mutualisation.bien_photo (organisme_id, bien_id);
grant select, insert, update (otee_le) on mutualisation.bien_photo to coforme_porte;
call app.proteger('mutualisation.bien_photo', 'porte');
