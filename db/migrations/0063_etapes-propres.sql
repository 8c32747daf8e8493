-- Les étapes qu'une coopérative ajoute aux nôtres, et ce que l'on écrit à plusieurs hors d'une session.

-- ─── 1. Une étape à soi : son nom, à qui, depuis quel bord ; son jour et ses mots sont dans son réglage, comme pour les nôtres ────
create table etapes.propre (
  organisme_id uuid not null default app.organisme() references organisme.organisme (organisme_id),
  code text not null check (code ~ '^propre-[a-p]{32}$'),
  nom text not null check (length(nom) between 3 and 80),
  -- Ni le public ni le bord ne changent ensuite : ce qu'on a lu avant d'armer les suppose.
  publics text not null check (publics in ('stagiaires', 'clients', 'intervenants')),
  ancre text not null check (ancre in ('debut', 'fin')),
  cree_le timestamptz not null, cree_par uuid default app.personne(),
  retire_le timestamptz, retire_par uuid,                   -- retirée, elle reste nommée au journal
  primary key (organisme_id, code)
);
call app.proteger('etapes.propre', 'own');
call app.fermer_aux_liens('etapes.propre');
create policy siege_ajouter on etapes.propre as restrictive for insert to coforme_app with check ((select app.toutes_activites()));
create policy siege_modifier on etapes.propre as restrictive for update to coforme_app using ((select app.toutes_activites()));
grant select, insert, update (nom, retire_le, retire_par) on etapes.propre to coforme_app;

-- ─── 2. Qui n'est plus concerné entre le dépôt et l'envoi ─────────────────────────────────────────
alter table etapes.envoi drop constraint envoi_raison_check;
alter table etapes.envoi add constraint envoi_raison_check
  check (raison in ('adresse', 'arret', 'desabonnement', 'serveur', 'plus-concerne'));

-- ─── 3. Écrire hors d'une session : à des personnes choisies ──────────────────────────────────────
alter table etapes.ecrit drop constraint ecrit_organisme_id_id_activite_id_key; -- nulle clé étrangère ne s'y appuie
alter table etapes.ecrit alter column session_id drop not null;
alter table etapes.ecrit drop constraint ecrit_publics_check;
alter table etapes.ecrit add constraint ecrit_publics_check
  check (publics <@ '{stagiaires,clients,intervenants}' and (cardinality(publics) = 0) = (session_id is null));
alter table etapes.message alter column session_id drop not null;
alter table etapes.message add constraint message_sans_session check (session_id is not null or ecrit_id is not null);

create table etapes.ecrit_personne (
  organisme_id uuid not null default app.organisme(), ecrit_id uuid not null, personne_id uuid not null,
  activite_id uuid not null,
  primary key (organisme_id, ecrit_id, personne_id),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id),
  foreign key (organisme_id, ecrit_id) references etapes.ecrit (organisme_id, id),
  foreign key (organisme_id, personne_id) references tiers.personne (organisme_id, id)
);
create index on etapes.ecrit_personne (organisme_id, personne_id);
call app.proteger('etapes.ecrit_personne', 'own', activite => true);
call app.fermer_aux_liens('etapes.ecrit_personne');
grant select, insert, delete on etapes.ecrit_personne to coforme_app;

-- ─── 4. Un avis d'absence retenu par un arrêt n'est pas dit : par le message qui le portait, on le sait, et on le redit ─────
alter table controles.envoi add column message text check (length(message) between 3 and 200);
alter table controles.envoi alter column message set statistics 0;
