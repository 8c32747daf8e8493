-- Un organisme de la plateforme dont les membres sont des coopératives.
-- L’organisme commun : un organisme de la plateforme, avec sa déclaration d’activité, ses contrats, ses factures et son certificat, dont les
-- membres sont des coopératives. Chacune y a son enseigne : le mur des enseignes lui garde ses dossiers.
-- Qui répond de quoi, par version : une version ne change pas, une autre la suit.
create table mutualisation.regle_commune (
  organisme_id uuid not null, -- l’organisme commun
  rang integer not null check (rang > 0),
  texte text not null check (length(texte) between 100 and 20000),
  ecrite_le timestamptz not null,
  ecrite_par uuid not null,
  primary key (organisme_id, rang)
);
comment on table mutualisation.regle_commune is 'Qui répond de quoi dans un organisme commun, version par version. Une preuve.';
grant select, insert on mutualisation.regle_commune to coforme_porte;

create table mutualisation.membre_commun (
  organisme_id uuid not null, -- l’organisme commun
  id uuid not null,
  membre_id uuid not null check (membre_id <> organisme_id),
  enseigne_id uuid not null, -- chez l’organisme commun
  etat text not null check (etat in ('invite', 'membre', 'refuse', 'sorti')),
  rang_accepte integer, -- la version qu’elle a acceptée
  invite_le timestamptz not null,
  invite_par uuid not null,
  repondu_le timestamptz,
  repondu_par uuid,
  fini_le timestamptz,
  fini_par uuid,
  motif text not null default '' check (length(motif) <= 500),
  primary key (organisme_id, id),
  foreign key (organisme_id, rang_accepte) references mutualisation.regle_commune (organisme_id, rang),
  check ((etat in ('membre', 'sorti')) <= (rang_accepte is not null)),
  check ((etat in ('refuse', 'sorti')) = (fini_le is not null))
);
comment on table mutualisation.membre_commun is 'Une coopérative est membre d’un organisme commun, par l’accord des deux.';
create unique index membre_commun_vif on mutualisation.membre_commun (organisme_id, membre_id) where etat in ('invite', 'membre');
create index on mutualisation.membre_commun (membre_id);
grant select, insert, update (etat, rang_accepte, repondu_le, repondu_par, fini_le, fini_par, motif), delete on mutualisation.membre_commun to coforme_porte;
