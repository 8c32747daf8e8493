call app.proteger('catalogue.import', 'own', activite => true, preuve => true);
call app.fermer_aux_liens('catalogue.import');

call app.proteger('catalogue.offre', 'own', activite => true);
create policy brouillon on catalogue.offre as restrictive for delete to coforme_app
  using (etat = 'brouillon' and adoptee_le is null and not exists (select from catalogue.version v where v.organisme_id = offre.organisme_id and v.offre_id = offre.id));
call app.fermer_aux_liens('catalogue.offre');

call app.proteger('catalogue.version', 'own', activite => true, preuve => true);
call app.fermer_aux_liens('catalogue.version');

call app.proteger('catalogue.fiche', 'publie', publie => 'retiree_le is null', activite => true);
call app.laisser_lire('catalogue.fiche', 'organisme_id, offre_id, organisme_nom, intitule, pli, echoit_le, retiree_le, mots, contenu');

-- Une page publique est lue par tous : ni le nom d'un autre, ni la version d'une autre offre, ni un texte sans fin.
create policy adoptee on catalogue.fiche as restrictive for insert to coforme_app with check (
  organisme_nom = (select o.nom from organisme.organisme o where o.organisme_id = (select app.organisme()))
  and retiree_le is null
  and exists (select from catalogue.version v where v.organisme_id = fiche.organisme_id and v.id = fiche.version_id
    and v.offre_id = fiche.offre_id and v.numero = fiche.numero and v.intitule = fiche.intitule
    and v.activite_id = fiche.activite_id));
call app.fermer_aux_liens('catalogue.fiche');
