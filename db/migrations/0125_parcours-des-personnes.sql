-- Où en est une personne dans la coopérative : des étapes datées, et rien de la paie. Notée par erreur, une étape s’ôte.
create table cae.situation (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  activite_id uuid not null,
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
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id),
  foreign key (organisme_id, personne_id) references tiers.personne (organisme_id, id),
  foreign key (organisme_id, personne_id, activite_id) references tiers.personne (organisme_id, id, activite_id) on update cascade,
  check ((genre = 'cape') = (au is not null) and au >= du),
  check ((retiree_le is null) = (retiree_par is null))
);
comment on table cae.situation is 'Les étapes datées d’une personne dans la coopérative : candidature, CAPE, CESA, sociétariat, sortie.';
create unique index situation_du_jour on cae.situation (organisme_id, personne_id, genre, du) where retiree_le is null;
grant select, insert (id, activite_id, personne_id, genre, du, au, note), update (retiree_le, retiree_par) on cae.situation to coforme_app;
call app.proteger('cae.situation', 'own', activite => true);
-- Une personne lit la sienne, et qui en a noté une la lit ; l’équipe d’appui et la direction, toutes, et elles seules en écrivent. Une collègue de l’enseigne n’en lit rien.
create policy personnelle on cae.situation as restrictive for select to coforme_app using ((select porte.peut_viser())
  or notee_par = (select app.personne())
  or personne_id in (select i.personne_id from tiers.intervenant i where i.organisme_id = situation.organisme_id and i.compte_id = (select app.personne())));
create policy note on cae.situation as restrictive for insert to coforme_app with check ((select porte.peut_viser()));
create policy ote on cae.situation as restrictive for update to coforme_app using ((select porte.peut_viser()) and retiree_le is null)
  with check (retiree_le is not null and retiree_par = (select app.personne()));
call app.fermer_aux_liens('cae.situation');
