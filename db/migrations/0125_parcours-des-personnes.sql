-- Où en est une personne dans la coopérative : des étapes datées, et rien de la paie. Notée par erreur, une étape s’ôte.
create table cae.situation (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  enseigne_id uuid not null, -- celle de la personne
  personne_id uuid not null,
  genre text not null check (genre in ('candidature', 'cape', 'cesa', 'societariat', 'sortie')),
  du date not null,
  au date, -- le terme d’un contrat d’appui
  note text not null default '' check (length(note) <= 500),
  notee_le timestamptz not null default clock_timestamp(),
  notee_par uuid not null default app.personne(),
  retiree_le timestamptz,
  retiree_par uuid,
  primary key (organisme_id, id),
  foreign key (organisme_id, enseigne_id) references organisme.activite (organisme_id, id),
  foreign key (organisme_id, personne_id) references tiers.personne (organisme_id, id),
  foreign key (organisme_id, personne_id, enseigne_id) references tiers.personne (organisme_id, id, activite_id) on update cascade,
  check ((genre = 'cape') = (au is not null) and au >= du),
  check ((retiree_le is null) = (retiree_par is null))
);
comment on table cae.situation is 'Les étapes datées d’une personne dans la coopérative : candidature, CAPE, CESA, sociétariat, sortie.';
create unique index situation_du_jour on cae.situation (organisme_id, personne_id, genre, du) where retiree_le is null;
grant select, insert (id, enseigne_id, personne_id, genre, du, au, note), update (retiree_le, retiree_par) on cae.situation to coforme_app;
call app.proteger('cae.situation', 'own');
-- Une personne lit la sienne, et qui en a noté une la lit ; l’équipe d’appui et la direction, celles de leurs enseignes, et elles seules en
-- écrivent. Une collègue de l’enseigne n’en lit rien : le mur des enseignes, que chacune franchit chez soi, n’y suffit pas.
create policy personnelle on cae.situation as restrictive for select to coforme_app using (
  ((select app.toutes_activites()) or enseigne_id = any ((select app.activites())::uuid[]))
  and ((select porte.peut_viser()) or notee_par = (select app.personne())
  or personne_id in (select i.personne_id from tiers.intervenant i where i.organisme_id = situation.organisme_id and i.compte_id = (select app.personne()))));
create policy note on cae.situation as restrictive for insert to coforme_app with check ((select porte.peut_viser())
  and ((select app.toutes_activites()) or enseigne_id = any ((select app.activites())::uuid[])));
create policy ote on cae.situation as restrictive for update to coforme_app using ((select porte.peut_viser()) and retiree_le is null
  and ((select app.toutes_activites()) or enseigne_id = any ((select app.activites())::uuid[])))
  with check (retiree_le is not null and retiree_par = (select app.personne()));
call app.fermer_aux_liens('cae.situation');
