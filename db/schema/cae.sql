-- Long parce que tout ce qu’une CAE a de plus se lit d’un trait : visas, missions, comptes, habilitations, parcours.
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
  -- Ce qu’il faut faire avant que la pièce parte ; vide : rien. Au-dessus du seuil, deux personnes visent : la base le pose.
  conditions text not null default '' check (length(conditions) <= 500),
  a_deux boolean not null default false,
  supplee_id uuid, -- la personne absente au nom de qui
  check (decision = 'accorde' or conditions = ''),
  constraint visa_plafond foreign key (organisme_id, plafond_id) references cae.plafond (organisme_id, id),
  roles text[] -- ceux de qui vise, ce jour-là ; rien d’un visa d’avant qu’ils se gardent
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

-- Une personne qui vise s’absente : une autre vise à sa place, entre deux dates, sous ses plafonds.
create table cae.absence (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  compte_id uuid not null,
  suppleant_id uuid not null,
  du date not null,
  au date not null,
  posee_le timestamptz not null default clock_timestamp(),
  posee_par uuid not null default app.personne(),
  revoquee_le timestamptz,
  revoquee_par uuid,
  primary key (organisme_id, id),
  check (compte_id <> suppleant_id),
  check (du <= au),
  check ((revoquee_le is null) = (revoquee_par is null)),
  constraint absence_sans_chevauchement exclude using gist
    (organisme_id with =, compte_id with =, daterange(du, au, '[]') with &&) where (revoquee_le is null)
);
comment on table cae.absence is 'Qui vise à la place de qui, et de quand à quand.';
grant select, insert (id, compte_id, suppleant_id, du, au), update (revoquee_le, revoquee_par) on cae.absence to coforme_app;

-- Au-dessus de ce montant hors taxes, deux personnes visent ; sans ligne, une suffit.
create table cae.seuil (
  organisme_id uuid not null default app.organisme() references organisme.organisme (organisme_id),
  genre text not null check (genre ~ '^[a-z-]{3,40}$'),
  montant_centimes bigint not null check (montant_centimes between 0 and 100000000000),
  pose_le timestamptz not null default clock_timestamp(),
  pose_par uuid not null default app.personne(),
  primary key (organisme_id, genre)
);
comment on table cae.seuil is 'Par genre de pièce, le montant au-dessus duquel deux personnes visent.';
grant select, insert (genre, montant_centimes), update (montant_centimes, pose_le, pose_par), delete on cae.seuil to coforme_app;

-- Ce qui suit un visa accordé : le second, d’une autre personne, ou son refus ; la levée de ses conditions. Une preuve.
create table cae.suite_de_visa (
  organisme_id uuid not null default app.organisme(),
  activite_id uuid not null,
  id uuid not null,
  piece_id uuid,
  visa_facture_id uuid,
  genre text not null check (genre in ('second', 'refus', 'levee')),
  note text not null default '' check (length(note) <= 500), -- pourquoi la seconde personne refuse, ou comment la condition est remplie
  le timestamptz not null,
  par uuid default app.personne(),
  supplee_id uuid, -- la personne absente au nom de qui
  primary key (organisme_id, id),
  foreign key (organisme_id, piece_id) references documents.piece (organisme_id, id),
  foreign key (organisme_id, piece_id, activite_id) references documents.piece (organisme_id, id, activite_id) on update cascade,
  foreign key (organisme_id, visa_facture_id) references facturation.visa (organisme_id, id),
  foreign key (organisme_id, visa_facture_id, activite_id) references facturation.visa (organisme_id, id, activite_id) on update cascade,
  check ((piece_id is null) <> (visa_facture_id is null)),
  check (genre = 'second' or length(btrim(note)) >= 3),
  -- Les rôles de la personne ce jour-là, et le plafond sous lequel elle donna le second visa : la base les pose.
  roles text[],
  plafond_id uuid,
  constraint suite_plafond foreign key (organisme_id, plafond_id) references cae.plafond (organisme_id, id)
);
comment on table cae.suite_de_visa is 'Le second visa d’une pièce ou son refus, et la levée des conditions d’un visa.';
create unique index suite_de_la_piece on cae.suite_de_visa (organisme_id, piece_id, genre) where piece_id is not null;
create unique index suite_de_la_facture on cae.suite_de_visa (organisme_id, visa_facture_id, genre) where visa_facture_id is not null;
grant select, insert (activite_id, id, piece_id, visa_facture_id, genre, note, le) on cae.suite_de_visa to coforme_app;

