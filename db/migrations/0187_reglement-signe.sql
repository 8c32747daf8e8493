-- Qui n’a qu’une enseigne lisait « à signer » d’un règlement intérieur que la direction a signé : la signature se lit comme sa pièce.
alter policy activite_lire on documents.signature using ((select app.toutes_activites())
  or activite_id = any ((select app.activites())::uuid[])
  or exists (select from documents.piece p where p.organisme_id = signature.organisme_id and p.id = signature.piece_id
    and p.genre = 'reglement-interieur'));
