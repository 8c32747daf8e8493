-- Ce qui se vise sans pièce émise ici entre dans la file des visas, et rejoindre un achat y attend.
-- Ce qui se vise sans pièce émise ici : une mission, un bien, un achat rejoint. Chaque pas est une ligne, en ajout seul ; le montant et l’effet sont de la base.
create table cae.pas_de_visa (
  organisme_id uuid not null references organisme.organisme (organisme_id),
  genre text not null check (genre ~ '^[a-z-]{3,40}$'),
  objet_id uuid not null,
  pas text not null check (pas in ('ouverture', 'accord', 'second', 'refus', 'levee')),
  note text not null default '' check (length(note) <= 500), -- les conditions d’un accord, pourquoi un refus, ce qui fut fait
  montant_centimes bigint,
  a_deux boolean not null default false,
  supplee_id uuid, -- la personne absente au nom de qui
  lot_id uuid, -- les visas d’un même geste
  demande_le timestamptz not null,
  le timestamptz not null,
  par uuid not null,
  primary key (organisme_id, objet_id, pas, par),
  check (pas not in ('refus', 'levee') or length(btrim(note)) >= 3)
);
comment on table cae.pas_de_visa is 'Un pas du visa de ce qui engage sans pièce émise ici : ouverture, accord, second, refus, levée. Une preuve.';
create unique index un_pas_par_objet on cae.pas_de_visa (organisme_id, objet_id, pas) where pas <> 'ouverture';
grant select, insert on cae.pas_de_visa to coforme_porte;

-- Dans une coopérative d’activité, rejoindre attend un visa : la demande, et ce qu’elle devint.
create table ressources.demande_de_part (
  organisme_id uuid not null, -- qui demande
  id uuid not null,
  achat_organisme_id uuid not null,
  achat_id uuid not null,
  quantite integer not null check (quantite between 1 and 1000000),
  faite_le timestamptz not null,
  par uuid not null,
  finie_le timestamptz,
  issue text check (issue in ('visee', 'refusee', 'retiree')),
  motif text not null default '' check (length(motif) <= 500),
  primary key (organisme_id, id),
  foreign key (achat_organisme_id, achat_id) references ressources.achat (organisme_id, id),
  check ((finie_le is null) = (issue is null))
);
comment on table ressources.demande_de_part is 'Une coopérative d’activité demande à rejoindre un achat ; son visa en décide.';
create index on ressources.demande_de_part (achat_organisme_id, achat_id);
create unique index une_demande_par_achat on ressources.demande_de_part (organisme_id, achat_organisme_id, achat_id) where finie_le is null;
grant select, insert, update (finie_le, issue, motif) on ressources.demande_de_part to coforme_porte;
call app.proteger('cae.pas_de_visa', 'porte');
call app.proteger('ressources.demande_de_part', 'porte');
-- Les portes sont à leur rôle : lui seul en ôte une.
set local role coforme_porte;
drop function if exists porte.visa_a_donner(text, bigint);
set local role coforme_owner;
