-- Les appels, les réponses, les missions ; les heures d’une mission se prennent avec celles des séances.
-- L’appel : une coopérative cherche qui intervienne. Elle dit qui la lit, jusqu’à quand on répond, et plusieurs dates possibles.
create table mutualisation.appel (
  organisme_id uuid not null,
  id uuid not null,
  pole_id uuid not null,
  objet text not null check (length(objet) between 3 and 200),
  publics text not null default '' check (length(publics) <= 300),
  stagiaires integer check (stagiaires between 1 and 2000),
  lieu text not null check (length(lieu) between 1 and 250),
  attendus text not null default '' check (length(attendus) <= 1000),
  exigences text not null default '' check (length(exigences) <= 500),
  debut_minutes integer not null check (debut_minutes between 0 and 1439),
  fin_minutes integer not null check (fin_minutes between 1 and 1440),
  dirige text not null check (dirige in ('envoyeur', 'receveur', 'partage')),
  payeur text not null check (payeur ~ '^[a-z-]{3,20}$'),
  prix_genre text not null check (prix_genre in ('fixe', 'fourchette', 'a-proposer')),
  prix_min bigint check (prix_min between 0 and 1000000000), -- pour le tout, hors taxes
  prix_max bigint check (prix_max between 0 and 1000000000),
  vu_de text not null check (vu_de in ('pole', 'choisies', 'personnes')),
  choisies uuid[] not null default '{}' check (cardinality(choisies) <= 100),
  fiches uuid[] not null default '{}' check (cardinality(fiches) <= 100),
  jusqu_au timestamptz not null,
  publie_le timestamptz not null,
  publie_par uuid not null,
  clos_le timestamptz,
  issue text check (issue in ('pourvu', 'retire')),
  primary key (organisme_id, id),
  foreign key (pole_id, organisme_id) references pole.adhesion (pole_id, organisme_id),
  check (fin_minutes > debut_minutes),
  check (jusqu_au > publie_le),
  check ((clos_le is null) = (issue is null)),
  check ((prix_genre = 'a-proposer') = (prix_min is null) and (prix_genre = 'fourchette') = (prix_max is not null) and prix_max >= prix_min)
);
comment on table mutualisation.appel is 'Une coopérative cherche qui intervienne pour elle.';
create index on mutualisation.appel (pole_id);
grant select, insert, update (clos_le, issue) on mutualisation.appel to coforme_porte;

-- Une date possible : des jours qui vont ensemble.
create table mutualisation.appel_date (
  organisme_id uuid not null,
  appel_id uuid not null,
  rang integer not null check (rang between 1 and 6),
  jours date[] not null check (cardinality(jours) between 1 and 20),
  primary key (organisme_id, appel_id, rang),
  foreign key (organisme_id, appel_id) references mutualisation.appel (organisme_id, id)
);
comment on table mutualisation.appel_date is 'Des jours possibles pour une intervention : tous, ou aucun.';
grant select, insert on mutualisation.appel_date to coforme_porte;

-- La réponse, chez la coopérative de la personne. Le motif d’un refus ne se lit que de la personne, et de qui l’écrit.
create table mutualisation.reponse (
  organisme_id uuid not null,
  id uuid not null,
  appel_organisme_id uuid not null check (appel_organisme_id <> organisme_id),
  appel_id uuid not null,
  compte_id uuid not null,
  part text not null check (part in ('tout', 'partie', 'appui')),
  rangs integer[] not null check (cardinality(rangs) between 1 and 6),
  prix_centimes bigint not null check (prix_centimes between 0 and 1000000000), -- pour ce qu’elle propose, hors taxes
  au_cout boolean not null default false, -- salaire chargé et frais, rien de plus
  statut text not null check (statut ~ '^[a-z-]{3,20}$'),
  message text not null default '' check (length(message) <= 1000),
  par text not null check (par in ('personne', 'cooperative')),
  faite_le timestamptz not null,
  faite_par uuid not null,
  retiree_le timestamptz,
  ecartee_le timestamptz,
  ecartee_par uuid,
  motif text not null default '' check (length(motif) <= 500),
  primary key (organisme_id, id),
  foreign key (appel_organisme_id, appel_id) references mutualisation.appel (organisme_id, id),
  check ((ecartee_le is null) = (ecartee_par is null))
);
comment on table mutualisation.reponse is 'Une personne, ou sa coopérative pour elle, répond à un appel.';
create unique index reponse_vive on mutualisation.reponse (organisme_id, appel_id, compte_id) where retiree_le is null;
create index on mutualisation.reponse (appel_organisme_id, appel_id);
grant select, insert, update (retiree_le, ecartee_le, ecartee_par, motif), delete on mutualisation.reponse to coforme_porte;

