call app.proteger('qualite.cadre', 'own', preuve => true);
create policy siege_ajouter on qualite.cadre as restrictive for insert to coforme_app with check ((select app.toutes_activites()));
call app.fermer_aux_liens('qualite.cadre');

call app.proteger('qualite.jugement', 'own', preuve => true);
create policy siege_ajouter on qualite.jugement as restrictive for insert to coforme_app with check ((select app.toutes_activites()));
call app.fermer_aux_liens('qualite.jugement');

call app.proteger('qualite.entree', 'own', activite => true, preuve => true);
call app.fermer_aux_liens('qualite.entree');

call app.proteger('qualite.suivi', 'own', activite => true, preuve => true);
call app.fermer_aux_liens('qualite.suivi');

call app.proteger('qualite.registre', 'own', activite => true, preuve => true);
call app.fermer_aux_liens('qualite.registre');

call app.proteger('qualite.affaire', 'own', activite => true, preuve => true);
call app.fermer_aux_liens('qualite.affaire');
-- Ce qui est protégé n'entre pas en clair : ni l'objet (il est dans le récit), ni ce qui fut fait.
create policy protegee on qualite.affaire as restrictive for insert to coforme_app with check (
  objet = coalesce((select app.objets_neutres()) ->> genre, objet));

call app.proteger('qualite.suite', 'own', activite => true, preuve => true);
call app.fermer_aux_liens('qualite.suite');
create policy protegee on qualite.suite as restrictive for insert to coforme_app with check (
  texte is null or exists (select from qualite.affaire a where a.organisme_id = suite.organisme_id and a.id = suite.affaire_id
    and not (select app.objets_neutres()) ? a.genre));

call app.proteger('qualite.lecture', 'own', activite => true, preuve => true);
call app.fermer_aux_liens('qualite.lecture');

call app.proteger('qualite.audit', 'own', preuve => true);
call app.laisser_lire('qualite.audit', 'organisme_id, id, genre, audit_le, minutes');

call app.proteger('qualite.audit_graine', 'porte', sauvegarde => true);

call app.proteger('qualite.audit_gel', 'own', preuve => true);
call app.laisser_lire('qualite.audit_gel', 'organisme_id, audit_id, engagement');

call app.proteger('qualite.audit_ouverture', 'own', preuve => true);
call app.laisser_lire('qualite.audit_ouverture', 'organisme_id, audit_id, graine, ouvert_le');

-- Le tirage est celui de la graine que l'on avait engagée, ou il n'est pas.
create policy engagee on qualite.audit_ouverture as restrictive for insert to coforme_app with check (
  exists (select from qualite.audit_gel g where g.organisme_id = audit_ouverture.organisme_id and g.audit_id = audit_ouverture.audit_id
    and g.engagement = sha256(audit_ouverture.graine)));

call app.proteger('qualite.audit_photo', 'own', preuve => true);
call app.laisser_lire('qualite.audit_photo', 'organisme_id, audit_id, rang, contenu, prise_le');

call app.proteger('qualite.audit_piece', 'own', preuve => true);
call app.laisser_lire('qualite.audit_piece', 'organisme_id, audit_id, photo, id, libelle, fichier');

call app.proteger('qualite.audit_constat', 'own', preuve => true);
call app.laisser_lire('qualite.audit_constat', 'organisme_id, audit_id, point, rang, conclusion, constat, risque, secondes,
  de_organisme_id, ecrit_le');

-- Ce que l'on écrit chez soi est de soi ; d'un audit conclu, personne n'écrit plus rien.
create policy auteur on qualite.audit_constat as restrictive for insert to coforme_app with check (
  de_organisme_id = (select app.organisme()) and par is not distinct from (select app.personne())
  and not exists (select from qualite.audit_cloture c where c.organisme_id = audit_constat.organisme_id and c.audit_id = audit_constat.audit_id));
create policy porte_ajouter on qualite.audit_constat for insert to coforme_porte with check (true);

call app.proteger('qualite.audit_cloture', 'own', preuve => true);
call app.laisser_lire('qualite.audit_cloture', 'organisme_id, audit_id, notifie_le');

call app.proteger('qualite.audit_action', 'own', preuve => true);

call app.proteger('qualite.audit_mission', 'porte');

call app.proteger('qualite.audit_lecture', 'own', preuve => true);
call app.laisser_lire('qualite.audit_lecture', 'organisme_id, audit_id, mission_id, le');
create policy porte_ajouter on qualite.audit_lecture for insert to coforme_porte with check (true);

call app.proteger('qualite.jointe', 'own', activite => true, preuve => true);
create policy ligne on qualite.jointe as restrictive for insert to coforme_app with check (
  exists (select from qualite.registre r where r.organisme_id = jointe.organisme_id and r.id = jointe.ligne_id and r.activite_id = jointe.activite_id));
call app.fermer_aux_liens('qualite.jointe');

call app.proteger('qualite.jointe_retrait', 'own', activite => true, preuve => true);
call app.fermer_aux_liens('qualite.jointe_retrait');

-- L'audit est celui de toute la coopérative : qui n'en voit qu'une enseigne n'en lit et n'en écrit rien.
do $$
declare t text;
begin
  foreach t in array '{audit,audit_gel,audit_ouverture,audit_photo,audit_piece,audit_constat,audit_cloture,audit_action,audit_lecture}'::text[] loop
    call app.fermer_aux_liens('qualite.' || t);
    execute format('create policy siege_lire on qualite.%I as restrictive for select to coforme_app using ((select app.toutes_activites()))', t);
    execute format('create policy siege_ajouter on qualite.%I as restrictive for insert to coforme_app with check ((select app.toutes_activites()))', t);
  end loop;
end $$;
call app.proteger('qualite.atelier', 'own');
-- Un atelier est à toute la coopérative : qui n’agit que pour une enseigne n’en annonce ni n’en annule aucun, elle n’en voit pas les présences.
create policy siege_ajouter on qualite.atelier as restrictive for insert to coforme_app with check ((select app.toutes_activites()));
create policy siege_changer on qualite.atelier as restrictive for update to coforme_app using ((select app.toutes_activites()));
call app.fermer_aux_liens('qualite.atelier');
call app.proteger('qualite.presence_atelier', 'own', activite => true);
call app.fermer_aux_liens('qualite.presence_atelier');
