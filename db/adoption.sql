-- Une base faite par les migrations d'avant le regroupement (ADR 0012), et arrivée à la dernière, devient celle des fichiers.
-- « app.vue » gardait l'empreinte des vues ; « app.porte », que le migrateur vient de créer, garde celle des fonctions et des vues.
drop table app.vue;
delete from app.famille where nom = 'app.vue';
call app.proteger('app.porte', 'public');

-- Ajoutées après app.proteger, ces deux colonnes avaient échappé à sa règle : pas de statistiques sur les textes.
alter table portail.abonnement alter column departements set statistics 0, alter column themes set statistics 0;
