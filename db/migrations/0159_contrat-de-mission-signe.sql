-- Le contrat d’une mission est une pièce figée, que chaque direction signe par un lien ; un prêt a son avenant.
set local role coforme_porte;
do $$ begin
  drop function if exists porte.mission_rediger(uuid, text, timestamptz);
  drop function if exists porte.mission_signer(uuid, bytea, timestamptz);
  if exists (select from pg_catalog.pg_proc p where p.oid = pg_catalog.to_regprocedure('porte.missions(uuid)') and not 'avenant_numero' = any (p.proargnames)) then
    drop function porte.missions(uuid);
  end if;
end $$;
set local role coforme_owner;
alter table mutualisation.mission add column piece_id uuid, add column signataire_recoit uuid, add column signataire_envoie uuid, add column avenant_id uuid,
  add column avenant_signe_le timestamptz;
alter table mutualisation.mission add constraint mission_avenant
  check (etat not in ('ferme', 'faite') or forme <> 'pret' or piece_id is null or avenant_signe_le is not null);
create index mission_piece on mutualisation.mission (de_organisme_id, piece_id) where piece_id is not null;
create index mission_avenant on mutualisation.mission (organisme_id, avenant_id) where avenant_id is not null;
grant update (piece_id, signataire_recoit, signataire_envoie, avenant_id, avenant_signe_le) on mutualisation.mission to coforme_porte;
alter table documents.demande drop constraint demande_role_check;
alter table documents.demande add constraint demande_role_check check (role in ('client', 'stagiaire', 'organisme'));
call app.laisser_lire('documents.signature', 'moyen, par');
call app.laisser_lire('organisme.signataire', 'organisme_id, id, compte_id, nom, qualite, genre, pieces, plafond_centimes, debut, fin, revoquee_le');
alter policy moyen on documents.signature with check (
  case moyen
    when 'lien' then (select app.personne()) is null
      and (not (select porte.par_lien()) or demande_id = (select porte.objet()))
      and exists (select from documents.demande d where d.organisme_id = signature.organisme_id and d.id = signature.demande_id
        and d.piece_id = signature.piece_id and d.role = signature.role
        and (d.role <> 'organisme' or d.courriel = any ((select porte.courriels_qui_signent())::text[]))
        and (d.acte = signature.acte or signature.acte = 'retractation' and d.acte = 'signature'))
    when 'compte' then exists (select from organisme.signataire g where g.organisme_id = signature.organisme_id
        and g.compte_id = (select app.personne()) and g.debut <= signature.datee_du
        and (g.fin is null or g.fin >= signature.datee_du) and (g.revoquee_le is null or g.revoquee_le > signature.datee_du))
    else not (select porte.par_lien())
  end
  and empreinte = (select p.empreinte from documents.piece p where p.organisme_id = signature.organisme_id and p.id = signature.piece_id));
