call app.proteger('plateforme.fichier', 'own', preuve => true);
call app.laisser_lire('plateforme.fichier', 'organisme_id, empreinte, type, taille, octets');
create policy porte_ranger on plateforme.fichier for update to coforme_porte using (true) with check (octets is null);
create policy enseigne on plateforme.fichier as restrictive for select to coforme_app using (
  (select app.toutes_activites()) or depose_par = (select app.personne())
  or exists (select from documents.piece p where p.organisme_id = fichier.organisme_id and p.fichier = encode(fichier.empreinte, 'hex'))
  or exists (select from documents.signature s where s.organisme_id = fichier.organisme_id and s.scan = encode(fichier.empreinte, 'hex'))
  or exists (select from documents.exemplaire e where e.organisme_id = fichier.organisme_id and e.fichier = encode(fichier.empreinte, 'hex'))
  or exists (select from organisme.organisme o where o.organisme_id = fichier.organisme_id and o.logo = encode(fichier.empreinte, 'hex'))
  or exists (select from qualite.jointe j where j.organisme_id = fichier.organisme_id and j.fichier = encode(fichier.empreinte, 'hex')));

call app.proteger('plateforme.courriel', 'porte', sauvegarde => false);

call app.proteger('plateforme.brouillon', 'porte');

call app.proteger('plateforme.limite', 'porte', sauvegarde => false);

call app.proteger('plateforme.temoin', 'porte', sauvegarde => false);

call app.proteger('plateforme.horloge_libre', 'porte', sauvegarde => false);

call app.proteger('plateforme.demonstration', 'porte', sauvegarde => false);
