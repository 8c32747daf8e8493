-- Le dossier 21/22 d’une personne prêtée : sans lui, une session ne se confirme ni ne commence, sauf dérogation motivée.
alter table mutualisation.mission add column fiche_recoit_id uuid, add column dossier_demande_le timestamptz;
-- La fiche d’une salle réservée va au registre de qui réserve.
alter table mutualisation.reservation add column lieu_classe_le timestamptz;
create index reservation_a_classer on mutualisation.reservation (demandee_le, id) where etat = 'ferme' and lieu_classe_le is null;
grant update (lieu_classe_le) on mutualisation.reservation to coforme_porte;
-- Une réponse s’annonce une fois ; celles d’avant sont connues. Un appel échu s’efface.
alter table mutualisation.reponse add column annoncee_le timestamptz;
set local role coforme_maintenance;
update mutualisation.reponse set annoncee_le = faite_le;
set local role coforme_owner;
create index reponse_a_annoncer on mutualisation.reponse (faite_le, id) where annoncee_le is null;
grant update (annoncee_le) on mutualisation.reponse to coforme_porte;
grant delete on mutualisation.appel, mutualisation.appel_date to coforme_porte;
grant update (fiche_recoit_id, dossier_demande_le) on mutualisation.mission to coforme_porte;
-- Une session tenue par une personne prêtée dont le dossier 21/22 n’est pas remis, malgré tout : qui l’a permis, et pourquoi. Une preuve.
create table mutualisation.derogation (
  organisme_id uuid not null default app.organisme(), -- qui reçoit
  activite_id uuid not null,
  session_id uuid not null,
  personne_id uuid not null, -- sa fiche d’ici
  motif text not null check (length(btrim(motif)) between 20 and 1000),
  le timestamptz not null default clock_timestamp(),
  par uuid not null default app.personne(),
  primary key (organisme_id, session_id, personne_id),
  foreign key (organisme_id, session_id) references sessions.session (organisme_id, id),
  foreign key (organisme_id, session_id, activite_id) references sessions.session (organisme_id, id, activite_id) on update cascade,
  foreign key (organisme_id, personne_id) references tiers.personne (organisme_id, id)
);
comment on table mutualisation.derogation is 'Pourquoi une session se tient avec une personne prêtée qui n’a pas remis son dossier.';
grant select, insert (activite_id, session_id, personne_id, motif) on mutualisation.derogation to coforme_app;
call app.proteger('mutualisation.derogation', 'own', activite => true, preuve => true);
call app.laisser_lire('mutualisation.derogation', 'organisme_id, session_id, personne_id');
create policy deroge on mutualisation.derogation as restrictive for insert to coforme_app with check ((select porte.peut_viser()) and par = (select app.personne()));
call app.fermer_aux_liens('mutualisation.derogation');
-- Une session ne se confirme, ni ne commence, et n’en reçoit pas confirmée, sans le dossier 21/22 des personnes prêtées, ou par dérogation.
create trigger garder_dossier_remis after update of etat on sessions.session for each row
  when (new.etat <> old.etat and current_user <> 'coforme_maintenance') execute function porte.garder_dossier_remis();
create trigger garder_dossier_remis after insert on sessions.affectation for each row
  when (current_user <> 'coforme_maintenance') execute function porte.garder_dossier_remis();
create trigger garder_dossier_remis after update of debut, fin, tenue, session_id on sessions.seance for each row
  when (new.tenue and (not old.tenue or new.debut <> old.debut or new.fin <> old.fin or new.session_id <> old.session_id) and current_user <> 'coforme_maintenance')
  execute function porte.garder_dossier_remis();
