-- Les contrôles d'une session, ce qu'on en juge, les absences déclarées des intervenants, les rappels et les avis ; et ce
-- qui prouve ce qui ne se signe pas dans une salle (à distance, en situation de travail).
create schema controles;

-- ─── 1. Les contrôles ────────────────────────────────────────────────────────────────────────────
-- Un constat s'ouvre, se revoit, se referme quand la chose est réparée ; il ne s'efface pas. La phrase ne porte pas de nom :
-- « {tiers:…} » se résout à la lecture.
create table controles.constat (
  organisme_id uuid not null default app.organisme(), id uuid not null, activite_id uuid not null,
  session_id uuid not null,
  regle text not null check (regle ~ '^[a-z0-9-]{3,60}$'),
  cle text not null check (length(cle) between 1 and 600),
  gravite text not null check (gravite in ('bloquant', 'alerte', 'a-juger')),
  phrase text not null check (length(phrase) between 3 and 2000),
  empreinte text not null check (empreinte ~ '^[0-9a-f]{64}$'),
  ou text not null check (length(ou) between 1 and 200),
  ouvert_le timestamptz not null, vu_le timestamptz not null, referme_le timestamptz,
  primary key (organisme_id, id),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id),
  foreign key (organisme_id, session_id) references sessions.session (organisme_id, id),
  foreign key (organisme_id, session_id, activite_id) references sessions.session (organisme_id, id, activite_id) on update cascade,
  check (referme_le is null or referme_le >= ouvert_le)
);
create unique index constat_ouvert on controles.constat (organisme_id, session_id, regle, cle) where referme_le is null;
create index constat_liste on controles.constat (organisme_id, ouvert_le desc, id);
create index constat_session on controles.constat (organisme_id, session_id);

-- Ce qu'une personne a répondu d'un constat, sous son nom. En ajout seul : revenir sur une acceptation en écrit une autre.
create table controles.jugement (
  organisme_id uuid not null default app.organisme(), id uuid not null, activite_id uuid not null,
  session_id uuid not null, regle text not null check (regle ~ '^[a-z0-9-]{3,60}$'),
  cle text not null check (length(cle) between 1 and 600),
  empreinte text not null check (empreinte ~ '^[0-9a-f]{64}$'),   -- de la phrase jugée : une autre phrase n'est pas jugée
  decision text not null check (decision in ('accepte', 'rouvert')),
  motif text not null check (length(motif) between 10 and 1000),
  le timestamptz not null, par uuid not null default app.personne(),
  par_nom text not null check (length(par_nom) between 1 and 200), -- celui de ce jour-là
  primary key (organisme_id, id),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id),
  foreign key (organisme_id, session_id) references sessions.session (organisme_id, id),
  foreign key (organisme_id, session_id, activite_id) references sessions.session (organisme_id, id, activite_id) on update cascade
);
create index on controles.jugement (organisme_id, session_id);

-- Un passage de la nuit : combien de contrôles, combien de constats nouveaux, combien refermés.
create table controles.passage (
  organisme_id uuid not null default app.organisme(), id uuid not null,
  le timestamptz not null, sessions integer not null check (sessions >= 0), passes integer not null check (passes >= 0),
  nouveaux integer not null check (nouveaux >= 0), refermes integer not null check (refermes >= 0),
  primary key (organisme_id, id)
);
create index on controles.passage (organisme_id, le desc);

-- ─── 2. Congés et absences des intervenants ──────────────────────────────────────────────────────
-- Un jour, pas une raison : rien n'y dit pourquoi (ni maladie, ni famille).
create table controles.conge (
  organisme_id uuid not null default app.organisme(), id uuid not null, activite_id uuid not null,
  personne_id uuid not null, du date not null, au date not null,
  declare_le timestamptz not null, declare_par uuid default app.personne(), retire_le timestamptz,
  primary key (organisme_id, id),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id),
  foreign key (organisme_id, personne_id) references tiers.personne (organisme_id, id),
  foreign key (organisme_id, personne_id, activite_id) references tiers.personne (organisme_id, id, activite_id) on update cascade,
  check (du <= au and au <= du + 400)
);
create index on controles.conge (organisme_id, personne_id, du);

-- ─── 3. Rappels et avis ──────────────────────────────────────────────────────────────────────────
create table controles.reglage (
  organisme_id uuid not null default app.organisme() references organisme.organisme (organisme_id),
  rappel_stagiaire boolean not null default false, rappel_formateur boolean not null default false,
  avis_employeur boolean not null default false, avis_financeur boolean not null default false,
  modifie_le timestamptz not null, modifie_par uuid default app.personne(),
  primary key (organisme_id)
);
comment on table controles.reglage is 'Ce qui part seul. Rien, tant que la coopérative ne l’a pas demandé.';

