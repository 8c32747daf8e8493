-- Au gel, une pièce retirée dit pourquoi ; ce qui porte des prix est fermé par la base.
alter table marches.piece add column retrait text not null default '' check (length(retrait) <= 500);
alter table marches.piece alter column retrait set statistics 0;
grant update (retrait) on marches.piece to coforme_app;
call app.laisser_lire('marches.piece', 'groupement_id, id, organisme_id, exigence, nom, type, taille, empreinte, expire_le, motif, le, retiree_le, retrait');
-- Ce qui porte des prix ne se lit que du mandataire et de qui l’a versé ; les autres en savent l’état par porte.pieces_du_dossier.
create policy prix on marches.piece as restrictive for select to coforme_app using (
  not exigence = any ((select porte.pieces_a_prix())::text[]) or organisme_id = (select app.organisme())
  or groupement_id = any ((select porte.mandats())::uuid[]));
