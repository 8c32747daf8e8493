call app.proteger('pole.adhesion', 'porte');

call app.proteger('pole.mandat', 'porte');

call app.proteger('pole.pole', 'collective', cle => 'pole_id', porte => 'porte.poles()');
call app.laisser_lire('pole.pole', 'pole_id, code, genre, nom, raison, territoire, courriel, entree, etat, public, lance_le');
create policy porte_fonder on pole.pole for insert to coforme_porte with check (true);
call app.fermer_aux_liens('pole.pole');

call app.proteger('pole.reunion', 'collective', cle => 'pole_id', porte => 'porte.poles()');
call app.laisser_lire('pole.reunion', 'pole_id, id, rang, titre, format, etat, debut, fin, zone, hote, lieu, acces, visio, motif');
call app.fermer_aux_liens('pole.reunion');

call app.proteger('pole.reponse', 'collective', cle => 'pole_id', porte => 'porte.poles()');
call app.laisser_lire('pole.reponse', 'pole_id, reunion_id, organisme_id, compte_id, dit');

-- L'auteur d'une réponse est la personne du sceau.
create policy auteur on pole.reponse as restrictive for insert to coforme_app with check (compte_id = (select app.personne()));
create policy porte_reporter on pole.reponse for insert to coforme_porte with check (true);
create policy auteur_changer on pole.reponse as restrictive for update to coforme_app using (compte_id = (select app.personne()));
call app.fermer_aux_liens('pole.reponse');

call app.proteger('pole.envoi', 'collective', cle => 'pole_id', porte => 'porte.poles()');
call app.fermer_aux_liens('pole.envoi');

call app.proteger('pole.presence', 'collective', cle => 'pole_id', porte => 'porte.poles()');
call app.fermer_aux_liens('pole.presence');

call app.proteger('pole.point', 'collective', cle => 'pole_id', porte => 'porte.poles()');
call app.fermer_aux_liens('pole.point');

call app.proteger('pole.theme', 'collective', cle => 'pole_id', porte => 'porte.poles()');
call app.fermer_aux_liens('pole.theme');

call app.proteger('pole.enjeu', 'collective', cle => 'pole_id', porte => 'porte.poles()');
call app.fermer_aux_liens('pole.enjeu');

call app.proteger('pole.rangement', 'collective', cle => 'pole_id', porte => 'porte.poles()');
call app.fermer_aux_liens('pole.rangement');

call app.proteger('pole.amendement', 'collective', cle => 'pole_id', porte => 'porte.poles()');
call app.fermer_aux_liens('pole.amendement');

call app.proteger('pole.groupe', 'collective', cle => 'pole_id', porte => 'porte.poles()');
call app.laisser_lire('pole.groupe', 'pole_id, id, nom, mandat');
create constraint trigger parution after insert or update or delete on pole.groupe deferrable initially deferred
  for each row execute function porte.noter_parution();
call app.fermer_aux_liens('pole.groupe');

call app.proteger('pole.engagement', 'collective', cle => 'pole_id', porte => 'porte.poles()');
call app.laisser_lire('pole.engagement', 'pole_id, id, quoi, pour, etat, compte_id, de_organisme_id');
call app.fermer_aux_liens('pole.engagement');

