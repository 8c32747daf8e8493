-- Le lien d’une autre enseigne lisait le règlement intérieur sans sa signature, quand un exemplaire signé existe.
alter policy activite_lire on documents.exemplaire using ((select app.toutes_activites())
  or activite_id = any ((select app.activites())::uuid[])
  or exists (select from documents.piece p where p.organisme_id = exemplaire.organisme_id and p.id = exemplaire.piece_id
    and p.genre = 'reglement-interieur'));
