call app.proteger('bpf.reprise', 'own');
create policy siege_ajouter on bpf.reprise as restrictive for insert to coforme_app with check ((select app.toutes_activites()));
create policy siege_changer on bpf.reprise as restrictive for update to coforme_app using ((select app.toutes_activites()));
call app.fermer_aux_liens('bpf.reprise');

call app.proteger('bpf.seance_reprise', 'own', activite => true, preuve => true);
call app.fermer_aux_liens('bpf.seance_reprise');

call app.proteger('bpf.intervention_reprise', 'own', activite => true, preuve => true);
call app.fermer_aux_liens('bpf.intervention_reprise');

call app.proteger('bpf.presence_reprise', 'own', activite => true, preuve => true);
call app.fermer_aux_liens('bpf.presence_reprise');

call app.proteger('bpf.fiche_reprise', 'own', activite => true, preuve => true);
call app.fermer_aux_liens('bpf.fiche_reprise');

call app.proteger('bpf.produit_repris', 'own', activite => true);
call app.fermer_aux_liens('bpf.produit_repris');

call app.proteger('bpf.charge_reprise', 'own', activite => true, preuve => true);
call app.fermer_aux_liens('bpf.charge_reprise');

call app.proteger('bpf.exercice', 'own');
create policy siege_ajouter on bpf.exercice as restrictive for insert to coforme_app with check ((select app.toutes_activites()));
create policy siege_changer on bpf.exercice as restrictive for update to coforme_app using ((select app.toutes_activites()));
call app.fermer_aux_liens('bpf.exercice');

call app.proteger('bpf.recopie', 'own');
create policy siege_ajouter on bpf.recopie as restrictive for insert to coforme_app with check ((select app.toutes_activites()));
call app.fermer_aux_liens('bpf.recopie');

call app.proteger('bpf.depot', 'own', preuve => true);
create policy siege_ajouter on bpf.depot as restrictive for insert to coforme_app with check ((select app.toutes_activites()));
call app.fermer_aux_liens('bpf.depot');
