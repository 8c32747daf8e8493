-- Les conditions écrites sur les pièces d'une coopérative, jusqu'ici les mêmes pour toutes ; et de quoi savoir qu'une
-- pièce a déjà été émise sur les mêmes faits.

create table documents.conditions (
  organisme_id uuid primary key default app.organisme() references organisme.organisme (organisme_id),
  delai_reglement_jours smallint not null check (delai_reglement_jours between 0 and 60),   -- C. com. L441-10 : 60 au plus
  moyen text not null check (length(moyen) between 2 and 120),
  -- Le dédit, en trois paliers de jours ouvrés avant le début ; taux en pour cent du prix.
  dedit_loin_jours smallint not null, dedit_loin_taux smallint not null check (dedit_loin_taux between 0 and 100),
  dedit_proche_jours smallint not null, dedit_proche_taux smallint not null check (dedit_proche_taux between 0 and 100),
  dedit_fin_taux smallint not null check (dedit_fin_taux between 0 and 100),
  conservation_annees smallint not null check (conservation_annees between 3 and 30),
  reponse_jours smallint not null check (reponse_jours between 1 and 90),
  cessation text not null check (length(cessation) between 10 and 2000),
  mediateur_nom text not null default '', mediateur_adresse text not null default '', mediateur_site text not null default '',
  referent_nom text not null default '', referent_telephone text not null default '', referent_courriel text not null default '',
  contact_nom text not null default '', contact_telephone text not null default '', contact_courriel text not null default '',
  version integer not null default 1 check (version > 0),
  modifie_le timestamptz not null, modifie_par uuid default app.personne(),
  check (dedit_loin_jours > dedit_proche_jours and dedit_proche_jours > 0 and dedit_loin_jours <= 90),
  check (dedit_loin_taux <= dedit_proche_taux and dedit_proche_taux <= dedit_fin_taux),
  check ((mediateur_nom = '') = (mediateur_site = '') and (mediateur_nom = '') = (mediateur_adresse = ''))
);
comment on table documents.conditions is 'Ce que les pièces de la coopérative disent d’elle : règlement, dédit, médiateur, référents. Une pièce émise en fige une copie.';
call app.proteger('documents.conditions', 'own');
-- Elles engagent toute la coopérative : ni depuis une enseigne, ni par un lien.
create policy siege_ajouter on documents.conditions as restrictive for insert to coforme_app with check ((select app.toutes_activites()));
create policy siege_changer on documents.conditions as restrictive for update to coforme_app using ((select app.toutes_activites()));
grant select, insert, update on documents.conditions to coforme_app;

-- Mêmes faits, même pièce : l'empreinte de ce qui décide de la pièce, sans sa date ni son numéro.
alter table documents.piece add column faits bytea check (length(faits) = 32);
alter table documents.piece alter column faits set statistics 0;