-- Chaque message, une fois : la clé dit de quoi il parle. Ni adresse, ni texte.
create table controles.envoi (
  organisme_id uuid not null default app.organisme(), id uuid not null, activite_id uuid not null,
  genre text not null check (genre in ('rappel-stagiaire', 'rappel-formateur', 'avis-employeur', 'avis-financeur')),
  cle text not null check (length(cle) between 1 and 200),
  session_id uuid not null, seance_id uuid not null, inscription_id uuid, entreprise_id uuid,
  le timestamptz not null, par uuid default app.personne(),        -- nul : parti seul
  primary key (organisme_id, id),
  unique (organisme_id, genre, cle),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id),
  foreign key (organisme_id, session_id) references sessions.session (organisme_id, id),
  foreign key (organisme_id, session_id, activite_id) references sessions.session (organisme_id, id, activite_id) on update cascade,
  foreign key (organisme_id, seance_id) references sessions.seance (organisme_id, id),
  foreign key (organisme_id, inscription_id) references inscriptions.inscription (organisme_id, id),
  foreign key (organisme_id, entreprise_id) references tiers.entreprise (organisme_id, id)
);
create index on controles.envoi (organisme_id, session_id);

call app.proteger('controles.constat', 'own', activite => true);
call app.proteger('controles.jugement', 'own', activite => true, preuve => true);
call app.proteger('controles.passage', 'own', preuve => true);
call app.proteger('controles.conge', 'own', activite => true);
call app.proteger('controles.reglage', 'own');
call app.proteger('controles.envoi', 'own', activite => true, preuve => true);
grant select, insert, update (gravite, phrase, empreinte, ou, vu_le, referme_le) on controles.constat to coforme_app;
grant select, insert on controles.jugement, controles.passage, controles.envoi to coforme_app;
grant select, insert, update (retire_le) on controles.conge to coforme_app;
grant select, insert, update (rappel_stagiaire, rappel_formateur, avis_employeur, avis_financeur, modifie_le, modifie_par)
  on controles.reglage to coforme_app;

create policy auteur on controles.jugement as restrictive for insert to coforme_app
  with check (par = (select app.personne()));
create policy auteur on controles.envoi as restrictive for insert to coforme_app
  with check (par is not distinct from (select app.personne()));

-- ─── 4. À distance, en situation de travail (D6313-3-1, D6313-3-2) ───────────────────────────────
-- Le plan : ce qu'il y a à faire, et sa durée estimée. Une activité retirée reste, et ne compte plus.
create table emargement.activite_prevue (
  organisme_id uuid not null default app.organisme(), id uuid not null, activite_id uuid not null,
  session_id uuid not null, rang integer not null check (rang between 1 and 999),
  genre text not null check (genre in ('asynchrone', 'situation')),
  intitule text not null check (length(intitule) between 3 and 250),
  minutes integer not null check (minutes between 1 and 6000),
  prevue_le timestamptz not null, prevue_par uuid default app.personne(), retiree_le timestamptz,
  primary key (organisme_id, id),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id),
  foreign key (organisme_id, session_id) references sessions.session (organisme_id, id),
  foreign key (organisme_id, session_id, activite_id) references sessions.session (organisme_id, id, activite_id) on update cascade
);
create index on emargement.activite_prevue (organisme_id, session_id, rang);

-- Tout élément probant (R6313-3) qui n'est pas une signature : en ajout seul ; s'être trompé s'écrit (annule_id).
create table emargement.element_probant (
  organisme_id uuid not null default app.organisme(), id uuid not null, activite_id uuid not null,
  session_id uuid not null, inscription_id uuid, prevue_id uuid,
  genre text not null check (genre in ('assistant', 'realisation', 'echange', 'evaluation', 'afest-analyse', 'afest-formateur',
    'afest-situation', 'afest-reflexion', 'afest-evaluation', 'annulation')),
  le date not null,
  minutes integer check (minutes between 1 and 6000),
  intitule text not null check (length(intitule) between 3 and 500),
  canal text check (canal in ('courriel', 'telephone', 'visio', 'forum', 'presence')),
  delai_heures integer check (delai_heures between 1 and 720),
  resultat text check (resultat in ('acquis', 'en-cours', 'non-acquis')),
  fichier text check (fichier ~ '^[0-9a-f]{64}$'), fichier_nom text check (length(fichier_nom) between 1 and 200),
  annule_id uuid,
  note_le timestamptz not null, note_par uuid default app.personne(),
  primary key (organisme_id, id),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id),
  foreign key (organisme_id, session_id) references sessions.session (organisme_id, id),
  foreign key (organisme_id, session_id, activite_id) references sessions.session (organisme_id, id, activite_id) on update cascade,
  foreign key (organisme_id, inscription_id) references inscriptions.inscription (organisme_id, id),
  foreign key (organisme_id, prevue_id) references emargement.activite_prevue (organisme_id, id),
  foreign key (organisme_id, annule_id) references emargement.element_probant (organisme_id, id),
  check ((genre = 'annulation') = (annule_id is not null)),
  check ((fichier is null) = (fichier_nom is null)),
  check (genre <> 'realisation' or (inscription_id is not null and prevue_id is not null and minutes is not null)),
  check (genre not in ('afest-situation', 'afest-reflexion') or (inscription_id is not null and minutes is not null)),
  check (genre not in ('evaluation', 'afest-evaluation') or (inscription_id is not null and resultat is not null)),
  check (genre not in ('assistant', 'echange') or canal is not null),
  check (genre <> 'assistant' or delai_heures is not null)
);
create index on emargement.element_probant (organisme_id, session_id);
create unique index element_annule on emargement.element_probant (organisme_id, annule_id) where annule_id is not null;

