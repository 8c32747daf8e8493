-- Le compte d’une enseigne : ses barèmes, ce que la coopérative tranche.
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
call app.proteger('cae.bareme', 'own');
create policy siennes on cae.bareme as restrictive for select to coforme_app using (
  enseigne_id is null or (select app.toutes_activites()) or enseigne_id = any ((select app.activites())::uuid[]));
create policy pose on cae.bareme as restrictive for insert to coforme_app with check ((select app.toutes_activites()) and (select porte.peut_viser()));
create policy retire on cae.bareme as restrictive for update to coforme_app
  using ((select app.toutes_activites()) and (select porte.peut_viser()) and retire_le is null)
  with check (retire_le is not null and retire_par = (select app.personne()));
call app.fermer_aux_liens('cae.bareme');
call app.proteger('cae.reglage', 'own');
create policy siege_ajouter on cae.reglage as restrictive for insert to coforme_app with check ((select app.toutes_activites()) and (select porte.peut_viser()));
create policy siege_changer on cae.reglage as restrictive for update to coforme_app
  using ((select app.toutes_activites()) and (select porte.peut_viser())) with check (modifie_par = (select app.personne()));
call app.fermer_aux_liens('cae.reglage');
