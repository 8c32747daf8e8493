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

-- Une veille transmise se lit de la personne, de qui agit pour toute la coopérative, et de l’enseigne qui l’a écrite : une autre enseigne
-- n’apprend pas qui l’a lue. La sous-requête passe par le mur du registre.
call app.proteger('qualite.diffusion', 'own');
create policy sienne_lire on qualite.diffusion as restrictive for select to coforme_app using ((select app.toutes_activites())
  or compte_id = (select app.personne())
  or exists (select from qualite.registre r where r.organisme_id = diffusion.organisme_id and r.id = diffusion.ligne_id));
create policy ligne_ajouter on qualite.diffusion as restrictive for insert to coforme_app with check (par is not distinct from (select app.personne())
  and exists (select from qualite.registre r where r.organisme_id = diffusion.organisme_id and r.id = diffusion.ligne_id and r.genre like 'veille-%'));
create policy ligne_changer on qualite.diffusion as restrictive for update to coforme_app using (
  exists (select from qualite.registre r where r.organisme_id = diffusion.organisme_id and r.id = diffusion.ligne_id));
call app.fermer_aux_liens('qualite.diffusion');
call app.laisser_lire('qualite.diffusion', 'organisme_id, ligne_id, compte_id, diffusee_le, relancee_le');
create trigger garder_diffusion before insert or update on qualite.diffusion for each row when (current_user <> 'coforme_maintenance') execute function porte.garder_diffusion();

-- Personne ne dit d’une autre qu’elle a lu.
call app.proteger('qualite.veille_lue', 'own', preuve => true);
create policy sienne_lire on qualite.veille_lue as restrictive for select to coforme_app using ((select app.toutes_activites())
  or compte_id = (select app.personne())
  or exists (select from qualite.registre r where r.organisme_id = veille_lue.organisme_id and r.id = veille_lue.ligne_id));
create policy sienne_ajouter on qualite.veille_lue as restrictive for insert to coforme_app with check (compte_id = (select app.personne())
  and exists (select from qualite.diffusion d where d.organisme_id = veille_lue.organisme_id and d.ligne_id = veille_lue.ligne_id and d.compte_id = veille_lue.compte_id));
call app.fermer_aux_liens('qualite.veille_lue');
call app.laisser_lire('qualite.veille_lue', 'organisme_id, ligne_id, compte_id, suite, lue_le, rang, dite, dite_le, retiree');
create trigger garder_veille_lue before insert on qualite.veille_lue for each row when (current_user <> 'coforme_maintenance') execute function porte.garder_veille_lue();

-- L’enseigne fait monter la sienne ; qui agit pour toute la coopérative la prend, la laisse, ou en fait descendre une.
call app.proteger('qualite.amelioration_liee', 'own', activite => true);
create policy ligne_ajouter on qualite.amelioration_liee as restrictive for insert to coforme_app with check (par is not distinct from (select app.personne())
  and repondue_le is null and ((select app.toutes_activites()) or sens = 'montee' and commune_id is null)
  and exists (select from qualite.registre r where r.organisme_id = amelioration_liee.organisme_id and r.id = amelioration_liee.ligne_id
    and r.activite_id = amelioration_liee.activite_id and r.genre = 'action')
  and (commune_id is null or exists (select from qualite.registre r where r.organisme_id = amelioration_liee.organisme_id
    and r.id = amelioration_liee.commune_id and r.activite_id <> amelioration_liee.activite_id and r.genre = 'action')));
create policy siege_changer on qualite.amelioration_liee as restrictive for update to coforme_app
  using ((select app.toutes_activites()) and sens = 'montee' and repondue_le is null)
  with check (repondue_par = (select app.personne()) and (commune_id is null or exists (select from qualite.registre r
    where r.organisme_id = amelioration_liee.organisme_id and r.id = amelioration_liee.commune_id and r.activite_id <> amelioration_liee.activite_id
      and r.genre = 'action')));
call app.fermer_aux_liens('qualite.amelioration_liee');
call app.laisser_lire('qualite.amelioration_liee', 'organisme_id, activite_id, ligne_id, commune_id');
create trigger garder_amelioration before insert or update on qualite.amelioration_liee for each row when (current_user <> 'coforme_maintenance') execute function porte.garder_amelioration();
