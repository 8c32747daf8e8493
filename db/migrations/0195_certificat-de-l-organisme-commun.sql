-- Une membre d’un organisme commun n’affiche pas son certificat à l’annuaire.
create trigger garder_certificat before insert or update of qualiopi on portail.fiche for each row
  when (current_user <> 'coforme_maintenance') execute function porte.garder_certificat();
