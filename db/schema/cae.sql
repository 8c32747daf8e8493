-- La signature d'une pièce : la demande (lien personnel, usage « signature »), la preuve, l'exemplaire signé ; le visa de l'équipe d'appui.
create schema cae;
grant usage on schema cae to coforme_app, coforme_porte, coforme_maintenance;

-- Ce qu’une personne vise seule : par genre de pièce, jusqu’à un montant hors taxes, entre deux dates. Il ne se corrige
-- pas : il se révoque, et un autre est donné.
create table cae.plafond (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  compte_id uuid not null,
  -- « soi » : ses propres pièces, qu’elle vise sans attendre. « autres » : ce que borne qui vise pour l’équipe d’appui.
  pour text not null check (pour in ('soi', 'autres')),
  genre text not null check (genre ~ '^[a-z-]{3,40}$'),
  plafond_centimes bigint not null check (plafond_centimes between 0 and 100000000000),
  cumul_mensuel_centimes bigint check (cumul_mensuel_centimes between plafond_centimes and 100000000000),
  du date not null,
  au date,
  donne_le timestamptz not null default clock_timestamp(),
  donne_par uuid not null default app.personne(),
  revoque_le timestamptz,
  revoque_par uuid,
  primary key (organisme_id, id),
  check (au is null or du <= au),
  check (donne_par <> compte_id), -- personne ne se donne un plafond
  check ((revoque_le is null) = (revoque_par is null)),
  constraint plafond_sans_chevauchement exclude using gist
    (organisme_id with =, compte_id with =, pour with =, genre with =, daterange(du, au, '[]') with &&) where (revoque_le is null)
);
comment on table cae.plafond is 'Jusqu’où une personne vise seule, par genre de pièce et par dates ; donné par une autre.';
grant select, insert (id, compte_id, pour, genre, plafond_centimes, cumul_mensuel_centimes, du, au),
  update (revoque_le, revoque_par) on cae.plafond to coforme_app;

-- Le visa : dans une CAE, rien ne lie sans lui.
create table cae.visa (
  organisme_id uuid not null default app.organisme(),
  activite_id uuid not null,
  piece_id uuid not null,
  decision text not null check (decision in ('accorde', 'refuse')),
  motif text not null default '' check (length(motif) <= 500),
  decide_le timestamptz not null,
  par uuid default app.personne(),
  primary key (organisme_id, piece_id), -- une pièce est visée une fois ; refusée, une autre la remplace
  foreign key (organisme_id, piece_id) references documents.piece (organisme_id, id),
  foreign key (organisme_id, piece_id, activite_id) references documents.piece (organisme_id, id, activite_id) on update cascade,
  check (decision = 'accorde' or motif <> ''),
  -- Sous quel plafond, pour quel montant hors taxes : la base les pose d’après la pièce figée.
  plafond_id uuid,
  montant_centimes bigint,
  lot_id uuid, -- les visas d’un même geste
  constraint visa_plafond foreign key (organisme_id, plafond_id) references cae.plafond (organisme_id, id)
);
comment on table cae.visa is 'La décision de l’équipe d’appui sur une pièce qui engage la coopérative. Une preuve.';
grant select, insert on cae.visa to coforme_app;
create index visa_du_plafond on cae.visa (organisme_id, plafond_id, decide_le) where plafond_id is not null;

-- Qui a ouvert une pièce avant de la viser : un lot ne vise que ce que la personne a ouvert.
create table cae.ouverture (
  organisme_id uuid not null default app.organisme(),
  activite_id uuid not null,
  piece_id uuid not null,
  compte_id uuid not null default app.personne(),
  le timestamptz not null default clock_timestamp(),
  primary key (organisme_id, piece_id, compte_id),
  foreign key (organisme_id, piece_id) references documents.piece (organisme_id, id),
  foreign key (organisme_id, piece_id, activite_id) references documents.piece (organisme_id, id, activite_id) on update cascade
);
comment on table cae.ouverture is 'Une personne a ouvert une pièce qui attend un visa, et quand.';
grant select, insert (activite_id, piece_id) on cae.ouverture to coforme_app;
