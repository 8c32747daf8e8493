create schema sessions;

create table sessions.session (
  organisme_id uuid not null default app.organisme(), id uuid not null, activite_id uuid not null,
  numero text not null,                    -- S-2026-001, par organisme
  offre_id uuid not null,
  -- Figés à la planification : la convention, la feuille et le certificat diront le même intitulé.
  intitule text not null check (length(intitule) between 1 and 255),
  nature text not null check (nature in ('formation', 'bilan', 'vae', 'apprentissage')),
  etat text not null check (etat in ('brouillon', 'ouverte', 'confirmee', 'en-cours', 'terminee', 'cloturee', 'annulee')),
  zone text not null default 'Europe/Paris',
  lieu text not null check (length(lieu) between 1 and 250),
  etablissement_id uuid,                   -- un lieu de la coopérative ; nul si le lieu est écrit librement
  formateur text not null check (length(formateur) between 1 and 200),
  formateur_id uuid,                       -- le compte du formateur, s'il en a un : ce qui rend la session « sienne »
  motif text check (length(motif) <= 1000), -- pourquoi elle est annulée
  capacite integer check (capacite > 0),
  -- Sel du rattachement des entrées du registre à cette session (base.md § 7) : une preuve partielle se vérifie seule.
  sel bytea not null check (length(sel) = 32),
  cree_le timestamptz not null,
  primary key (organisme_id, id),
  unique (organisme_id, id, activite_id),
  unique (organisme_id, numero),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id),
  foreign key (organisme_id, offre_id) references catalogue.offre (organisme_id, id),
  foreign key (organisme_id, etablissement_id) references organisme.etablissement (organisme_id, id),
  check (etat <> 'annulee' or motif is not null)
);

-- Le dernier numéro de l'année, par organisme et non par enseigne : une enseigne ne voit pas les sessions des
-- autres, un « plus grand numéro plus un » se tromperait. La ligne est verrouillée le temps d'une planification.
create table sessions.compteur (
  organisme_id uuid not null default app.organisme(),
  annee smallint not null check (annee between 1900 and 2199),
  dernier integer not null check (dernier >= 0),
  primary key (organisme_id, annee)
);

create table sessions.seance (
  organisme_id uuid not null default app.organisme(), id uuid not null, activite_id uuid not null,
  session_id uuid not null,
  jour date not null,
  demi_journee text not null check (demi_journee in ('matin', 'apres-midi', 'soiree')),
  debut_minutes integer not null check (debut_minutes between 0 and 1439),   -- heure de la salle
  fin_minutes integer not null check (fin_minutes between 1 and 1440),
  debut timestamptz not null, fin timestamptz not null,                       -- les mêmes, en instants
  motif_jour text,                          -- pourquoi ce jour férié ou ce dimanche est gardé
  primary key (organisme_id, id),
  unique (organisme_id, id, activite_id),
  unique (organisme_id, session_id, jour, debut_minutes),
  check (debut_minutes < fin_minutes), check (debut < fin),
  foreign key (organisme_id, session_id) references sessions.session (organisme_id, id),
  foreign key (organisme_id, session_id, activite_id) references sessions.session (organisme_id, id, activite_id) on update cascade
);
create index on sessions.seance (organisme_id, debut);

call app.proteger('sessions.session', 'own', activite => true);
call app.proteger('sessions.compteur', 'own');
call app.proteger('sessions.seance', 'own', activite => true);
-- Le sel ne change jamais : les entrées du registre s'y rattachent.
grant select, insert on sessions.session to coforme_app;
grant update (intitule, nature, etat, motif, lieu, etablissement_id, formateur, formateur_id, capacite, activite_id) on sessions.session to coforme_app;
grant select, insert on sessions.compteur to coforme_app;
grant update (dernier) on sessions.compteur to coforme_app;
grant select, insert, update, delete on sessions.seance to coforme_app;
