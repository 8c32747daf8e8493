-- La séquence travaillée se dit demi-journée par demi-journée, et s'imprime sur la feuille.
-- Ce qui fut travaillé dans une demi-journée, dit par qui l'a animée : la séquence du programme, imprimée sur la feuille. Plus rien ne la
-- change quand la feuille est close.
create table emargement.sequence_suivie (
  organisme_id uuid not null default app.organisme(),
  activite_id uuid not null,
  seance_id uuid not null,
  texte text not null check (length(texte) between 1 and 200),
  dite_le timestamptz not null,
  dite_par uuid not null default app.personne(),
  primary key (organisme_id, seance_id),
  foreign key (organisme_id, seance_id) references sessions.seance (organisme_id, id),
  foreign key (organisme_id, seance_id, activite_id) references sessions.seance (organisme_id, id, activite_id) on update cascade
);
grant select, insert, update (texte, dite_le, dite_par) on emargement.sequence_suivie to coforme_app;

call app.proteger('emargement.sequence_suivie', 'own', activite => true);
create policy auteur on emargement.sequence_suivie as restrictive for insert to coforme_app with check (dite_par = (select app.personne())
  and not exists (select from emargement.cloture c where c.organisme_id = sequence_suivie.organisme_id and c.seance_id = sequence_suivie.seance_id));
create policy auteur_change on emargement.sequence_suivie as restrictive for update to coforme_app
  using (not exists (select from emargement.cloture c where c.organisme_id = sequence_suivie.organisme_id and c.seance_id = sequence_suivie.seance_id))
  with check (dite_par = (select app.personne()));
call app.fermer_aux_liens('emargement.sequence_suivie');
