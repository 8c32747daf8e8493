-- Sous le rôle web, un lien d'émargement qui demande un code ne signe plus sans lui.
alter table compte.lien add column preuve bytea check (octet_length(preuve) = 32), add column prouve_le timestamptz;
alter table compte.lien alter column preuve set statistics 0;
alter policy lien_ajouter on emargement.signature
  with check (not (select porte.par_lien()) or not regularisation and (seance_id = (select porte.objet())
    or exists (select from emargement.invitation i where i.organisme_id = signature.organisme_id and i.id = (select porte.objet())
      and i.inscription_id = signature.inscription_id and i.seance_id = signature.seance_id) and (select porte.code_prouve())));
alter policy lien_ajouter on emargement.rectification
  with check (not (select porte.par_lien()) or genre in ('presence', 'doublon') and (seance_id = (select porte.objet())
    or exists (select from emargement.invitation i where i.organisme_id = rectification.organisme_id and i.id = (select porte.objet())
      and i.inscription_id = rectification.inscription_id and i.seance_id = rectification.seance_id) and (select porte.code_prouve())));
