call app.proteger('portail.compteur', 'porte', sauvegarde => false);

call app.proteger('portail.image', 'collective', cle => 'pole_id', porte => 'porte.poles()', preuve => true);
call app.laisser_lire('portail.image', 'pole_id, id, largeur, hauteur, grande, petite');
call app.fermer_aux_liens('portail.image');

call app.proteger('portail.actualite', 'collective', cle => 'pole_id', porte => 'porte.poles()');
call app.laisser_lire('portail.actualite', 'pole_id, id, titre, chapo, corps, etiquettes, image_id, image_alt, source_nom, source_url,
  version, modifiee_le');

-- Ce qu'une personne qui anime a commencé, une autre le reprend.
create policy animation_changer on portail.actualite as restrictive for update to coforme_app using (pole_id = any ((select porte.poles_animes())::uuid[]));
create policy anime on portail.actualite for update to coforme_app
  using (pole_id = any ((select porte.poles_animes())::uuid[])) with check (pole_id = any ((select porte.poles_animes())::uuid[]));
call app.fermer_aux_liens('portail.actualite');

call app.proteger('portail.actualite_version', 'collective', cle => 'pole_id', porte => 'porte.poles()', preuve => true);
call app.fermer_aux_liens('portail.actualite_version');

call app.proteger('portail.importation', 'collective', cle => 'pole_id', porte => 'porte.poles()', preuve => true);
call app.fermer_aux_liens('portail.importation');

call app.proteger('portail.parution', 'porte');

call app.proteger('portail.fiche', 'publie', publie => 'publiee_le is not null');
call app.laisser_lire('portail.fiche', 'organisme_id, description, themes, publics, departements, nsf, formacodes, effectif, creee_en,
  qualiopi, qualiopi_source, qualiopi_le, siege_masque, contact, tri, mots, publiee_le, modifiee_le');
create constraint trigger parution after insert or update or delete on portail.fiche deferrable initially deferred
  for each row execute function porte.noter_parution();
create trigger garder_certificat before insert or update of qualiopi on portail.fiche for each row
  when (current_user <> 'coforme_maintenance') execute function porte.garder_certificat();
call app.fermer_aux_liens('portail.fiche');

call app.proteger('portail.delegue', 'porte');

call app.proteger('portail.demande', 'porte');

call app.proteger('portail.candidature', 'porte');

call app.proteger('portail.identite', 'porte');
create constraint trigger parution after insert or update or delete on portail.identite deferrable initially deferred
  for each row execute function porte.noter_parution();

call app.proteger('portail.abonnement', 'porte');

call app.proteger('portail.lettre', 'collective', cle => 'pole_id', porte => 'porte.poles()', preuve => true);
call app.laisser_lire('portail.lettre', 'pole_id, id, objet, contenu, envoyee_le, departements, themes');
create policy animation on portail.lettre as restrictive for insert to coforme_app with check (pole_id = any ((select porte.poles_animes())::uuid[]));
call app.fermer_aux_liens('portail.lettre');

call app.proteger('portail.remise', 'porte');

call app.proteger('portail.mention', 'porte');

call app.proteger('portail.logo', 'own');
call app.laisser_lire('portail.logo', 'organisme_id, type, octets, largeur, hauteur, cle');
create constraint trigger parution after insert or update or delete on portail.logo deferrable initially deferred
  for each row execute function porte.noter_parution();
call app.fermer_aux_liens('portail.logo');

call app.proteger('portail.image_importee', 'collective', cle => 'pole_id', porte => 'porte.poles()');
create policy animation_lire on portail.image_importee as restrictive for select to coforme_app using (pole_id = any ((select porte.poles_animes())::uuid[]));
create policy animation on portail.image_importee as restrictive for insert to coforme_app with check (pole_id = any ((select porte.poles_animes())::uuid[]));
create policy animation_changer on portail.image_importee as restrictive for update to coforme_app using (pole_id = any ((select porte.poles_animes())::uuid[]));
create policy anime on portail.image_importee for update to coforme_app
  using (pole_id = any ((select porte.poles_animes())::uuid[])) with check (pole_id = any ((select porte.poles_animes())::uuid[]));
call app.fermer_aux_liens('portail.image_importee');

do $$
declare t text;
begin
  foreach t in array array['actualite', 'image', 'actualite_version', 'importation'] loop
    execute format('create policy animation_lire on portail.%I as restrictive for select to coforme_app using (pole_id = any ((select porte.poles_animes())::uuid[]))', t);
    execute format('create policy animation on portail.%I as restrictive for insert to coforme_app with check (pole_id = any ((select porte.poles_animes())::uuid[]))', t);
  end loop;
end $$;

do $$
declare t text;
begin
  foreach t in array array['portail.parution', 'catalogue.fiche', 'organisme.organisme', 'pole.pole', 'pole.adhesion', 'pole.reunion',
      'pole.reponse', 'pole.retour'] loop
    execute format('create constraint trigger parution after insert or update or delete on %s deferrable initially deferred
      for each row execute function porte.noter_parution()', t);
  end loop;
end $$;

do $$
begin
  execute 'create constraint trigger parution after insert or update or delete on portail.mention deferrable initially deferred
      for each row execute function porte.noter_parution()';
  execute 'create constraint trigger parution after insert or update or delete on portail.delegue deferrable initially deferred
      for each row execute function porte.noter_parution()';
end $$;