-- Qui a ouvert un projet de facture avant de le viser, et dans quelle version.
create table cae.ouverture_de_projet (
  organisme_id uuid not null default app.organisme(),
  activite_id uuid not null,
  projet_id uuid not null,
  version integer not null,
  compte_id uuid not null default app.personne(),
  le timestamptz not null default clock_timestamp(),
  primary key (organisme_id, projet_id, compte_id, version),
  foreign key (organisme_id, projet_id) references facturation.projet (organisme_id, id),
  foreign key (organisme_id, projet_id, activite_id) references facturation.projet (organisme_id, id, activite_id) on update cascade
);
comment on table cae.ouverture_de_projet is 'Une personne a ouvert un projet de facture qui attend un visa, dans quelle version, et quand.';
grant select, insert (activite_id, projet_id, version) on cae.ouverture_de_projet to coforme_app;

-- Ce qui se vise sans pièce émise ici : une mission, un bien, un achat rejoint. Chaque pas est une ligne, en ajout seul ; le montant et l’effet sont de la base.
create table cae.pas_de_visa (
  organisme_id uuid not null references organisme.organisme (organisme_id),
  genre text not null check (genre ~ '^[a-z-]{3,40}$'),
  objet_id uuid not null,
  pas text not null check (pas in ('ouverture', 'accord', 'second', 'refus', 'levee', 'seul')),
  note text not null default '' check (length(note) <= 500), -- les conditions d’un accord, pourquoi un refus, ce qui fut fait
  montant_centimes bigint,
  a_deux boolean not null default false,
  supplee_id uuid, -- la personne absente au nom de qui
  lot_id uuid, -- les visas d’un même geste
  demande_le timestamptz not null,
  le timestamptz not null,
  par uuid not null,
  primary key (organisme_id, genre, objet_id, pas, par),
  check (pas not in ('refus', 'levee') or length(btrim(note)) >= 3),
  -- Les rôles de la personne ce jour-là, et le plafond sous lequel elle l’accorda.
  roles text[],
  plafond_id uuid,
  constraint pas_plafond foreign key (organisme_id, plafond_id) references cae.plafond (organisme_id, id)
);
comment on table cae.pas_de_visa is 'Un pas du visa de ce qui engage sans pièce émise ici : ouverture, accord, second, refus, levée ; ou ce qui partit sans visa. Une preuve.';
create unique index un_pas_par_objet on cae.pas_de_visa (organisme_id, genre, objet_id, pas) where pas <> 'ouverture';
grant select, insert on cae.pas_de_visa to coforme_porte;

