-- Une photographie d’un bien se refait sans ses métadonnées : elle devient un WebP.
alter table mutualisation.bien_photo drop constraint bien_photo_type_check;
alter table mutualisation.bien_photo add constraint bien_photo_type_check check (type in ('image/webp', 'image/png', 'image/jpeg'));

-- Un retour que la personne efface ne se réécrit pas : ses mots s’en vont, sa ligne reste.
alter table mutualisation.retour add column ote_le timestamptz;
alter table mutualisation.retour drop constraint retour_texte_check;
alter table mutualisation.retour add constraint retour_efface
  check (case when ote_le is null then length(texte) between 10 and 2000 else texte = '' and reponse = '' and partage_le is null end);
grant update (texte, ote_le) on mutualisation.retour to coforme_porte;
