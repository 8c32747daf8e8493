
-- Le vivier : une fiche par personne, écrite par elle, vue de qui elle accepte. Derrière des portes : une fiche retirée ne se lit plus de
-- personne, à l’instruction suivante.
create table mutualisation.fiche (
  organisme_id uuid not null,
  id uuid not null,
  compte_id uuid not null,
  accroche text not null default '' check (length(accroche) <= 200),
  base text not null default '' check (length(base) <= 100), -- une commune, jamais une adresse
  rayon_km integer check (rayon_km between 0 and 2000),
  territoire text not null default '' check (length(territoire) <= 300),
  modalites text[] not null default '{}' check (cardinality(modalites) <= 20),
  publics text not null default '' check (length(publics) <= 300),
  langues text not null default '' check (length(langues) <= 200),
  delai_jours integer check (delai_jours between 0 and 365),
  preparation text not null default '' check (length(preparation) <= 200),
  journee_min text check (journee_min in ('demi-journee', 'journee')),
  plancher_centimes bigint check (plancher_centimes between 1 and 1000000000), -- la journée, hors taxes ; montré à qui elle accepte
  jamais text[] not null default '{}' check (cardinality(jamais) <= 14), -- les demi-journées qu’elle ne travaille pas : « 1-matin »… « 7-apres »
  portee text not null default 'pole' check (portee in ('pole', 'choisies')),
  choisies uuid[] not null default '{}' check (cardinality(choisies) <= 100),
  relue_le timestamptz not null,
  primary key (organisme_id, id),
  unique (organisme_id, compte_id),
  foreign key (organisme_id) references organisme.organisme (organisme_id)
);
comment on table mutualisation.fiche is 'La fiche d’une personne au vivier des pôles de sa coopérative, écrite par elle.';
grant select, insert, update, delete on mutualisation.fiche to coforme_porte;

create table mutualisation.competence (
  organisme_id uuid not null,
  id uuid not null,
  fiche_id uuid not null,
  intitule text not null check (length(intitule) between 3 and 120),
  nsf text not null default '' check (nsf ~ '^([0-9]{3})?$'),
  niveau text not null default '' check (length(niveau) <= 120),
  preuve_genre text not null check (preuve_genre in ('titre', 'attestation', 'observation', 'reference', 'declare')),
  preuve text not null default '' check (length(preuve) <= 200),
  preuve_le date,
  primary key (organisme_id, id),
  foreign key (organisme_id, fiche_id) references mutualisation.fiche (organisme_id, id) on delete cascade,
  check ((preuve_genre = 'declare') = (preuve = ''))
);
comment on table mutualisation.competence is 'Ce qu’une personne du vivier sait faire, et ce qui le montre. Le pôle ne l’a pas vérifié.';
create index on mutualisation.competence (organisme_id, fiche_id);
grant select, insert, delete on mutualisation.competence to coforme_porte;

-- Un accord vaut pour un texte : changé, il se redemande, et rien ne se montre d’ici là.
create table mutualisation.consentement (
  organisme_id uuid not null,
  id uuid not null default gen_random_uuid(),
  compte_id uuid not null,
  genre text not null check (genre ~ '^[a-z-]{3,30}$'),
  version integer not null check (version > 0),
  le timestamptz not null,
  retire_le timestamptz,
  primary key (organisme_id, id),
  check (retire_le >= le)
);
comment on table mutualisation.consentement is 'Ce qu’une personne accepte de partager au vivier : quel texte, quand, jusqu’à quand.';
create unique index consentement_vif on mutualisation.consentement (organisme_id, compte_id, genre) where retire_le is null;
grant select, insert, update (retire_le) on mutualisation.consentement to coforme_porte;

-- Une coopérative demande à la joindre ; elle voit qui demande, et répond ou non.
create table mutualisation.prise_de_contact (
  organisme_id uuid not null,
  id uuid not null,
  fiche_id uuid not null,
  de_organisme_id uuid not null,
  de_compte_id uuid not null,
  message text not null check (length(message) between 3 and 500),
  faite_le timestamptz not null,
  repondue_le timestamptz,
  reponse text check (reponse in ('acceptee', 'refusee')),
  primary key (organisme_id, id),
  foreign key (organisme_id, fiche_id) references mutualisation.fiche (organisme_id, id) on delete cascade,
  check ((repondue_le is null) = (reponse is null))
);
comment on table mutualisation.prise_de_contact is 'Une coopérative demande à joindre une personne du vivier, qui accepte ou refuse.';
create unique index contact_vif on mutualisation.prise_de_contact (organisme_id, fiche_id, de_organisme_id) where reponse is distinct from 'refusee';
create index on mutualisation.prise_de_contact (de_organisme_id);
grant select, insert, update (repondue_le, reponse) on mutualisation.prise_de_contact to coforme_porte;
call app.proteger('mutualisation.fiche', 'porte');
call app.proteger('mutualisation.competence', 'porte');
call app.proteger('mutualisation.consentement', 'porte');
call app.proteger('mutualisation.prise_de_contact', 'porte');
-- Libre ou occupé, sans quoi ni où.
call app.laisser_lire('sessions.conge', 'organisme_id, personne_id, du, au, retire_le');
call app.laisser_lire('sessions.occupe_dehors', 'organisme_id, personne_id, du, au, genre');