-- Une enseigne intervient pour une autre de la coopérative : une seule personne morale, donc ni facture, ni TVA, ni contribution, ni
-- rien au bilan pédagogique et financier. La ligne est le bon : ce que l’une reçoit est, par la même ligne, ce que l’autre donne.
create table cae.mission (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  -- « cadre » : des conditions convenues d’avance pour ce qui se répète. « rectification » : un bon confirmé se corrige à rebours.
  genre text not null check (genre in ('mission', 'cadre', 'rectification')),
  acheteuse_id uuid not null,
  vendeuse_id uuid not null,
  cote text not null check (cote in ('acheteuse', 'vendeuse')), -- qui demande
  objet text not null check (length(objet) between 3 and 300),
  session_id uuid, -- celle de l’acheteuse
  cadre_id uuid,
  corrige_id uuid,
  cle text not null check (cle in ('jours', 'forfait', 'pourcent')),
  tarif_centimes bigint check (tarif_centimes between 1 and 100000000000), -- hors taxes : un jour, ou le forfait
  taux_points integer check (taux_points between 1 and 10000), -- la part d’un montant, en centièmes de pour cent
  du date not null,
  au date, -- un cadre peut n’avoir pas de terme
  motif text not null default '' check (length(motif) <= 500), -- pourquoi elle est refusée, contestée, annulée, rectifiée
  etat text not null check (etat in ('demandee', 'accordee', 'refusee', 'retiree', 'constatee', 'confirmee', 'annulee')),
  demandee_le timestamptz not null,
  demandee_par uuid not null,
  repondue_le timestamptz, -- rien sous un cadre : l’accord est celui du cadre
  repondue_par uuid,
  intervenant_id uuid, -- qui intervient, que dit la vendeuse
  -- Le constat, après le dernier jour : l’une le pose, l’autre le confirme.
  minutes integer check (minutes between 1 and 600000),
  demi_journees integer check (demi_journees between 1 and 2000),
  base_centimes bigint check (base_centimes between 1 and 100000000000), -- le montant dont on prend une part
  constat_cote text check (constat_cote in ('acheteuse', 'vendeuse')),
  constatee_le timestamptz,
  constatee_par uuid,
  confirmee_le timestamptz,
  confirmee_par uuid,
  -- La clé de partage, en un seul endroit ; un demi-centime s’arrondit au-dessus.
  montant_centimes bigint generated always as (case cle when 'forfait' then tarif_centimes
    when 'jours' then (demi_journees * tarif_centimes + 1) / 2 else (base_centimes * taux_points + 5000) / 10000 end) stored,
  primary key (organisme_id, id),
  foreign key (organisme_id, acheteuse_id) references organisme.activite (organisme_id, id),
  foreign key (organisme_id, vendeuse_id) references organisme.activite (organisme_id, id),
  foreign key (organisme_id, session_id) references sessions.session (organisme_id, id),
  foreign key (organisme_id, cadre_id) references cae.mission (organisme_id, id),
  foreign key (organisme_id, corrige_id) references cae.mission (organisme_id, id),
  foreign key (organisme_id, intervenant_id) references tiers.personne (organisme_id, id),
  check (acheteuse_id <> vendeuse_id),
  check (au >= du),
  check (genre = 'cadre' or au is not null),
  check ((cle = 'pourcent') = (taux_points is not null) and (cle = 'pourcent') = (tarif_centimes is null)),
  check ((genre = 'rectification') = (corrige_id is not null)),
  check (genre <> 'rectification' or (cle = 'forfait' and motif <> '')),
  check (genre = 'mission' or (cadre_id is null and session_id is null and etat <> 'constatee')),
  check (genre <> 'cadre' or etat <> 'confirmee'),
  -- Un bon a un montant : nul ou à zéro, ce que la clé demande n’a pas été dit.
  constraint mission_constat check ((etat in ('constatee', 'confirmee')) <= (coalesce(montant_centimes, 0) > 0)),
  -- Personne ne s’accorde ni ne se confirme à soi-même.
  check (repondue_par <> demandee_par),
  check (confirmee_par <> constatee_par)
);
comment on table cae.mission is 'Ce qu’une enseigne de la coopérative fait pour une autre : demandé, accordé, constaté, confirmé.';
create index mission_vendeuse on cae.mission (organisme_id, vendeuse_id);
create index mission_acheteuse on cae.mission (organisme_id, acheteuse_id);
create index mission_session on cae.mission (organisme_id, session_id) where session_id is not null;
create index mission_corrigee on cae.mission (organisme_id, corrige_id) where corrige_id is not null;
grant select, insert (id, genre, acheteuse_id, vendeuse_id, cote, objet, session_id, cadre_id, corrige_id, cle, tarif_centimes, taux_points, du, au, motif, demandee_le, intervenant_id),
  update (etat, motif, repondue_le, intervenant_id, minutes, demi_journees, base_centimes, constat_cote, constatee_le, confirmee_le) on cae.mission to coforme_app;

