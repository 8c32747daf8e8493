-- Des factures déposées à Chorus Pro par son interface.
-- Chorus Pro : l’application de la coopérative sur PISTE, et son compte technique. Ses deux secrets sont chiffrés ensemble, jamais remontrés.
create table facturation.chorus (
  organisme_id uuid primary key default app.organisme() references organisme.organisme (organisme_id),
  api text not null check (length(api) between 8 and 300),
  jeton text not null check (length(jeton) between 8 and 300),
  client text not null check (length(client) between 1 and 200),
  compte text not null check (length(compte) between 1 and 200),
  secret bytea not null check (octet_length(secret) between 29 and 2000),
  pose_le timestamptz not null,
  pose_par uuid default app.personne(),
  releve_le timestamptz,
  echec text check (length(echec) <= 500)
);
grant select, insert, delete, update (api, jeton, client, compte, secret, pose_le, pose_par, releve_le, echec) on facturation.chorus to coforme_app;

call app.proteger('facturation.chorus', 'own');
create policy siege_ajouter on facturation.chorus as restrictive for insert to coforme_app with check ((select app.toutes_activites()));
create policy siege_changer on facturation.chorus as restrictive for update to coforme_app using ((select app.toutes_activites()));
create policy siege_oter on facturation.chorus as restrictive for delete to coforme_app using ((select app.toutes_activites()));
call app.fermer_aux_liens('facturation.chorus');
