-- La signature d'une pièce : la demande (lien personnel, usage « signature » de 0015), la preuve, l'exemplaire signé ; le visa de l'équipe d'appui.
create schema cae authorization coforme_owner;

-- ─── 1. Un avenant complète, il ne réécrit pas ────────────────────────────────────────────────────────────
alter table documents.piece add column complete_id uuid;
call app.lier('documents.piece', 'piece_complete', 'organisme_id, complete_id', 'documents.piece (organisme_id, id)');
create index piece_complete on documents.piece (organisme_id, complete_id) where complete_id is not null;
comment on column documents.piece.complete_id is 'La pièce que celle-ci complète (avenant) : les deux valent ensemble.';
-- Les clés de deux colonnes ne retiennent pas l'enseigne : ce qui suit une pièce porte la sienne.
alter table documents.piece add unique (organisme_id, id, activite_id);

-- ─── 2. Le visa : dans une CAE, rien ne lie sans lui ──────────────────────────────────────────────────────
create table cae.visa (
  organisme_id uuid not null default app.organisme(), activite_id uuid not null, piece_id uuid not null,
  decision text not null check (decision in ('accorde', 'refuse')),
  motif text not null default '' check (length(motif) <= 500),
  decide_le timestamptz not null, par uuid default app.personne(),
  primary key (organisme_id, piece_id),                  -- une pièce est visée une fois ; refusée, une autre la remplace
  foreign key (organisme_id, piece_id) references documents.piece (organisme_id, id),
  foreign key (organisme_id, piece_id, activite_id) references documents.piece (organisme_id, id, activite_id) on update cascade,
  check (decision = 'accorde' or motif <> '')
);
comment on table cae.visa is 'La décision de l’équipe d’appui sur une pièce qui engage la coopérative. Une preuve.';
call app.proteger('cae.visa', 'own', activite => true, preuve => true);
grant select, insert on cae.visa to coforme_app;
create policy auteur on cae.visa as restrictive for insert to coforme_app
  with check (par is not null and par = (select app.personne()));

-- ─── 3. La demande : à qui l'on demande de signer, ou d'accuser réception ─────────────────────────────────
create table documents.demande (
  organisme_id uuid not null default app.organisme(), id uuid not null, activite_id uuid not null,
  piece_id uuid not null,
  acte text not null check (acte in ('signature', 'accuse')),
  role text not null check (role in ('client', 'stagiaire')),
  -- Les pièces remises avec celle-ci (programme, règlement intérieur) : elles se lisent par le même lien.
  jointes uuid[] not null default '{}' check (cardinality(jointes) <= 8),
  -- De qui l'on parle ailleurs (une inscription) : l'accusé y remonte.
  objet_genre text not null check (objet_genre ~ '^[a-z-]{3,40}$'), objet_id uuid not null,
  nom text not null check (length(nom) between 1 and 200),
  qualite text not null default '' check (length(qualite) <= 120),
  courriel text not null check (length(courriel) between 3 and 254),
  creee_le timestamptz not null, creee_par uuid default app.personne(),
  envois integer not null default 0 check (envois >= 0), envoyee_le timestamptz,
  ouverte_le timestamptz,                                -- première lecture par le lien
  -- Le code de six chiffres : une empreinte à clé, quinze minutes, cinq essais.
  code bytea check (length(code) = 32), code_le timestamptz,
  code_essais integer not null default 0, codes integer not null default 0,
  refusee_le timestamptz, motif text not null default '' check (length(motif) <= 500),
  retiree_le timestamptz,
  primary key (organisme_id, id),
  unique (organisme_id, id, activite_id),
  foreign key (organisme_id, piece_id) references documents.piece (organisme_id, id),
  foreign key (organisme_id, piece_id, activite_id) references documents.piece (organisme_id, id, activite_id) on update cascade
);
create index demande_piece on documents.demande (organisme_id, piece_id);
create index demande_objet on documents.demande (organisme_id, objet_id);
-- Une seule demande de signature en cours par pièce et par rôle : deux envois au même instant n'en font qu'une.
create unique index demande_en_cours on documents.demande (organisme_id, piece_id, role)
  where acte = 'signature' and retiree_le is null and refusee_le is null;
create unique index accuse_demande on documents.demande (organisme_id, piece_id, objet_id)
  where acte = 'accuse' and retiree_le is null;
call app.proteger('documents.demande', 'own', activite => true);
grant select, insert on documents.demande to coforme_app;
grant update (envois, envoyee_le, ouverte_le, code, code_le, code_essais, codes, refusee_le, motif, retiree_le)
  on documents.demande to coforme_app;

