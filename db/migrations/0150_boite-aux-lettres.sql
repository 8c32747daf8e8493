-- Des factures reçues par un dossier d’une boîte aux lettres.
-- Un dossier d’une boîte aux lettres où des fournisseurs envoient leurs factures. Il se lit sans que rien y change ; le mot de passe ouvre tout
-- le courrier de ce compte : chiffré, jamais remontré.
create table facturation.boite (
  organisme_id uuid primary key default app.organisme() references organisme.organisme (organisme_id),
  hote text not null check (length(hote) between 4 and 253),
  port integer not null check (port between 1 and 65535),
  compte text not null check (length(compte) between 1 and 200),
  secret bytea not null check (octet_length(secret) between 29 and 2000),
  dossier text not null check (length(dossier) between 1 and 200),
  posee_le timestamptz not null,
  posee_par uuid default app.personne(),
  validite bigint, -- la numérotation du dossier (UIDVALIDITY) ; si elle change, il se relit du début
  lue_jusqua bigint not null default 0 check (lue_jusqua >= 0), -- le dernier message lu (UID)
  relevee_le timestamptz, -- la dernière relève qui a abouti
  essayee_le timestamptz,
  echec text check (length(echec) <= 500),
  refusee boolean not null default false -- la boîte refuse ce compte : la relève attend que quelqu’un la redemande, un compte essayé sans fin se bloque
);
grant select, insert, delete, update (hote, port, compte, secret, dossier, posee_le, posee_par, validite, lue_jusqua, relevee_le, essayee_le, echec, refusee) on facturation.boite to coforme_app;

-- Chaque message lu, et ce que ses fichiers sont devenus. Ni son objet, ni qui l’envoie ne se gardent : sa date suffit à le retrouver.
create table facturation.courrier_lu (
  organisme_id uuid not null default app.organisme(),
  message text not null check (message ~ '^[0-9a-f]{64}$'), -- l’empreinte de son Message-ID : relu, déplacé ou copié, il n’ajoute rien
  recu_le timestamptz not null,
  lu_le timestamptz not null,
  suite text not null check (length(suite) between 1 and 1000),
  ecarte boolean not null default false, -- rien n’en fut gardé, ou pas tout
  primary key (organisme_id, message)
);
create index on facturation.courrier_lu (organisme_id, lu_le);
grant select, insert on facturation.courrier_lu to coforme_app;

call app.proteger('facturation.boite', 'own');
create policy siege_ajouter on facturation.boite as restrictive for insert to coforme_app with check ((select app.toutes_activites()));
create policy siege_changer on facturation.boite as restrictive for update to coforme_app using ((select app.toutes_activites()));
create policy siege_oter on facturation.boite as restrictive for delete to coforme_app using ((select app.toutes_activites()));
call app.fermer_aux_liens('facturation.boite');

call app.proteger('facturation.courrier_lu', 'own');
call app.fermer_aux_liens('facturation.courrier_lu');
