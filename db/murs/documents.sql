call app.proteger('documents.compteur', 'porte');

call app.proteger('documents.piece', 'own', activite => true, preuve => true);
call app.laisser_lire('documents.piece', 'organisme_id, id, genre, numero, empreinte, fichier, pages, libelle, objet_id, remplace_id,
  emise_le, complete_id, effacee_le');
create policy auteur on documents.piece as restrictive for insert to coforme_app
  with check (emise_par is not distinct from (select app.personne()));

-- Le règlement intérieur vaut pour toute la coopérative, mais sa pièce appartient à l'enseigne par défaut : le lien d'une autre
-- enseigne ne lisait donc pas l'annexe que sa convention dit jointe, et qui conduit cette enseigne ne pouvait pas la joindre.
alter policy activite_lire on documents.piece using ((select app.toutes_activites())
  or activite_id = any ((select app.activites())::uuid[]) or genre = 'reglement-interieur');
call app.fermer_aux_liens('documents.piece');

call app.proteger('documents.demande', 'own', activite => true);
call app.laisser_lire('documents.demande', 'organisme_id, id, piece_id, acte, role, objet_id, courriel, creee_le, envois, envoyee_le,
  refusee_le, retiree_le, nom, motif');

create trigger exiger_visa before insert on documents.demande for each row when (current_user <> 'coforme_maintenance') execute function porte.exiger_visa();
create policy lien_modifier on documents.demande as restrictive for update to coforme_app
  using (not (select porte.par_lien()) or id = (select porte.objet()));
create policy auteur on documents.demande as restrictive for insert to coforme_app
  with check (creee_par is not distinct from (select app.personne()) and code is null and envois = 0
    and ouverte_le is null and refusee_le is null and retiree_le is null);
call app.fermer_aux_liens('documents.demande');

call app.proteger('documents.signature', 'own', activite => true, preuve => true);
call app.laisser_lire('documents.signature', 'organisme_id, piece_id, demande_id, acte, role, signee_le, moyen, par');
-- Comme sa pièce : qui n’a qu’une enseigne lisait « à signer » d’un règlement intérieur que la direction a signé.
alter policy activite_lire on documents.signature using ((select app.toutes_activites())
  or activite_id = any ((select app.activites())::uuid[])
  or exists (select from documents.piece p where p.organisme_id = signature.organisme_id and p.id = signature.piece_id
    and p.genre = 'reglement-interieur'));
create policy auteur on documents.signature as restrictive for insert to coforme_app
  with check (par is not distinct from (select app.personne()));

create trigger exiger_visa before insert on documents.signature for each row when (current_user <> 'coforme_maintenance') execute function porte.exiger_visa();
create policy moyen on documents.signature as restrictive for insert to coforme_app with check (
  case moyen
    when 'lien' then (select app.personne()) is null
      and (not (select porte.par_lien()) or demande_id = (select porte.objet()))
      and exists (select from documents.demande d where d.organisme_id = signature.organisme_id and d.id = signature.demande_id
        and d.piece_id = signature.piece_id and d.role = signature.role
        and (d.role <> 'organisme' or d.courriel = any ((select porte.courriels_qui_signent())::text[]))
        and (d.acte = signature.acte or signature.acte = 'retractation' and d.acte = 'signature'))
    when 'compte' then exists (select from organisme.signataire g where g.organisme_id = signature.organisme_id
        and g.compte_id = (select app.personne()) and g.debut <= signature.datee_du
        and (g.fin is null or g.fin >= signature.datee_du) and (g.revoquee_le is null or g.revoquee_le > signature.datee_du))
    else not (select porte.par_lien())
  end
  and empreinte = (select p.empreinte from documents.piece p where p.organisme_id = signature.organisme_id and p.id = signature.piece_id));
create trigger garder_retractation before insert on documents.signature for each row
  when (new.acte = 'retractation') execute function documents.garder_retractation();

call app.proteger('documents.signature_privee', 'own', activite => true, preuve => true);

-- La part privée est celle d'une signature dont l'engagement la couvre.
create policy engagee on documents.signature_privee as restrictive for insert to coforme_app with check (
  exists (select from documents.signature s where s.organisme_id = signature_privee.organisme_id
    and s.id = signature_privee.signature_id
    and s.engagement = sha256(signature_privee.sel || convert_to(signature_privee.contenu, 'UTF8'))));

call app.proteger('documents.exemplaire', 'own', activite => true, preuve => true);
-- Comme sa pièce : l’exemplaire signé du règlement intérieur vaut pour toute la coopérative.
alter policy activite_lire on documents.exemplaire using ((select app.toutes_activites())
  or activite_id = any ((select app.activites())::uuid[])
  or exists (select from documents.piece p where p.organisme_id = exemplaire.organisme_id and p.id = exemplaire.piece_id
    and p.genre = 'reglement-interieur'));
call app.laisser_lire('documents.exemplaire', 'organisme_id, piece_id, signatures, fichier');
call app.fermer_aux_liens('documents.exemplaire');

call app.proteger('documents.conditions', 'own');

-- Elles engagent toute la coopérative : ni depuis une enseigne, ni par un lien.
create policy siege_ajouter on documents.conditions as restrictive for insert to coforme_app with check ((select app.toutes_activites()));
create policy siege_changer on documents.conditions as restrictive for update to coforme_app using ((select app.toutes_activites()));
call app.fermer_aux_liens('documents.conditions');
