-- Les habilitations à former : le parcours, le comité et son quorum, ce qu’une session attend.
-- Le comité des habilitations : combien doivent se prononcer, et depuis quand une session attend des intervenants habilités.
create table cae.comite (
  organisme_id uuid not null default app.organisme() references organisme.organisme (organisme_id),
  quorum smallint not null check (quorum between 1 and 50),
  exige_depuis date, -- nulle : les habilitations se tiennent, et ne retiennent rien
  revue_mois smallint not null default 12 check (revue_mois between 1 and 60),
  version integer not null default 1 check (version > 0),
  modifie_le timestamptz not null default clock_timestamp(),
  modifie_par uuid not null default app.personne(),
  primary key (organisme_id)
);
grant select, insert (quorum, exige_depuis, revue_mois), update (quorum, exige_depuis, revue_mois, version, modifie_le, modifie_par) on cae.comite to coforme_app;

create table cae.membre_du_comite (
  organisme_id uuid not null default app.organisme(),
  compte_id uuid not null,
  du date not null,
  au date,
  nomme_par uuid not null default app.personne(),
  primary key (organisme_id, compte_id, du),
  check (au >= du)
);
grant select, insert (compte_id, du), update (au) on cae.membre_du_comite to coforme_app;

-- La demande d’une personne : être habilitée à former, pour une nature d’action et un rôle ; et où en est son parcours.
create table cae.parcours (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  activite_id uuid not null,
  personne_id uuid not null,
  compte_id uuid, -- le compte de cette personne : elle ne se prononce pas sur elle-même
  nature text not null check (nature in ('formation', 'bilan', 'vae', 'apprentissage')),
  -- « responsable » : elle répond de l’action devant le client. « sous-traitant » : elle intervient pour une autre, d’ici ou d’ailleurs.
  role text not null check (role in ('responsable', 'sous-traitant')),
  etat text not null default 'ouvert' check (etat in ('ouvert', 'habilite', 'refuse', 'abandonne')),
  motivation text not null default '' check (length(motivation) <= 1000),
  demande_le timestamptz not null default clock_timestamp(),
  demande_par uuid not null default app.personne(),
  decide_le timestamptz,
  decide_par uuid,
  decision text check (length(decision) between 20 and 2000), -- l’avis motivé du comité
  primary key (organisme_id, id),
  unique (organisme_id, id, activite_id),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id),
  foreign key (organisme_id, personne_id) references tiers.personne (organisme_id, id),
  check ((etat in ('habilite', 'refuse')) = (decision is not null))
);
comment on table cae.parcours is 'Le parcours d’une personne vers une habilitation à former, et ce que le comité en a décidé.';
create unique index parcours_ouvert on cae.parcours (organisme_id, personne_id, nature, role) where etat = 'ouvert';
grant select, insert (id, activite_id, personne_id, compte_id, nature, role, motivation), update (etat) on cae.parcours to coforme_app;

-- Ce qui a été fait du parcours. Une preuve.
create table cae.etape (
  organisme_id uuid not null default app.organisme(),
  activite_id uuid not null,
  id uuid not null,
  parcours_id uuid not null,
  genre text not null check (genre in ('entretien', 'atelier', 'dossier', 'action-relue', 'revue')),
  faite_le date not null,
  note text not null check (length(note) between 3 and 1000),
  le timestamptz not null default clock_timestamp(),
  par uuid not null default app.personne(),
  primary key (organisme_id, id),
  foreign key (organisme_id, parcours_id) references cae.parcours (organisme_id, id),
  foreign key (organisme_id, parcours_id, activite_id) references cae.parcours (organisme_id, id, activite_id) on update cascade
);
comment on table cae.etape is 'Une étape d’un parcours : entretien, atelier, dossier relu, première action relue par une autre personne, revue.';
grant select, insert (activite_id, id, parcours_id, genre, faite_le, note) on cae.etape to coforme_app;

-- L’avis d’un membre du comité sur un dossier ; « se-retire » déclare un conflit d’intérêts. Une preuve.
create table cae.avis (
  organisme_id uuid not null default app.organisme(),
  parcours_id uuid not null,
  compte_id uuid not null default app.personne(),
  avis text not null check (avis in ('habiliter', 'sous-conditions', 'refuser', 'se-retire')),
  motif text not null check (length(btrim(motif)) between 3 and 1000),
  le timestamptz not null default clock_timestamp(),
  primary key (organisme_id, parcours_id, compte_id),
  foreign key (organisme_id, parcours_id) references cae.parcours (organisme_id, id)
);
comment on table cae.avis is 'Ce qu’un membre du comité a dit d’un dossier, et pourquoi.';
grant select, insert (parcours_id, avis, motif, le) on cae.avis to coforme_app;

create table cae.habilitation (
  organisme_id uuid not null,
  id uuid not null,
  activite_id uuid not null,
  personne_id uuid not null,
  parcours_id uuid not null,
  nature text not null check (nature in ('formation', 'bilan', 'vae', 'apprentissage')),
  role text not null check (role in ('responsable', 'sous-traitant')),
  du date not null,
  au date not null, -- la revue
  conditions text not null default '' check (length(conditions) <= 1000),
  suspendue_le timestamptz,
  suspendue_par uuid,
  suspension text check (length(btrim(suspension)) between 3 and 500),
  primary key (organisme_id, id),
  unique (organisme_id, parcours_id),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id),
  foreign key (organisme_id, personne_id) references tiers.personne (organisme_id, id),
  foreign key (organisme_id, parcours_id) references cae.parcours (organisme_id, id),
  check (du <= au),
  check ((suspendue_le is null) = (suspension is null) and (suspendue_le is null) = (suspendue_par is null))
);
comment on table cae.habilitation is 'À qui le comité a permis d’animer : une nature d’action, un rôle, des dates.';
create index habilitation_personne on cae.habilitation (organisme_id, personne_id);
grant select, update (suspendue_le, suspendue_par, suspension) on cae.habilitation to coforme_app;
grant insert on cae.habilitation to coforme_porte;
grant update (etat, decide_le, decide_par, decision) on cae.parcours to coforme_porte;