call app.proteger('pole.decision', 'collective', cle => 'pole_id', porte => 'porte.poles()');
call app.laisser_lire('pole.decision', 'pole_id, id, organisme_id, reunion_id, genre, titre, options, etat, ferme_le, scrutin, echeance,
  realisation');
create policy porte_ouvrir on pole.decision for update to coforme_porte using (true) with check (true);
call app.fermer_aux_liens('pole.decision');

call app.proteger('pole.electeur', 'porte');

call app.proteger('pole.voix', 'porte');

call app.proteger('pole.retour', 'publie', publie => 'publie_le is not null and retire_le is null');
call app.laisser_lire('pole.retour', 'organisme_id, pole_id, reunion_id, adresse, contenu, publie_le, retire_le, mots');

-- Le retour est mené par l'organisme et la réunion par le pôle : la règle tient ici lieu de clé étrangère.
create policy animation on pole.retour as restrictive for insert to coforme_app with check (
  pole_id = any ((select porte.poles_animes())::uuid[])
  and exists (select from pole.reunion r where r.pole_id = retour.pole_id and r.id = retour.reunion_id));
create policy porte_retirer on pole.retour for update to coforme_porte using (true) with check (true);
call app.fermer_aux_liens('pole.retour');

call app.proteger('pole.participant', 'collective', cle => 'pole_id', porte => 'porte.poles()');
call app.laisser_lire('pole.participant', 'pole_id, groupe_id, organisme_id, compte_id, nom');
create policy soi on pole.participant as restrictive for insert to coforme_app with check (compte_id = (select app.personne()));
create policy soi_retirer on pole.participant as restrictive for delete to coforme_app using (compte_id = (select app.personne()));
call app.fermer_aux_liens('pole.participant');

call app.proteger('pole.acces', 'porte');

call app.proteger('pole.dossier', 'collective', cle => 'pole_id', porte => 'porte.poles()', preuve => true);
call app.laisser_lire('pole.dossier', 'pole_id, id, groupe_id');
create policy ferme on pole.dossier as restrictive for select to coforme_app using (id = any ((select porte.mes_dossiers())::uuid[]));
create policy porte_ouvrir on pole.dossier for insert to coforme_porte with check (true);
call app.fermer_aux_liens('pole.dossier');

call app.proteger('pole.livrable', 'collective', cle => 'pole_id', porte => 'porte.poles()', preuve => true);
call app.laisser_lire('pole.livrable', 'pole_id, id, groupe_id, dossier_id, titre, mots');

-- Rangé dans un dossier fermé, il n'existe que pour qui y entre.
create policy ferme on pole.livrable as restrictive for select to coforme_app
  using (dossier_id is null or dossier_id = any ((select porte.mes_dossiers())::uuid[]));
create policy travaille on pole.livrable as restrictive for insert to coforme_app with check (
  case when dossier_id is null then groupe_id = any ((select porte.mes_groupes())::uuid[]) else dossier_id = any ((select porte.mes_dossiers())::uuid[]) end);
call app.fermer_aux_liens('pole.livrable');

call app.proteger('pole.livrable_version', 'collective', cle => 'pole_id', porte => 'porte.poles()', preuve => true);
call app.laisser_lire('pole.livrable_version', 'pole_id, id, livrable_id, version, note, licence, valable_au, date_le, lien, fichier_nom,
  fichier_type, taille, octets, le, mots');

-- Un livrable qui paraît, ou qui se relit, change ce que le public lit.
create constraint trigger parution after insert or update or delete on pole.livrable_version deferrable initially deferred
  for each row execute function porte.noter_parution();
call app.fermer_aux_liens('pole.livrable_version');

call app.proteger('pole.relecture', 'collective', cle => 'pole_id', porte => 'porte.poles()', preuve => true);
call app.laisser_lire('pole.relecture', 'pole_id, livrable_id, version, avis');
create constraint trigger parution after insert or update or delete on pole.relecture deferrable initially deferred
  for each row execute function porte.noter_parution();
call app.fermer_aux_liens('pole.relecture');

call app.proteger('pole.creneau', 'collective', cle => 'pole_id', porte => 'porte.poles()', preuve => true);
call app.laisser_lire('pole.creneau', 'pole_id, reunion_id, rang, decision_id, debut');
create policy animation on pole.creneau as restrictive for insert to coforme_app with check (pole_id = any ((select porte.poles_animes())::uuid[]));
call app.fermer_aux_liens('pole.creneau');

call app.proteger('pole.pesee', 'collective', cle => 'pole_id', porte => 'porte.poles()');
call app.fermer_aux_liens('pole.pesee');

call app.proteger('pole.avis', 'collective', cle => 'pole_id', porte => 'porte.poles()', preuve => true);
call app.fermer_aux_liens('pole.avis');

call app.proteger('pole.abonne', 'collective', cle => 'pole_id', porte => 'porte.poles()');
create policy soi on pole.abonne as restrictive for insert to coforme_app with check (compte_id = (select app.personne()));
create policy soi_retirer on pole.abonne as restrictive for delete to coforme_app using (compte_id = (select app.personne()));
call app.fermer_aux_liens('pole.abonne');

call app.proteger('pole.propos', 'collective', cle => 'pole_id', porte => 'porte.poles()', preuve => true);
call app.fermer_aux_liens('pole.propos');

call app.proteger('pole.veille', 'collective', cle => 'pole_id', porte => 'porte.poles()');

-- Chacune ne retire que ce qu'elle a partagé.
create policy sienne on pole.veille as restrictive for update to coforme_app using (organisme_id = (select app.organisme()));
call app.fermer_aux_liens('pole.veille');

call app.proteger('pole.reglage', 'porte');

call app.proteger('pole.proposition', 'porte');
create constraint trigger parution after insert or update or delete on pole.proposition deferrable initially deferred
  for each row execute function porte.noter_parution();

call app.proteger('pole.soutien', 'porte');
create constraint trigger parution after insert or update or delete on pole.soutien deferrable initially deferred
  for each row execute function porte.noter_parution();

-- Ce qui engage le pôle vient de qui l'anime, et de lui seul ; toute personne qui anime reprend ce qu'une autre a commencé.
do $$
declare t text;
begin
  foreach t in array array['reunion', 'presence', 'decision', 'theme', 'rangement', 'groupe'] loop
    execute format('create policy animation on pole.%I as restrictive for insert to coforme_app with check (pole_id = any ((select porte.poles_animes())::uuid[]))', t);
  end loop;
  foreach t in array array['pole', 'reunion', 'presence', 'decision', 'theme', 'rangement', 'groupe'] loop
    execute format('create policy animation_changer on pole.%I as restrictive for update to coforme_app using (pole_id = any ((select porte.poles_animes())::uuid[]))', t);
    execute format('create policy animation_retirer on pole.%I as restrictive for delete to coforme_app using (pole_id = any ((select porte.poles_animes())::uuid[]))', t);
  end loop;
  foreach t in array array['pole', 'reunion', 'presence', 'decision', 'theme', 'rangement', 'groupe', 'engagement'] loop
    execute format('create policy anime on pole.%I for update to coforme_app using (pole_id = any ((select porte.poles_animes())::uuid[])) with check (pole_id = any ((select porte.poles_animes())::uuid[]))', t);
  end loop;
  foreach t in array array['presence', 'rangement', 'point', 'enjeu'] loop
    execute format('create policy anime_retirer on pole.%I for delete to coforme_app using (pole_id = any ((select porte.poles_animes())::uuid[]))', t);
  end loop;
end $$;

do $$
declare t text;
begin
  foreach t in array array['livrable_version', 'relecture'] loop
    -- La règle du livrable s'applique à ce qu'il contient : la sous-requête est lue sous le même mur.
    execute format('create policy ferme on pole.%I as restrictive for select to coforme_app using (exists (select from pole.livrable l where l.pole_id = %1$I.pole_id and l.id = %1$I.livrable_id))', t);
    execute format('create policy soi on pole.%I as restrictive for insert to coforme_app with check (compte_id = (select app.personne()) and exists (select from pole.livrable l where l.pole_id = %1$I.pole_id and l.id = %1$I.livrable_id))', t);
  end loop;
end $$;
