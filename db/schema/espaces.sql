-- Les espaces sans compte : stagiaire, contact d'une entreprise cliente, intervenant. Un lien personnel envoyé à l'adresse connue de la fiche,
-- qui expire et se retire. La transaction d'un espace n'est scellée pour aucun organisme : sous les murs elle ne lit rien. Tout ce qu'un
-- espace montre sort des portes d'ici, qui ne rendent que les lignes de la personne du lien.
create schema espaces;
grant usage on schema espaces to coforme_app, coforme_porte, coforme_maintenance;

create table espaces.acces (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  activite_id uuid not null,
  personne_id uuid not null,
  genre text not null check (genre in ('stagiaire', 'client', 'intervenant', 'agenda')),
  cree_le timestamptz not null,
  envois integer not null default 0 check (envois >= 0),
  envoye_le timestamptz,
  vu_le timestamptz, -- à l'heure près
  retire_le timestamptz,
  retire_par uuid,
  primary key (organisme_id, id),
  unique (organisme_id, personne_id, genre),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id),
  foreign key (organisme_id, personne_id) references tiers.personne (organisme_id, id)
);
grant select, insert, update (envois, envoye_le, retire_le, retire_par) on espaces.acces to coforme_app;
grant update (vu_le) on espaces.acces to coforme_porte;
