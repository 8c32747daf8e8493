-- Le règlement intérieur vaut pour toute la coopérative, mais sa pièce appartient à l'enseigne par défaut : le lien d'une autre
-- enseigne ne lisait donc pas l'annexe que sa convention dit jointe, et qui conduit cette enseigne ne pouvait pas la joindre.
alter policy activite_lire on documents.piece using ((select app.toutes_activites())
  or activite_id = any ((select app.activites())::uuid[]) or genre = 'reglement-interieur');
