call app.proteger('organisme.organisme', 'own');

-- La ligne de commande nomme un organisme par son nom court, public, et n'a pas encore ouvert sa porte.
-- Qui publie dit qui il est : l'identité du jour, et non celle du jour où la fiche est parue.
call app.laisser_lire('organisme.organisme', 'organisme_id, code, nom, forme, cae, siret, nda, adresse, code_postal, ville, courriel,
  telephone, site, regime_tva, tva_demande_recue_le');
create policy porte_fonder on organisme.organisme for insert to coforme_porte with check (true);
create policy porte_completer on organisme.organisme for update to coforme_porte using (true) with check (true);
call app.fermer_aux_liens('organisme.organisme');

call app.proteger('organisme.activite', 'own');
call app.laisser_lire('organisme.activite', 'organisme_id, id, nom, commune, fermee_le');
create policy porte_fonder on organisme.activite for insert to coforme_porte with check (true);
call app.fermer_aux_liens('organisme.activite');

call app.proteger('organisme.etablissement', 'own');
call app.fermer_aux_liens('organisme.etablissement');

call app.proteger('organisme.signataire', 'own');
call app.fermer_aux_liens('organisme.signataire');

-- Ce qui engage toute la coopérative ne s'écrit qu'avec la portée de toute la coopérative : ni depuis une enseigne, ni
-- par le lien d'un stagiaire.
do $$
declare t text;
begin
  foreach t in array '{organisme,activite,etablissement,signataire}'::text[] loop
    execute format('create policy siege_ajouter on organisme.%I as restrictive for insert to coforme_app with check ((select app.toutes_activites()))', t);
    execute format('create policy siege_changer on organisme.%I as restrictive for update to coforme_app using ((select app.toutes_activites()))', t);
  end loop;
end $$;
