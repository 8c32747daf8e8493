-- Les questions à l’acheteur et ses réponses, la négociation, l’avis demandé hors d’ici, le visa d’un paiement direct s’écrivent au dossier.
alter table marches.ecrit drop constraint ecrit_genre_check;
alter table marches.ecrit add constraint ecrit_genre_check check (genre in ('reglement', 'capacite', 'cle', 'secours', 'part', 'total', 'depot', 'marche', 'issue', 'lecon', 'commande', 'execution', 'visa', 'question', 'reponse', 'negociation', 'conseil'));
drop policy auteur on marches.ecrit;
create policy auteur on marches.ecrit as restrictive for insert to coforme_app with check (
  par = (select app.personne()) and (genre not in ('reglement', 'secours', 'total', 'depot', 'marche', 'issue', 'commande', 'visa', 'reponse', 'negociation') or groupement_id = any ((select porte.mandats())::uuid[])));
