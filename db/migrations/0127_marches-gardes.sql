-- Un dossier dit la pendule de son acheteur. Ce qu’un membre en écrit, l’ouverture d’un pôle, se datent à l’heure de la base. La veille ne
-- s’écrit qu’à qui a le droit de la lire.
set local role coforme_porte;
drop function if exists porte.groupement_ouvrir(uuid, text, text, text, text, timestamptz, timestamptz);
drop function if exists porte.mes_dossiers_de_marche();
set local role coforme_owner;
alter table marches.groupement add column zone text not null default 'Europe/Paris' check (length(zone) between 3 and 60);
alter table marches.groupement alter column zone set statistics 0;
call app.laisser_lire('marches.abonne', 'organisme_id, compte_id, jusque');
call app.laisser_lire('marches.convention', 'groupement_id, version, contenu');
create trigger garder_ouverture before insert or update on marches.ouverture for each row when (current_user <> 'coforme_maintenance') execute function porte.garder_ouverture();
create trigger garder_dossier before insert or update on marches.necessite for each row when (current_user <> 'coforme_maintenance') execute function porte.garder_dossier();
create trigger garder_dossier before insert on marches.convention for each row when (current_user <> 'coforme_maintenance') execute function porte.garder_dossier();
create trigger garder_dossier before insert on marches.accord for each row when (current_user <> 'coforme_maintenance') execute function porte.garder_dossier();
grant update (limite) on marches.groupement to coforme_porte;
