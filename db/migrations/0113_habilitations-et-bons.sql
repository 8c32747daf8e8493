-- Un avis du comité ne se lit que de ses membres, de la direction et de l’équipe d’appui. Qui anime ne demande que pour soi, et n’abandonne
-- que sa demande. Une personne qui n’ouvre pas un dossier ne siège pas. Un bon a toujours un montant.
drop policy entre_membres on cae.avis;
create policy entre_membres on cae.avis as restrictive for select to coforme_app using (
  (select porte.peut_viser()) or (select porte.siege_au_comite()) or compte_id = (select app.personne()));
drop policy demande on cae.parcours;
create policy demande on cae.parcours as restrictive for insert to coforme_app with check (
  (select porte.suit_les_habilitations()) and demande_par = (select app.personne())
  and compte_id is not distinct from (select i.compte_id from tiers.intervenant i where i.organisme_id = parcours.organisme_id and i.personne_id = parcours.personne_id)
  and (compte_id = (select app.personne()) or (select porte.suit_toutes_les_habilitations())));
drop policy abandonne on cae.parcours;
create policy abandonne on cae.parcours as restrictive for update to coforme_app using (
  etat = 'ouvert' and (select porte.suit_les_habilitations()) and (compte_id = (select app.personne()) or (select porte.suit_toutes_les_habilitations())))
  with check (etat = 'abandonne');
create policy peut_juger on cae.membre_du_comite as restrictive for insert to coforme_app with check (compte_id = any ((select porte.peuvent_sieger())::uuid[]));
-- Un dossier ouvert d’une autre enseigne revient à celle de sa personne.
set local role coforme_maintenance;
update cae.parcours p set activite_id = t.activite_id from tiers.personne t
 where t.organisme_id = p.organisme_id and t.id = p.personne_id and t.activite_id <> p.activite_id;
update cae.habilitation h set activite_id = p.activite_id from cae.parcours p
 where p.organisme_id = h.organisme_id and p.id = h.parcours_id and p.activite_id <> h.activite_id;
set local role coforme_owner;
call app.lier('cae.parcours', 'parcours_de_l_enseigne', 'organisme_id, personne_id, activite_id', 'tiers.personne (organisme_id, id, activite_id) on update cascade');
call app.lier('cae.habilitation', 'habilitation_de_l_enseigne', 'organisme_id, parcours_id, activite_id', 'cae.parcours (organisme_id, id, activite_id) on update cascade');
alter table cae.mission drop constraint mission_check8, add constraint mission_constat
  check ((etat in ('constatee', 'confirmee')) <= (coalesce(montant_centimes, 0) > 0));
alter table cae.mission rename constraint mission_check9 to mission_check8;
alter table cae.mission rename constraint mission_check10 to mission_check9;
