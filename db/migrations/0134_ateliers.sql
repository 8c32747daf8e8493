-- Un atelier interne : on l’annonce, on y pointe qui vient ; chaque présence devient une ligne du registre « developpement » (indicateur 22).
create table qualite.atelier (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  titre text not null check (length(titre) between 3 and 200),
  le date not null,
  minutes integer not null check (minutes between 15 and 2880),
  animateur text not null check (length(animateur) between 2 and 200),
  apport text not null check (length(apport) between 10 and 1000), -- ce qu’il change pour qui le suit
  cree_le timestamptz not null,
  par uuid default app.personne(),
  annule_le timestamptz,
  annule_par uuid,
  primary key (organisme_id, id),
  check ((annule_le is null) = (annule_par is null))
);
comment on table qualite.atelier is 'Un atelier que la coopérative tient pour ses intervenantes et intervenants.';
create index on qualite.atelier (organisme_id, le desc, id);
grant select, insert, update (annule_le, annule_par) on qualite.atelier to coforme_app;

create table qualite.presence_atelier (
  organisme_id uuid not null default app.organisme(),
  activite_id uuid not null, -- l’enseigne de la personne
  atelier_id uuid not null,
  personne_id uuid not null,
  presence text not null default 'attendu' check (presence in ('attendu', 'present', 'excuse', 'absent')),
  ligne_id uuid, -- la ligne de registre que la présence a inscrite
  pointee_le timestamptz,
  par uuid default app.personne(),
  primary key (organisme_id, atelier_id, personne_id),
  foreign key (organisme_id, atelier_id) references qualite.atelier (organisme_id, id),
  foreign key (organisme_id, personne_id) references tiers.personne (organisme_id, id),
  foreign key (organisme_id, personne_id, activite_id) references tiers.personne (organisme_id, id, activite_id) on update cascade,
  check ((presence = 'present') = (ligne_id is not null))
);
comment on table qualite.presence_atelier is 'Qui est attendu à un atelier, et qui y est venu.';
create index on qualite.presence_atelier (organisme_id, personne_id);
grant select, insert, update (presence, ligne_id, pointee_le, par) on qualite.presence_atelier to coforme_app;
call app.proteger('qualite.atelier', 'own');
call app.fermer_aux_liens('qualite.atelier');
call app.proteger('qualite.presence_atelier', 'own', activite => true);
call app.fermer_aux_liens('qualite.presence_atelier');
