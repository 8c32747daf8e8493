-- Signer sans réseau, et le code de la salle. L'appareil de qui forme tient sa propre suite, signée d'une clé qui ne
-- sort pas de lui ; la base en garde la clé publique, ce qu'il a emporté, et ce qu'il a rapporté.

create table emargement.appareil (
  organisme_id uuid not null default app.organisme(), id uuid not null,
  tenu_par uuid not null default app.personne(),
  nom text not null check (length(nom) between 1 and 120),
  cle bytea not null check (length(cle) = 65),             -- point P-256, non compressé (X9.62)
  inscrit_le timestamptz not null,
  vu_le timestamptz,                                       -- dernière synchronisation
  ecart_ms bigint,                                         -- son horloge moins celle du serveur, ce jour-là
  retire_le timestamptz, retire_par uuid,
  primary key (organisme_id, id), unique (organisme_id, cle),
  check ((retire_le is null) = (retire_par is null))
);

-- Ce qu'un appareil a emporté, séance par séance : il ne rapporte que cela.
create table emargement.emport (
  organisme_id uuid not null default app.organisme(), activite_id uuid not null,
  appareil_id uuid not null, seance_id uuid not null,
  emporte_le timestamptz not null,
  primary key (organisme_id, appareil_id, seance_id),
  foreign key (organisme_id, appareil_id) references emargement.appareil (organisme_id, id),
  foreign key (organisme_id, seance_id) references sessions.seance (organisme_id, id),
  foreign key (organisme_id, seance_id, activite_id) references sessions.seance (organisme_id, id, activite_id) on update cascade
);
create index emport_seance on emargement.emport (organisme_id, seance_id);

-- Chaque geste rapporté, une fois par identifiant, et ce qu'il a valu. Ni nom, ni texte : ce que l'appareil a signé est
-- dans la part « connexion » de l'entrée, qui s'efface ; restent son empreinte et sa signature.
create table emargement.hors_ligne (
  organisme_id uuid not null default app.organisme(), id uuid not null,  -- l'identifiant de l'entrée du registre
  activite_id uuid not null, appareil_id uuid not null, rang integer not null check (rang > 0),
  seance_id uuid not null, inscription_id uuid,
  geste text not null check (geste in ('presence', 'absence', 'contresignature')),
  issue text not null check (issue in ('retenue', 'doublon', 'hors-fenetre', 'horloge', 'tardive', 'feuille-close', 'deja-statuee', 'appareil-retire')),
  fait_le timestamptz not null, recu_le timestamptz not null, ecart_ms bigint not null,
  empreinte bytea not null check (length(empreinte) = 32),
  precedente bytea check (length(precedente) = 32),
  signature bytea not null check (length(signature) = 64),
  primary key (organisme_id, id),
  check ((geste = 'contresignature') = (inscription_id is null)),
  foreign key (organisme_id, appareil_id) references emargement.appareil (organisme_id, id),
  foreign key (organisme_id, inscription_id) references inscriptions.inscription (organisme_id, id),
  foreign key (organisme_id, inscription_id, activite_id) references inscriptions.inscription (organisme_id, id, activite_id) on update cascade,
  foreign key (organisme_id, seance_id) references sessions.seance (organisme_id, id),
  foreign key (organisme_id, seance_id, activite_id) references sessions.seance (organisme_id, id, activite_id) on update cascade,
  foreign key (organisme_id, id) references emargement.maillon (organisme_id, id) deferrable initially deferred
);
create index hors_ligne_seance on emargement.hors_ligne (organisme_id, seance_id);
create index hors_ligne_suite on emargement.hors_ligne (organisme_id, appareil_id, rang);

call app.proteger('emargement.appareil', 'own');
call app.proteger('emargement.emport', 'own', activite => true);
call app.proteger('emargement.hors_ligne', 'own', activite => true, preuve => true);
grant select, insert (id, nom, cle, inscrit_le), update (vu_le, ecart_ms, retire_le, retire_par) on emargement.appareil to coforme_app;
grant select, insert, update (emporte_le) on emargement.emport to coforme_app;
grant select, insert on emargement.hors_ligne to coforme_app;

-- Un appareil retiré ne revient pas, et c'est sous son nom qu'on le retire.
create policy retrait on emargement.appareil as restrictive for update to coforme_app
  using (retire_le is null) with check (retire_par is null or retire_par = (select app.personne()));

-- Un lien personnel, une tablette ou le code d'une salle n'écrivent rien de cela.
do $$
declare n text;
begin
  foreach n in array '{emargement.appareil,emargement.emport,emargement.hors_ligne}'::text[] loop
    execute format('create policy lien_ajouter on %s as restrictive for insert to coforme_app with check (not (select porte.par_lien()))', n);
    execute format('create policy lien_modifier on %s as restrictive for update to coforme_app using (not (select porte.par_lien()))', n);
    execute format('create policy lien_retirer on %s as restrictive for delete to coforme_app using (not (select porte.par_lien()))', n);
  end loop;
end $$;

-- Le code de la salle est une tablette que chacun tient dans sa main : même porte, même borne. Le secret n'est pas dans
-- l'adresse photographiée, qui ne vaut qu'une minute.
alter table emargement.tablette add column genre text not null default 'tablette' check (genre in ('tablette', 'salle'));
grant insert (genre) on emargement.tablette to coforme_app;
-- Sans statistiques : les estimations du planificateur ne disent rien de ce qui est dans la base.
alter table emargement.tablette alter column genre set statistics 0;