-- Ce que la coopérative prélève sur la marge d’une enseigne, à partir d’un jour. Un barème ne change pas : un autre, daté, le remplace ;
-- posé par erreur, il se retire.
create table cae.bareme (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  enseigne_id uuid, -- nulle : toutes les enseignes ; sinon, ce que celle-ci a convenu, et qui l’emporte
  contribution text not null check (length(contribution) between 2 and 60), -- « Contribution coopérative », « Assurance »…
  assiette text not null check (assiette in ('marge', 'marge-formation')),
  depuis date not null,
  seuils bigint[] not null, -- en centimes sur douze mois, croissants ; la dernière tranche n’en a pas
  taux integer[] not null, -- en millionièmes : 115 000 pour 11,5 %
  fixe_mensuel_centimes bigint not null default 0 check (fixe_mensuel_centimes between 0 and 100000000),
  pose_le timestamptz not null default clock_timestamp(),
  pose_par uuid not null default app.personne(),
  retire_le timestamptz,
  retire_par uuid,
  primary key (organisme_id, id),
  foreign key (organisme_id, enseigne_id) references organisme.activite (organisme_id, id),
  check (cardinality(taux) = cardinality(seuils) + 1 and cardinality(taux) <= 20),
  check (0 < all (seuils) and 0 <= all (taux) and 1000000 >= all (taux)),
  check ((retire_le is null) = (retire_par is null))
);
comment on table cae.bareme is 'Les barèmes datés des contributions, communs ou propres à une enseigne.';
create unique index bareme_du_jour on cae.bareme (organisme_id, contribution, assiette, enseigne_id, depuis) nulls not distinct where retire_le is null;
grant select, insert (id, enseigne_id, contribution, assiette, depuis, seuils, taux, fixe_mensuel_centimes), update (retire_le, retire_par) on cae.bareme to coforme_app;

-- Ce que les barèmes publiés ne disent pas, et que chaque coopérative tranche ; les comptes que lit la trésorerie d’une enseigne.
create table cae.reglage (
  organisme_id uuid not null default app.organisme() references organisme.organisme (organisme_id),
  cumul text not null check (cumul in ('par-bareme', 'commun')),
  avoir text not null check (avoir in ('du-jour', 'd-origine')),
  seuils text not null check (seuils in ('entier', 'prorata')),
  natures_exclues text[] not null check (natures_exclues <@ '{annexe,dedit,hors-formation}'), -- hors de toute contribution
  comptes_deduits text[] not null check (cardinality(comptes_deduits) <= 40), -- charges ôtées du facturé pour faire la marge, par préfixes
  comptes_tresorerie text[] not null check (cardinality(comptes_tresorerie) between 1 and 40),
  comptes_a_venir text[] not null check (cardinality(comptes_a_venir) <= 40),
  version integer not null default 1 check (version > 0),
  modifie_le timestamptz not null default clock_timestamp(),
  modifie_par uuid not null default app.personne(),
  primary key (organisme_id)
);
grant select, insert (cumul, avoir, seuils, natures_exclues, comptes_deduits, comptes_tresorerie, comptes_a_venir),
  update (cumul, avoir, seuils, natures_exclues, comptes_deduits, comptes_tresorerie, comptes_a_venir, version, modifie_le, modifie_par) on cae.reglage to coforme_app;

-- Le comité des habilitations : combien doivent se prononcer, et depuis quand une session attend des intervenants habilités.
create table cae.comite (
  organisme_id uuid not null default app.organisme() references organisme.organisme (organisme_id),
  quorum smallint not null check (quorum between 1 and 50),
  exige_depuis date, -- nulle : les habilitations se tiennent, et ne retiennent rien
  revue_mois smallint not null default 12 check (revue_mois between 1 and 60),
  version integer not null default 1 check (version > 0),
  modifie_le timestamptz not null default clock_timestamp(),
  modifie_par uuid not null default app.personne(),
  primary key (organisme_id)
);
grant select, insert (quorum, exige_depuis, revue_mois), update (quorum, exige_depuis, revue_mois, version, modifie_le, modifie_par) on cae.comite to coforme_app;

