-- Une photographie d’un bien se refait sans ses métadonnées : elle devient un WebP.
alter table mutualisation.bien_photo drop constraint bien_photo_type_check;
alter table mutualisation.bien_photo add constraint bien_photo_type_check check (type in ('image/webp', 'image/png', 'image/jpeg'));

-- Un retour que la personne efface ne se réécrit pas : ses mots s’en vont, sa ligne reste.
alter table mutualisation.retour add column ote_le timestamptz;
alter table mutualisation.retour drop constraint retour_texte_check;
alter table mutualisation.retour add constraint retour_efface
  check (case when ote_le is null then length(texte) between 10 and 2000 else texte = '' and reponse = '' and partage_le is null end);
grant update (texte, ote_le) on mutualisation.retour to coforme_porte;

-- Une salle qui n’est pas au planning de qui la prête est une salle : qui prête le dit.
alter table mutualisation.bien add column une_salle boolean not null default false;
set local role coforme_maintenance;
update mutualisation.bien set une_salle = true where salle_id is not null;
set local role coforme_owner;
alter table mutualisation.bien add constraint bien_du_planning check (une_salle or salle_id is null);
set local role coforme_porte;
drop function if exists porte.bien_preter(uuid, uuid, uuid, text, text, text, text, text, text, bigint, bigint, integer, integer, boolean, integer, integer, timestamptz);
set local role coforme_owner;
