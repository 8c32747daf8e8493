-- Ce qui arrive et se traite : réclamations, difficultés, aléas, signalements de violences, demandes d'adaptation. Le récit est
-- chiffré hors de la base ; qui le lit, ou l'a voulu sans en avoir le droit, laisse une ligne.
create table qualite.affaire (
  organisme_id uuid not null default app.organisme(), id uuid not null, activite_id uuid not null,
  genre text not null check (genre in ('reclamation', 'difficulte', 'alea', 'signalement', 'adaptation')),
  auteur text not null check (auteur in ('stagiaire', 'entreprise', 'financeur', 'formateur', 'equipe', 'autre')),
  objet text not null check (length(objet) between 2 and 200),  -- sans nom de personne ni santé
  session_id uuid, inscription_id uuid,
  recit bytea not null check (length(recit) between 28 and 40000),
  recu_le date not null,
  inscrit_le timestamptz not null, par uuid default app.personne(),
  primary key (organisme_id, id),
  unique (organisme_id, id, activite_id),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id),
  foreign key (organisme_id, session_id) references sessions.session (organisme_id, id),
  foreign key (organisme_id, inscription_id) references inscriptions.inscription (organisme_id, id),
  check (genre <> 'adaptation' or inscription_id is not null)
);
create index on qualite.affaire (organisme_id, recu_le desc, id);
create index on qualite.affaire (organisme_id, inscription_id);
call app.proteger('qualite.affaire', 'own', activite => true, preuve => true);
grant select, insert on qualite.affaire to coforme_app;

create table qualite.suite (
  organisme_id uuid not null default app.organisme(), id uuid not null, activite_id uuid not null,
  affaire_id uuid not null,
  genre text not null check (genre in ('accuse', 'reponse', 'mesure', 'accorder', 'refuser', 'mise-en-oeuvre', 'cloture')),
  le date not null,
  texte text not null check (length(texte) between 2 and 4000),
  inscrit_le timestamptz not null, par uuid default app.personne(),
  primary key (organisme_id, id),
  foreign key (organisme_id, affaire_id) references qualite.affaire (organisme_id, id),
  foreign key (organisme_id, affaire_id, activite_id) references qualite.affaire (organisme_id, id, activite_id) on update cascade
);
create index on qualite.suite (organisme_id, affaire_id, le);
call app.proteger('qualite.suite', 'own', activite => true, preuve => true);
grant select, insert on qualite.suite to coforme_app;

-- Qui a lu un récit protégé, et qui l'a demandé sans en avoir le droit.
create table qualite.lecture (
  organisme_id uuid not null default app.organisme(), id uuid not null, activite_id uuid not null,
  affaire_id uuid not null,
  accordee boolean not null,
  le timestamptz not null, par uuid default app.personne(),
  primary key (organisme_id, id),
  foreign key (organisme_id, affaire_id) references qualite.affaire (organisme_id, id),
  foreign key (organisme_id, affaire_id, activite_id) references qualite.affaire (organisme_id, id, activite_id) on update cascade
);
create index on qualite.lecture (organisme_id, affaire_id, le);
call app.proteger('qualite.lecture', 'own', activite => true, preuve => true);
grant select, insert on qualite.lecture to coforme_app;