create table cae.membre_du_comite (
  organisme_id uuid not null default app.organisme(),
  compte_id uuid not null,
  du date not null,
  au date,
  nomme_par uuid not null default app.personne(),
  primary key (organisme_id, compte_id, du),
  check (au >= du)
);
grant select, insert (compte_id, du), update (au) on cae.membre_du_comite to coforme_app;

-- La demande d’une personne : être habilitée à former, pour une nature d’action et un rôle ; et où en est son parcours.
create table cae.parcours (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  activite_id uuid not null,
  personne_id uuid not null,
  compte_id uuid, -- le compte de cette personne : elle ne se prononce pas sur elle-même
  nature text not null check (nature in ('formation', 'bilan', 'vae', 'apprentissage')),
  -- « responsable » : elle répond de l’action devant le client. « sous-traitant » : elle intervient pour une autre, d’ici ou d’ailleurs.
  role text not null check (role in ('responsable', 'sous-traitant')),
  etat text not null default 'ouvert' check (etat in ('ouvert', 'habilite', 'refuse', 'abandonne')),
  motivation text not null default '' check (length(motivation) <= 1000),
  demande_le timestamptz not null default clock_timestamp(),
  demande_par uuid not null default app.personne(),
  decide_le timestamptz,
  decide_par uuid,
  decision text check (length(decision) between 20 and 2000), -- l’avis motivé du comité
  primary key (organisme_id, id),
  unique (organisme_id, id, activite_id),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id),
  foreign key (organisme_id, personne_id) references tiers.personne (organisme_id, id),
  -- La personne est de l’enseigne du dossier, et l’enseigne du dossier suit la sienne.
  constraint parcours_de_l_enseigne foreign key (organisme_id, personne_id, activite_id) references tiers.personne (organisme_id, id, activite_id) on update cascade,
  check ((etat in ('habilite', 'refuse')) = (decision is not null))
);
comment on table cae.parcours is 'Le parcours d’une personne vers une habilitation à former, et ce que le comité en a décidé.';
create unique index parcours_ouvert on cae.parcours (organisme_id, personne_id, nature, role) where etat = 'ouvert';
grant select, insert (id, activite_id, personne_id, compte_id, nature, role, motivation, demande_le), update (etat) on cae.parcours to coforme_app;

-- Ce qui a été fait du parcours. Une preuve.
create table cae.etape (
  organisme_id uuid not null default app.organisme(),
  activite_id uuid not null,
  id uuid not null,
  parcours_id uuid not null,
  genre text not null check (genre in ('entretien', 'atelier', 'dossier', 'action-relue', 'revue')),
  faite_le date not null,
  note text not null check (length(note) between 3 and 1000),
  le timestamptz not null default clock_timestamp(),
  par uuid not null default app.personne(),
  primary key (organisme_id, id),
  foreign key (organisme_id, parcours_id) references cae.parcours (organisme_id, id),
  foreign key (organisme_id, parcours_id, activite_id) references cae.parcours (organisme_id, id, activite_id) on update cascade
);
comment on table cae.etape is 'Une étape d’un parcours : entretien, atelier, dossier relu, première action relue par une autre personne, revue.';
grant select, insert (activite_id, id, parcours_id, genre, faite_le, note) on cae.etape to coforme_app;