-- ─── 4. La preuve ─────────────────────────────────────────────────────────────────────────────────────────
create table documents.signature (
  organisme_id uuid not null default app.organisme(), id uuid not null, activite_id uuid not null,
  piece_id uuid not null, demande_id uuid,
  acte text not null check (acte in ('signature', 'accuse')),
  role text not null check (role in ('client', 'organisme', 'stagiaire')),
  moyen text not null check (moyen in ('lien', 'scan', 'compte')),
  nom text not null check (length(nom) between 2 and 200),
  qualite text not null default '' check (length(qualite) <= 120),
  -- La phrase même à laquelle on a consenti.
  consentement text not null check (length(consentement) between 1 and 600),
  -- L'empreinte de la pièce signée : celle qu'elle porte imprimée.
  empreinte bytea not null check (length(empreinte) = 32),
  -- SHA-256(sel || contenu) de la part privée (courriel, adresse réseau, appareil) : effaçable sans rompre la preuve.
  engagement bytea not null check (length(engagement) = 32),
  signee_le timestamptz not null,                        -- pour un scan : quand il fut déposé
  datee_du date not null,                                -- le jour de la signature, lu sur le papier pour un scan
  scan text check (scan ~ '^[0-9a-f]{64}$'),
  par uuid default app.personne(),                       -- qui a signé par son compte, ou déposé le scan
  primary key (organisme_id, id),
  unique (organisme_id, id, activite_id),
  foreign key (organisme_id, piece_id) references documents.piece (organisme_id, id),
  foreign key (organisme_id, piece_id, activite_id) references documents.piece (organisme_id, id, activite_id) on update cascade,
  foreign key (organisme_id, demande_id) references documents.demande (organisme_id, id),
  check ((moyen = 'scan') = (scan is not null)),
  check ((moyen = 'lien') = (demande_id is not null)),
  check (moyen <> 'compte' or role = 'organisme')
);
comment on table documents.signature is 'Qui a signé une pièce, ou en a accusé réception : en ajout seul.';
create unique index signature_role on documents.signature (organisme_id, piece_id, role) where acte = 'signature';
create unique index signature_demande on documents.signature (organisme_id, demande_id) where demande_id is not null;
create index signature_scan on documents.signature (organisme_id, scan) where scan is not null;
call app.proteger('documents.signature', 'own', activite => true, preuve => true);
grant select, insert on documents.signature to coforme_app;
create policy auteur on documents.signature as restrictive for insert to coforme_app
  with check (par is not distinct from (select app.personne()));

create table documents.signature_privee (
  organisme_id uuid not null default app.organisme(), activite_id uuid not null, signature_id uuid not null,
  sel bytea not null check (length(sel) = 32), contenu text not null check (length(contenu) <= 4000),
  primary key (organisme_id, signature_id),
  foreign key (organisme_id, signature_id) references documents.signature (organisme_id, id),
  foreign key (organisme_id, signature_id, activite_id) references documents.signature (organisme_id, id, activite_id) on update cascade
);
comment on table documents.signature_privee is 'Courriel, adresse réseau et appareil d’une signature, sous leur sel.';
call app.proteger('documents.signature_privee', 'own', activite => true, preuve => true);
grant select, insert on documents.signature_privee to coforme_app;

-- La pièce et ses signatures, recomposées ensemble : mêmes données, même empreinte, les cases remplies.
create table documents.exemplaire (
  organisme_id uuid not null default app.organisme(), activite_id uuid not null, piece_id uuid not null,
  signatures integer not null check (signatures between 1 and 4),
  fichier text not null check (fichier ~ '^[0-9a-f]{64}$'), compose_le timestamptz not null,
  primary key (organisme_id, piece_id, signatures),
  foreign key (organisme_id, piece_id) references documents.piece (organisme_id, id),
  foreign key (organisme_id, piece_id, activite_id) references documents.piece (organisme_id, id, activite_id) on update cascade
);
create index exemplaire_fichier on documents.exemplaire (organisme_id, fichier);
call app.proteger('documents.exemplaire', 'own', activite => true, preuve => true);
grant select, insert on documents.exemplaire to coforme_app;

-- Dans une CAE, ni demande ni signature de ce qui lie sans visa accordé : la base le refuse, quoi que fasse la page.
-- Un accusé de réception ne lie pas ; un certificat se signe sans visa.
create policy visa on documents.demande as restrictive for insert to coforme_app with check (
  acte = 'accuse'
  or not exists (select from organisme.organisme o where o.organisme_id = demande.organisme_id and o.cae)
  or exists (select from cae.visa v where v.organisme_id = demande.organisme_id and v.piece_id = demande.piece_id and v.decision = 'accorde'));
create policy visa on documents.signature as restrictive for insert to coforme_app with check (
  acte = 'accuse'
  or not exists (select from organisme.organisme o where o.organisme_id = signature.organisme_id and o.cae)
  or exists (select from documents.piece p where p.organisme_id = signature.organisme_id and p.id = signature.piece_id
       and p.genre not in ('devis', 'convention', 'contrat', 'avenant'))
  or exists (select from cae.visa v where v.organisme_id = signature.organisme_id and v.piece_id = signature.piece_id and v.decision = 'accorde'));

-- Les octets d'un scan et d'un exemplaire suivent le mur de leur pièce.
drop policy enseigne on plateforme.fichier;
create policy enseigne on plateforme.fichier as restrictive for select to coforme_app using (
  (select app.toutes_activites()) or depose_par = (select app.personne())
  or exists (select from documents.piece p where p.organisme_id = fichier.organisme_id and p.fichier = encode(fichier.empreinte, 'hex'))
  or exists (select from documents.signature s where s.organisme_id = fichier.organisme_id and s.scan = encode(fichier.empreinte, 'hex'))
  or exists (select from documents.exemplaire e where e.organisme_id = fichier.organisme_id and e.fichier = encode(fichier.empreinte, 'hex'))
  or exists (select from organisme.organisme o where o.organisme_id = fichier.organisme_id and o.logo = encode(fichier.empreinte, 'hex')));
