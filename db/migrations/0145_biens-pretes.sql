-- Des salles et du matériel prêtés entre coopératives ; leurs heures se prennent avec celles des séances.
-- Une salle, ou du matériel, que sa coopérative prête aux autres d’un pôle. Ses heures se prennent avec celles de ses séances.
create table mutualisation.bien (
  organisme_id uuid not null,
  id uuid not null,
  pole_id uuid not null,
  salle_id uuid, -- la salle d’ici ; nulle : du matériel
  titre text not null check (length(titre) between 3 and 120),
  adresse text not null default '' check (length(adresse) <= 250),
  acces text not null default '' check (length(acces) <= 500), -- plain-pied, ascenseur, boucle magnétique
  places text not null default '' check (length(places) <= 200), -- « 12 en U, 20 en rangs »
  equipement text not null default '' check (length(equipement) <= 500),
  reglement text not null default '' check (length(reglement) <= 1000),
  membre_centimes bigint not null check (membre_centimes between 0 and 10000000), -- la demi-journée, hors taxes
  autre_centimes bigint not null check (autre_centimes between 0 and 10000000), -- à qui n’est pas du pôle, pour mémoire
  taux_points integer not null check (taux_points between 0 and 10000), -- de TVA, en points de base : louer une salle est toujours taxé
  tampon_minutes integer not null check (tampon_minutes between 0 and 240), -- après chaque réservation
  visa boolean not null, -- sa coopérative accepte chaque demande ; sinon, libre vaut réservé
  preavis_jours integer not null check (preavis_jours between 0 and 90), -- annulée plus tard, une part reste due
  retenue_points integer not null check (retenue_points between 0 and 10000),
  prete_le timestamptz not null,
  retire_le timestamptz,
  primary key (organisme_id, id),
  foreign key (organisme_id, salle_id) references sessions.salle (organisme_id, id),
  foreign key (pole_id, organisme_id) references pole.adhesion (pole_id, organisme_id)
);
comment on table mutualisation.bien is 'Une salle ou du matériel prêté aux coopératives d’un pôle, à quelles conditions.';
create unique index bien_salle on mutualisation.bien (organisme_id, salle_id, pole_id) where retire_le is null;
grant select, insert, update (titre, adresse, acces, places, equipement, reglement, membre_centimes, autre_centimes, taux_points, tampon_minutes, visa,
  preavis_jours, retenue_points, retire_le) on mutualisation.bien to coforme_porte;

create table mutualisation.reservation (
  organisme_id uuid not null,
  id uuid not null,
  bien_id uuid not null,
  de_organisme_id uuid not null check (de_organisme_id <> organisme_id),
  objet text not null check (length(objet) between 3 and 200),
  creneau tstzrange not null check (not isempty(creneau) and not lower_inf(creneau) and not upper_inf(creneau)),
  etat text not null check (etat in ('en-file', 'option', 'ferme', 'refusee', 'expiree', 'annulee')),
  prix_centimes bigint not null check (prix_centimes >= 0), -- hors taxes, au jour de la demande
  taux_points integer not null,
  demandee_le timestamptz not null,
  demandee_par uuid not null,
  expire_le timestamptz,
  finie_le timestamptz,
  finie_par_organisme uuid,
  motif text not null default '' check (length(motif) <= 500),
  primary key (organisme_id, id),
  foreign key (organisme_id, bien_id) references mutualisation.bien (organisme_id, id),
  check ((etat = 'option') = (expire_le is not null)),
  check ((etat in ('refusee', 'expiree', 'annulee')) = (finie_le is not null))
);
comment on table mutualisation.reservation is 'Une coopérative du pôle réserve un bien d’une autre, ou attend son tour.';
create index on mutualisation.reservation (organisme_id, bien_id);
create index on mutualisation.reservation (de_organisme_id);
create index reservation_echeance on mutualisation.reservation (expire_le) where etat = 'option';
grant select, insert, update (etat, expire_le, finie_le, finie_par_organisme, motif) on mutualisation.reservation to coforme_porte;
call app.proteger('mutualisation.bien', 'porte');
call app.proteger('mutualisation.reservation', 'porte');
create trigger suivre after insert or update of etat, expire_le on mutualisation.reservation for each row execute function porte.suivre_reservation();