-- Une session tenue par qui n’est pas habilité, malgré tout : qui l’a permis, et pourquoi. Une preuve.
create table cae.derogation (
  organisme_id uuid not null default app.organisme(),
  activite_id uuid not null,
  session_id uuid not null,
  personne_id uuid not null,
  motif text not null check (length(btrim(motif)) between 20 and 1000),
  le timestamptz not null default clock_timestamp(),
  par uuid not null default app.personne(),
  primary key (organisme_id, session_id, personne_id),
  foreign key (organisme_id, session_id) references sessions.session (organisme_id, id),
  foreign key (organisme_id, session_id, activite_id) references sessions.session (organisme_id, id, activite_id) on update cascade,
  foreign key (organisme_id, personne_id) references tiers.personne (organisme_id, id)
);
comment on table cae.derogation is 'Pourquoi une session a été confirmée avec une personne qui n’était pas habilitée.';
grant select, insert (activite_id, session_id, personne_id, motif) on cae.derogation to coforme_app;
call app.proteger('cae.comite', 'own');
call app.laisser_lire('cae.comite', 'organisme_id, quorum, exige_depuis, revue_mois');
call app.proteger('cae.membre_du_comite', 'own');
call app.laisser_lire('cae.membre_du_comite', 'organisme_id, compte_id, du, au');
do $$
declare t text;
begin
  foreach t in array '{comite,membre_du_comite}'::text[] loop
    execute format('create policy siege_ajouter on cae.%I as restrictive for insert to coforme_app with check ((select app.toutes_activites()) and (select porte.dirige()))', t);
    execute format('create policy siege_changer on cae.%I as restrictive for update to coforme_app using ((select app.toutes_activites()) and (select porte.dirige()))', t);
    execute format('call app.fermer_aux_liens(%L)', 'cae.' || t);
  end loop;
end $$;
-- Qui siège lit les dossiers de toutes les enseignes, et rien d’autre d’elles.
call app.proteger('cae.parcours', 'own', activite => true, invite => '(select porte.siege_au_comite())');
call app.laisser_lire('cae.parcours', 'organisme_id, id, activite_id, personne_id, compte_id, nature, role, etat');
create policy porte_decider on cae.parcours for update to coforme_porte using (true) with check (true);
create policy demande on cae.parcours as restrictive for insert to coforme_app with check (
  (select porte.suit_les_habilitations()) and demande_par = (select app.personne())
  -- De qui est le dossier ne se choisit pas : c’est le compte de cette personne, s’il en est un.
  and compte_id is not distinct from (select i.compte_id from tiers.intervenant i where i.organisme_id = parcours.organisme_id and i.personne_id = parcours.personne_id));
create policy abandonne on cae.parcours as restrictive for update to coforme_app using (
  etat = 'ouvert' and (select porte.suit_les_habilitations())) with check (etat = 'abandonne');
call app.fermer_aux_liens('cae.parcours');
call app.proteger('cae.etape', 'own', activite => true, invite => '(select porte.siege_au_comite())', preuve => true);
create policy suit on cae.etape as restrictive for insert to coforme_app with check ((select porte.peut_viser()) and par = (select app.personne()));
call app.fermer_aux_liens('cae.etape');
call app.proteger('cae.avis', 'own', preuve => true);
call app.laisser_lire('cae.avis', 'organisme_id, parcours_id, compte_id, avis');
create policy entre_membres on cae.avis as restrictive for select to coforme_app using (
  (select app.toutes_activites()) or (select porte.siege_au_comite()) or compte_id = (select app.personne()));
create policy auteur on cae.avis as restrictive for insert to coforme_app with check (compte_id = (select app.personne()) and (select porte.siege_au_comite()));
create trigger garder_avis before insert on cae.avis for each row when (current_user <> 'coforme_maintenance') execute function porte.garder_avis();
call app.fermer_aux_liens('cae.avis');
call app.proteger('cae.habilitation', 'own', activite => true, invite => '(select porte.siege_au_comite())');
call app.laisser_lire('cae.habilitation', 'organisme_id, personne_id, nature, role, du, au, suspendue_le');
create policy porte_habiliter on cae.habilitation for insert to coforme_porte with check (true);
create policy suspend on cae.habilitation as restrictive for update to coforme_app
  using ((select porte.peut_viser())) with check (suspendue_par is null or suspendue_par = (select app.personne()));
call app.fermer_aux_liens('cae.habilitation');
call app.proteger('cae.derogation', 'own', activite => true, preuve => true);
call app.laisser_lire('cae.derogation', 'organisme_id, session_id, personne_id');
create policy deroge on cae.derogation as restrictive for insert to coforme_app with check ((select porte.peut_viser()) and par = (select app.personne()));
call app.fermer_aux_liens('cae.derogation');
-- Une session ne se confirme qu’avec des gens habilités à ses dates, ou par dérogation.
create trigger garder_habilitation after update of etat on sessions.session for each row
  when (new.etat = 'confirmee' and old.etat <> 'confirmee' and current_user <> 'coforme_maintenance') execute function porte.garder_habilitation();
call app.laisser_lire('sessions.session', 'nature');
call app.laisser_lire('sessions.affectation', 'confiee_a_id');
call app.laisser_lire('inscriptions.dossier', 'regime');
