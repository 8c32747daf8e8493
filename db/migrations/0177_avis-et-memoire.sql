-- Rendre un avis par lien a son propre usage : ce lien n’ouvre rien de ce qui se signe.
alter table compte.lien drop constraint lien_usage_check;
alter table compte.lien add constraint lien_usage_check
  check (usage in ('invitation', 'reinitialisation', 'emargement', 'signature', 'questionnaire', 'espace', 'avis'));
-- Quelle pièce est le mémoire composé ici : le mandataire l’écrit en le rangeant.
alter table marches.ecrit drop constraint ecrit_genre_check;
alter table marches.ecrit add constraint ecrit_genre_check check (genre in ('reglement', 'capacite', 'cle', 'secours', 'part', 'total', 'depot', 'marche', 'issue', 'lecon', 'commande', 'execution', 'visa', 'question', 'reponse', 'negociation', 'conseil', 'bloc', 'relecture', 'commentaire', 'memoire'));
drop policy auteur on marches.ecrit;
create policy auteur on marches.ecrit as restrictive for insert to coforme_app with check (
  par = (select app.personne()) and (genre not in ('reglement', 'secours', 'total', 'depot', 'marche', 'issue', 'commande', 'visa', 'reponse', 'negociation', 'memoire') or groupement_id = any ((select porte.mandats())::uuid[])));