-- L’avis d’un membre du comité sur un dossier ; « se-retire » déclare un conflit d’intérêts. Une preuve.
create table cae.avis (
  organisme_id uuid not null default app.organisme(),
  parcours_id uuid not null,
  compte_id uuid not null default app.personne(),
  avis text not null check (avis in ('habiliter', 'sous-conditions', 'refuser', 'se-retire')),
  motif text not null check (length(btrim(motif)) between 3 and 1000),
  le timestamptz not null default clock_timestamp(),
  primary key (organisme_id, parcours_id, compte_id),
  foreign key (organisme_id, parcours_id) references cae.parcours (organisme_id, id)
);
comment on table cae.avis is 'Ce qu’un membre du comité a dit d’un dossier, et pourquoi.';
grant select, insert (parcours_id, avis, motif, le) on cae.avis to coforme_app;

create table cae.habilitation (
  organisme_id uuid not null,
  id uuid not null,
  activite_id uuid not null,
  personne_id uuid not null,
  parcours_id uuid not null,
  nature text not null check (nature in ('formation', 'bilan', 'vae', 'apprentissage')),
  role text not null check (role in ('responsable', 'sous-traitant')),
  du date not null,
  au date not null, -- la revue
  conditions text not null default '' check (length(conditions) <= 1000),
  suspendue_le timestamptz,
  suspendue_par uuid,
  suspension text check (length(btrim(suspension)) between 3 and 500),
  prolongee_le timestamptz, -- sa dernière revue est d’avant : une autre prolongation en demande une neuve
  primary key (organisme_id, id),
  unique (organisme_id, parcours_id),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id),
  foreign key (organisme_id, personne_id) references tiers.personne (organisme_id, id),
  foreign key (organisme_id, parcours_id) references cae.parcours (organisme_id, id),
  constraint habilitation_de_l_enseigne foreign key (organisme_id, parcours_id, activite_id) references cae.parcours (organisme_id, id, activite_id) on update cascade,
  check (du <= au),
  check ((suspendue_le is null) = (suspension is null) and (suspendue_le is null) = (suspendue_par is null))
);
comment on table cae.habilitation is 'À qui le comité a permis d’animer : une nature d’action, un rôle, des dates.';
create index habilitation_personne on cae.habilitation (organisme_id, personne_id);
grant select, update (suspendue_le, suspendue_par, suspension) on cae.habilitation to coforme_app;
grant insert, update (au, prolongee_le) on cae.habilitation to coforme_porte;
grant update (etat, decide_le, decide_par, decision) on cae.parcours to coforme_porte;

-- Une session tenue par qui n’est pas habilité, malgré tout : qui l’a permis, et pourquoi. Une preuve.
create table cae.derogation (
  organisme_id uuid not null default app.organisme(),
  activite_id uuid not null,
  session_id uuid not null,
  personne_id uuid not null,
  motif text not null check (length(btrim(motif)) between 20 and 1000),
  le timestamptz not null default clock_timestamp(),
  par uuid not null default app.personne(),
  primary key (organisme_id, session_id, personne_id),
  foreign key (organisme_id, session_id) references sessions.session (organisme_id, id),
  foreign key (organisme_id, session_id, activite_id) references sessions.session (organisme_id, id, activite_id) on update cascade,
  foreign key (organisme_id, personne_id) references tiers.personne (organisme_id, id)
);
comment on table cae.derogation is 'Pourquoi une session a été confirmée avec une personne qui n’était pas habilitée.';
grant select, insert (activite_id, session_id, personne_id, motif) on cae.derogation to coforme_app;

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

