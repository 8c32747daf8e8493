-- Qui a été inscrit à une session : la seule chose que les tiers savent d'un module de rang supérieur, et par la base
-- seulement (le filtre « stagiaires » de la liste des personnes).
create view tiers.stagiaire with (security_invoker = true) as
  select i.organisme_id, i.personne_id from inscriptions.inscription i;

grant select on tiers.stagiaire to coforme_app;
