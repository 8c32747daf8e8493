-- Qui a été inscrit à une session : la seule chose que les tiers savent d'un module de rang supérieur, et par la base
-- seulement (le filtre « stagiaires » de la liste, et l'avertissement quand deux fiches à réunir suivent la même session).
create view tiers.stagiaire with (security_invoker = true) as
  select i.organisme_id, i.personne_id, i.session_id, i.close_le from inscriptions.inscription i;

grant select on tiers.stagiaire to coforme_app;