-- Une liste de connexion reçue : le fichier tel quel (son empreinte), et ce qu'on y lit.
create table emargement.liste_connexion (
  organisme_id uuid not null default app.organisme(), id uuid not null, activite_id uuid not null,
  seance_id uuid not null,
  logiciel text not null check (logiciel in ('zoom', 'bigbluebutton', 'teams')),
  fichier text not null check (fichier ~ '^[0-9a-f]{64}$'), fichier_nom text not null check (length(fichier_nom) between 1 and 200),
  recue_le timestamptz not null, recue_par uuid default app.personne(),
  primary key (organisme_id, id),
  unique (organisme_id, seance_id, fichier),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id),
  foreign key (organisme_id, seance_id) references sessions.seance (organisme_id, id),
  foreign key (organisme_id, seance_id, activite_id) references sessions.seance (organisme_id, id, activite_id) on update cascade
);
create index on emargement.liste_connexion (organisme_id, seance_id);

create table emargement.connexion (
  organisme_id uuid not null default app.organisme(), id uuid not null, activite_id uuid not null, liste_id uuid not null,
  rang integer not null check (rang between 1 and 5000),
  nom text not null check (length(nom) between 1 and 200), courriel text check (length(courriel) <= 254),
  debut_le timestamptz, fin_le timestamptz,
  minutes integer not null check (minutes between 0 and 6000),
  primary key (organisme_id, id),
  unique (organisme_id, liste_id, rang),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id),
  foreign key (organisme_id, liste_id) references emargement.liste_connexion (organisme_id, id),
  check ((debut_le is null) = (fin_le is null)), check (debut_le is null or debut_le <= fin_le)
);

-- Qui est qui : proposé par le logiciel, confirmé par une personne. La dernière ligne vaut ; nul : « personne d'inscrit ».
create table emargement.rapprochement (
  organisme_id uuid not null default app.organisme(), activite_id uuid not null, connexion_id uuid not null,
  version integer not null check (version > 0), inscription_id uuid,
  le timestamptz not null, par uuid default app.personne(),
  primary key (organisme_id, connexion_id, version),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id),
  foreign key (organisme_id, connexion_id) references emargement.connexion (organisme_id, id),
  foreign key (organisme_id, inscription_id) references inscriptions.inscription (organisme_id, id)
);

call app.proteger('emargement.activite_prevue', 'own', activite => true);
call app.proteger('emargement.element_probant', 'own', activite => true, preuve => true);
call app.proteger('emargement.liste_connexion', 'own', activite => true, preuve => true);
call app.proteger('emargement.connexion', 'own', activite => true, preuve => true);
call app.proteger('emargement.rapprochement', 'own', activite => true, preuve => true);
grant select, insert, update (retiree_le) on emargement.activite_prevue to coforme_app;
grant select, insert on emargement.element_probant, emargement.liste_connexion, emargement.connexion, emargement.rapprochement to coforme_app;

create policy auteur on emargement.element_probant as restrictive for insert to coforme_app
  with check (note_par is not distinct from (select app.personne()));
create policy auteur on emargement.liste_connexion as restrictive for insert to coforme_app
  with check (recue_par is not distinct from (select app.personne()));
create policy auteur on emargement.rapprochement as restrictive for insert to coforme_app
  with check (par is not distinct from (select app.personne()));

-- Un lien ou une tablette n'écrit rien de cela.
do $$
declare t record;
begin
  for t in select nom from app.famille where split_part(nom, '.', 1) = 'controles'
      or nom = any ('{emargement.activite_prevue,emargement.element_probant,emargement.liste_connexion,emargement.connexion,emargement.rapprochement}'::text[]) loop
    execute format('create policy lien_ajouter on %s as restrictive for insert to coforme_app with check (not (select porte.par_lien()))', t.nom);
    execute format('create policy lien_modifier on %s as restrictive for update to coforme_app using (not (select porte.par_lien()))', t.nom);
    execute format('create policy lien_retirer on %s as restrictive for delete to coforme_app using (not (select porte.par_lien()))', t.nom);
  end loop;
end $$;

-- Les tournées de l'instance : les organismes, pour le travailleur seul.
set local role coforme_porte;
create function porte.organismes() returns setof uuid
language plpgsql stable security definer set search_path = '' as $$
begin
  return query select o.organisme_id from organisme.organisme o order by o.organisme_id;
end $$;
comment on function porte.organismes is 'Les organismes, pour une tournée de fond : jamais accordée au rôle web.';
grant execute on function porte.organismes() to coforme_worker;
set local role coforme_owner;