-- La mission, chez la coopérative qui envoie. Ses heures se prennent dans sessions.occupation : qui que ce soit qui réserve, la personne n’est
-- pas à deux endroits. Ni option sans l’accord de la personne, ni ferme sans les deux visas et les deux signatures : la base, pas la page.
create table mutualisation.mission (
  organisme_id uuid not null,
  id uuid not null,
  de_organisme_id uuid not null check (de_organisme_id <> organisme_id), -- qui reçoit
  reponse_id uuid not null,
  compte_id uuid not null,
  rang integer not null,
  creneaux tstzmultirange not null check (not isempty(creneaux)),
  forme text not null check (forme ~ '^[a-z-]{3,40}$'),
  etat text not null check (etat in ('demandee', 'option', 'ferme', 'faite', 'refusee', 'expiree', 'annulee')),
  choisie_le timestamptz not null,
  choisie_par uuid not null,
  classement jsonb not null check (jsonb_typeof(classement) = 'array' and length(classement::text) <= 20000), -- les faits du rang, au jour du choix
  visa_personne_le timestamptz,
  visa_coop_le timestamptz,
  visa_coop_par uuid,
  expire_le timestamptz not null,
  empreinte bytea check (length(empreinte) = 32), -- du contrat (mutualisation.contrat_de_mission)
  signe_recoit_le timestamptz,
  signe_recoit_par uuid,
  signe_envoie_le timestamptz,
  signe_envoie_par uuid,
  ferme_le timestamptz,
  finie_le timestamptz, -- refusée, expirée ou annulée
  finie_par_organisme uuid,
  motif text not null default '' check (length(motif) <= 500),
  fait_minutes integer check (fait_minutes between 1 and 100000), -- le constat : ce qui eut lieu, signé des deux
  fait_centimes bigint check (fait_centimes between 0 and 1000000000),
  constat_recoit_le timestamptz,
  constat_recoit_par uuid,
  constat_envoie_le timestamptz,
  constat_envoie_par uuid,
  primary key (organisme_id, id),
  foreign key (organisme_id, reponse_id) references mutualisation.reponse (organisme_id, id),
  constraint mission_visas check (etat <> 'option' or visa_personne_le is not null),
  constraint mission_ferme check (etat not in ('ferme', 'faite') or (visa_personne_le is not null and visa_coop_le is not null and empreinte is not null
    and signe_recoit_le is not null and signe_envoie_le is not null and ferme_le is not null)),
  constraint mission_faite check (etat <> 'faite' or (fait_minutes is not null and constat_recoit_le is not null and constat_envoie_le is not null)),
  check ((signe_recoit_le is null and signe_envoie_le is null) or empreinte is not null),
  check ((etat in ('refusee', 'expiree', 'annulee')) = (finie_le is not null))
);
comment on table mutualisation.mission is 'Une personne d’une coopérative intervient pour une autre : option, visas, contrat, ferme.';
create unique index mission_vive on mutualisation.mission (organisme_id, reponse_id) where etat in ('demandee', 'option', 'ferme', 'faite');
create index on mutualisation.mission (de_organisme_id);
create index on mutualisation.mission (organisme_id, compte_id);
create index mission_echeance on mutualisation.mission (expire_le) where etat in ('demandee', 'option');
grant select, insert, update (etat, visa_personne_le, visa_coop_le, visa_coop_par, expire_le, empreinte, signe_recoit_le, signe_recoit_par, signe_envoie_le,
  signe_envoie_par, ferme_le, finie_le, finie_par_organisme, motif, fait_minutes, fait_centimes, constat_recoit_le, constat_recoit_par, constat_envoie_le,
  constat_envoie_par) on mutualisation.mission to coforme_porte;

-- Le texte que les deux directions signent : figé, un effacement ne le change pas.
create table mutualisation.contrat_de_mission (
  organisme_id uuid not null,
  mission_id uuid not null,
  texte text not null check (length(texte) between 1 and 20000),
  etabli_le timestamptz not null,
  primary key (organisme_id, mission_id),
  foreign key (organisme_id, mission_id) references mutualisation.mission (organisme_id, id)
);
comment on table mutualisation.contrat_de_mission is 'Le contrat d’une mission, tel que les deux coopératives le signent.';
grant select, insert, update (texte, etabli_le) on mutualisation.contrat_de_mission to coforme_porte;
alter table sessions.occupation drop constraint occupation_pkey, alter column seance_id drop not null, add column engagement_id uuid, add column expire_le timestamptz;
alter table sessions.occupation add constraint occupation_une check ((seance_id is null) <> (engagement_id is null)),
  add constraint occupation_option check (expire_le is null or engagement_id is not null);
create unique index occupation_seance on sessions.occupation (organisme_id, seance_id, genre, ressource_id) where seance_id is not null;
create index occupation_engagement on sessions.occupation (organisme_id, engagement_id) where engagement_id is not null;
grant update (expire_le) on sessions.occupation to coforme_porte;
call app.proteger('mutualisation.appel', 'porte');
call app.proteger('mutualisation.appel_date', 'porte');
call app.proteger('mutualisation.reponse', 'porte');
call app.proteger('mutualisation.mission', 'porte');
call app.proteger('mutualisation.contrat_de_mission', 'porte');
create trigger suivre after insert or update of etat, expire_le on mutualisation.mission for each row execute function porte.suivre_mission();
