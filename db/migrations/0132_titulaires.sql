-- À qui sont les clients, les programmes et les supports d’une enseigne (L7331-2, f, du code du travail). Sans ligne, aux personnes de
-- l’enseigne, ensemble ; sinon la dernière vaut. Une preuve.
create table cae.titulaire (
  organisme_id uuid not null default app.organisme(),
  activite_id uuid not null,
  id uuid not null,
  genre text not null check (genre in ('client', 'programme', 'support')),
  objet_id uuid not null,
  qui text not null check (qui in ('enseigne', 'personne', 'cooperative')),
  personne_id uuid,
  note text not null default '' check (length(note) <= 500),
  dit_le timestamptz not null default clock_timestamp(),
  dit_par uuid not null default app.personne(),
  primary key (organisme_id, id),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id),
  foreign key (organisme_id, personne_id) references tiers.personne (organisme_id, id),
  check ((qui = 'personne') = (personne_id is not null))
);
comment on table cae.titulaire is 'Qui a les droits sur un client, un programme ou un support d’une enseigne, et depuis quand on l’a dit.';
create index titulaire_objet on cae.titulaire (organisme_id, activite_id, objet_id, dit_le);
grant select, insert (activite_id, id, genre, objet_id, qui, personne_id, note) on cae.titulaire to coforme_app;
call app.proteger('cae.titulaire', 'own', activite => true, preuve => true);
create policy dit on cae.titulaire as restrictive for insert to coforme_app with check ((select porte.peut_viser()) and dit_par = (select app.personne()));
call app.fermer_aux_liens('cae.titulaire');
