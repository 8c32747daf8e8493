-- Le règlement intérieur vaut pour toute la coopérative, mais sa pièce appartient à l'enseigne par défaut : le lien d'une autre
-- enseigne ne lisait donc pas l'annexe que sa convention dit jointe, et qui conduit cette enseigne ne pouvait pas la joindre.
alter policy activite_lire on documents.piece using ((select app.toutes_activites())
  or activite_id = any ((select app.activites())::uuid[]) or genre = 'reglement-interieur');

-- La phase réflexive d'une situation de travail se suit et se compte à part (D6313-3-2, 3°) : elle se prévoit donc, et la convention
-- l'annonce. Sans quoi le certificat disait plus d'heures que la convention.
alter table emargement.activite_prevue drop constraint activite_prevue_genre_check;
alter table emargement.activite_prevue add constraint activite_prevue_genre_check
  check (genre in ('asynchrone', 'situation', 'reflexion'));