-- Une enseigne quitte la coopérative pour une autre de la plateforme, si les deux directions et chacune de ses personnes en sont d’accord. Les
-- preuves et les factures restent ; ce qui part est recopié (`contenu`, les fichiers), sans un mot d’une personne formée.
create table cae.transfert (
  organisme_id uuid not null, -- d’où l’enseigne part
  id uuid not null,
  enseigne_id uuid not null,
  vers_organisme_id uuid not null check (vers_organisme_id <> organisme_id),
  le date not null,
  etat text not null check (etat in ('propose', 'remis', 'accueilli', 'refuse', 'retire')),
  propose_le timestamptz not null,
  propose_par uuid not null,
  remis_le timestamptz,
  remis_par uuid,
  contenu jsonb check (length(contenu::text) <= 4000000),
  fini_le timestamptz,
  fini_par uuid,
  motif text not null default '' check (length(motif) <= 500),
  enseigne_nee_id uuid, -- chez qui l’accueille
  primary key (organisme_id, id),
  check ((etat in ('accueilli', 'refuse', 'retire')) = (fini_le is not null)),
  check ((etat in ('remis', 'accueilli')) <= (remis_le is not null)),
  check ((etat in ('remis', 'accueilli')) = (contenu is not null)),
  check ((etat = 'accueilli') = (enseigne_nee_id is not null))
);
comment on table cae.transfert is 'Une enseigne passe d’une coopérative d’activité à une autre de la plateforme, par l’accord des deux et de ses personnes.';
create unique index transfert_vif on cae.transfert (organisme_id, enseigne_id) where etat in ('propose', 'remis');
create index on cae.transfert (vers_organisme_id);
grant select, insert, update (etat, remis_le, remis_par, contenu, fini_le, fini_par, motif, enseigne_nee_id), delete on cae.transfert to coforme_porte;

-- Chaque personne de l’enseigne, et quand elle l’a accordé ; rien : pas encore.
create table cae.accord_de_transfert (
  organisme_id uuid not null,
  transfert_id uuid not null,
  compte_id uuid not null,
  accorde_le timestamptz,
  primary key (organisme_id, transfert_id, compte_id),
  foreign key (organisme_id, transfert_id) references cae.transfert (organisme_id, id)
);
comment on table cae.accord_de_transfert is 'Qui, dans l’enseigne, accorde son transfert, et quand.';
create index on cae.accord_de_transfert (compte_id);
grant select, insert, update (accorde_le), delete on cae.accord_de_transfert to coforme_porte;

-- Les programmes émis et les supports, le temps qu’ils arrivent : ôtés dès que le transfert finit.
create table cae.fichier_de_transfert (
  organisme_id uuid not null,
  transfert_id uuid not null,
  rang integer not null check (rang between 0 and 2000),
  nom text not null check (length(nom) between 1 and 300),
  octets bytea not null check (length(octets) <= 52428800),
  primary key (organisme_id, transfert_id, rang),
  foreign key (organisme_id, transfert_id) references cae.transfert (organisme_id, id)
);
comment on table cae.fichier_de_transfert is 'Un fichier d’une enseigne transférée, entre sa remise et son accueil.';
grant select, insert, delete on cae.fichier_de_transfert to coforme_porte;

-- Ce que la coopérative et une enseigne mettent de côté ensemble, ou reprennent : proposé par l’équipe d’appui, il ne compte qu’accordé.
create table cae.reserve (
  organisme_id uuid not null default app.organisme(),
  activite_id uuid not null,
  id uuid not null,
  le date not null, -- le jour où elle compte
  montant_centimes bigint not null check (montant_centimes <> 0 and montant_centimes between -100000000000 and 100000000000), -- reprise, elle est négative
  objet text not null check (length(btrim(objet)) between 3 and 300),
  propose_le timestamptz not null default clock_timestamp(),
  propose_par uuid not null default app.personne(),
  accorde_le timestamptz,
  accorde_par uuid,
  retire_le timestamptz, -- retirée par qui la propose, ou refusée par l’enseigne
  retire_par uuid,
  primary key (organisme_id, id),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id),
  check (accorde_le is null or retire_le is null),
  check ((accorde_le is null) = (accorde_par is null) and (retire_le is null) = (retire_par is null))
);
comment on table cae.reserve is 'La réserve convenue d’une activité : ce qui est mis de côté ou repris, et qui l’a accordé.';
create index reserve_de_l_enseigne on cae.reserve (organisme_id, activite_id, le);
grant select, insert (activite_id, id, le, montant_centimes, objet, propose_le), update (accorde_le, accorde_par, retire_le, retire_par) on cae.reserve to coforme_app;
