call app.proteger('inscriptions.inscription', 'own', activite => true);
call app.laisser_lire('inscriptions.inscription', 'organisme_id, id, activite_id, session_id, personne_id, etat, inscrite_le, dossier_id, arrivee_le');
create policy lien_modifier on inscriptions.inscription as restrictive for update to coforme_app
  using (not (select porte.par_lien()) or exists (select from documents.demande d
    join documents.piece p on p.organisme_id = d.organisme_id and p.id = d.piece_id
    join inscriptions.dossier o on o.organisme_id = p.organisme_id and o.id = p.objet_id and o.signature_piece_id = p.id
   where d.organisme_id = inscription.organisme_id and d.id = (select porte.objet()) and d.acte = 'signature' and p.genre = 'contrat'
     and o.id = inscription.dossier_id and o.retracte_le is not null))
  with check (not (select porte.par_lien()) or etat = 'retracte');
call app.fermer_aux_liens('inscriptions.inscription');

call app.proteger('inscriptions.dossier', 'own', activite => true);
call app.laisser_lire('inscriptions.dossier', 'organisme_id, id, session_id, entreprise_id, personne_id, signataire_id, circonstance,
  signe_le, signature_moyen, signature_piece_id, retracte_le');
create policy lien_modifier on inscriptions.dossier as restrictive for update to coforme_app
  using (not (select porte.par_lien()) or exists (select from documents.demande d
    join documents.piece p on p.organisme_id = d.organisme_id and p.id = d.piece_id
   where d.organisme_id = dossier.organisme_id and d.id = (select porte.objet()) and p.objet_id = dossier.id));
create policy sans_signature on inscriptions.dossier as restrictive for insert to coforme_app
  with check (signe_le is null and retracte_le is null);
create trigger garder_signature before update of signe_le, signature_moyen, signature_piece_id on inscriptions.dossier
  for each row execute function inscriptions.garder_signature();
call app.fermer_aux_liens('inscriptions.dossier');

call app.proteger('inscriptions.financement', 'own', activite => true);
call app.laisser_lire('inscriptions.financement', 'organisme_id, dossier_id, inscription_id, payeur_entreprise_id');
call app.fermer_aux_liens('inscriptions.financement');

call app.proteger('inscriptions.echeance', 'own', activite => true);
call app.fermer_aux_liens('inscriptions.echeance');

call app.proteger('inscriptions.remise', 'own', activite => true);
create policy lien_modifier on inscriptions.remise as restrictive for update to coforme_app
  using (not (select porte.par_lien()) or inscription_id = (select porte.objet()) or exists (select from documents.demande d
   where d.organisme_id = remise.organisme_id and d.id = (select porte.objet()) and d.objet_id = remise.inscription_id));
call app.fermer_aux_liens('inscriptions.remise');

call app.proteger('inscriptions.avis', 'own', activite => true, preuve => true);
create policy lien_ajouter on inscriptions.avis as restrictive for insert to coforme_app with check (not (select porte.par_lien()));
create policy auteur on inscriptions.avis as restrictive for insert to coforme_app
  with check (par is not distinct from (select app.personne()));
call app.fermer_aux_liens('inscriptions.avis');
