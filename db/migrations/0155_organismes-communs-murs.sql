-- À part : les murs nomment des portes, qui ne se posent qu’une fois les tables là.
call app.laisser_lire('facturation.facture', 'activite_id');
call app.proteger('mutualisation.regle_commune', 'porte', preuve => true);
call app.proteger('mutualisation.membre_commun', 'porte');
-- Personne n’emploie ailleurs la déclaration d’activité, donc le certificat, de l’organisme commun dont il est membre.
create trigger garder_declaration before insert or update of nda on organisme.organisme for each row
  when (current_user <> 'coforme_maintenance') execute function porte.garder_declaration();
