-- Les marchés publics : les avis publiés, ce que chaque coopérative en cherche et en fait.
create schema marches;
grant usage on schema marches to coforme_app, coforme_porte, coforme_maintenance;

-- Un avis publié au BOAMP ou au TED, lu et normalisé. Public : le même pour tous, et il ne dit rien de qui le regarde.
create table marches.avis (
  idweb text not null check (length(idweb) between 1 and 80),
  procedure text check (length(procedure) between 1 and 200), -- ce qui réunit tous les avis d’une consultation
  nature text not null check (nature in ('marche', 'rectificatif', 'annulation', 'attribution', 'autre')),
  parution date,
  limite timestamptz, -- le premier terme publié
  contenu jsonb not null check (jsonb_typeof(contenu) = 'object' and pg_column_size(contenu) <= 400000), -- l’avis lu (`AvisLu`)
  recu_le timestamptz not null,
  change_le timestamptz, -- publié de nouveau sous le même numéro, autrement
  primary key (idweb)
);
comment on table marches.avis is 'Les avis publiés, lus et normalisés ; un par numéro.';
create index avis_parution on marches.avis (nature, parution);
grant select, insert, update (procedure, nature, parution, limite, contenu, change_le) on marches.avis to coforme_porte;

-- D’où les avis se relèvent, et ce qu’a donné le dernier relevé. Une ligne par instance.
create table marches.source (
  seul boolean not null default true check (seul),
  adresse text not null check (length(adresse) between 10 and 500),
  active boolean not null default false,
  modifiee_le timestamptz not null,
  essai_le timestamptz, -- le dernier relevé, réussi ou non
  bonne_le timestamptz, -- le dernier qui a réussi : la date de la copie
  echec text check (length(echec) <= 300), -- pourquoi le dernier a échoué
  recus integer, -- ce que le dernier a apporté de neuf ou de changé
  rejets integer, -- ce qu’il n’a pas su lire
  primary key (seul)
);
comment on table marches.source is 'L’adresse où les avis se relèvent, réglée par qui administre l’instance, et l’état de la copie.';
grant select, insert, update (adresse, active, modifiee_le, essai_le, bonne_le, echec, recus, rejets) on marches.source to coforme_porte;

-- Un avis qu’une coopérative apporte : d’un fichier, collé, ou écrit à la main (profil d’acheteur, appel à projets). Il n’est qu’à elle.
create table marches.avis_apporte (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  idweb text not null check (length(idweb) between 1 and 80),
  nature text not null check (nature in ('marche', 'rectificatif', 'annulation', 'attribution', 'autre')),
  parution date,
  limite timestamptz,
  contenu jsonb not null check (jsonb_typeof(contenu) = 'object' and pg_column_size(contenu) <= 400000),
  adresse text check (length(adresse) between 10 and 500), -- où le lire, quand la coopérative l’a écrit
  recu_le timestamptz not null,
  recu_par uuid not null default app.personne(),
  primary key (organisme_id, id),
  unique (organisme_id, idweb)
);
comment on table marches.avis_apporte is 'Un avis apporté par une coopérative, et lu d’elle seule.';
grant select, insert (id, idweb, nature, parution, limite, contenu, adresse, recu_le),
  update (nature, parution, limite, contenu, recu_le) on marches.avis_apporte to coforme_app;

-- Ce que la coopérative cherche. Une liste vide ne trie pas.
create table marches.profil (
  organisme_id uuid not null default app.organisme(),
  departements text[] not null default '{}' check (cardinality(departements) <= 110),
  cpv text[] not null default '{}' check (cardinality(cpv) <= 50),
  mots text[] not null default '{}' check (cardinality(mots) <= 50),
  exclure text[] not null default '{}' check (cardinality(exclure) <= 50),
  jours smallint not null default 0 check (jours between 0 and 90), -- rien qui ferme avant tant de jours
  version integer not null default 1 check (version > 0),
  modifie_le timestamptz not null,
  modifie_par uuid not null default app.personne(),
  primary key (organisme_id)
);
comment on table marches.profil is 'Les filtres de la veille d’une coopérative.';
grant select, insert (departements, cpv, mots, exclure, jours, modifie_le),
  update (departements, cpv, mots, exclure, jours, version, modifie_le, modifie_par) on marches.profil to coforme_app;

-- Ce que la coopérative fait d’un avis : elle le suit, ou le laisse et dit pourquoi.
create table marches.suivi (
  organisme_id uuid not null default app.organisme(),
  idweb text not null check (length(idweb) between 1 and 80),
  etat text not null check (etat in ('suivi', 'laisse')),
  motif text check (motif in ('metier', 'delai', 'chiffre-d-affaires', 'capacite', 'autre')),
  precision_ text not null default '' check (length(precision_) <= 500),
  le timestamptz not null,
  par uuid not null default app.personne(),
  primary key (organisme_id, idweb),
  check ((etat = 'laisse') = (motif is not null)),
  check (motif is distinct from 'autre' or precision_ <> '')
);
comment on table marches.suivi is 'Un avis suivi, ou laissé avec son motif.';
grant select, insert (idweb, etat, motif, precision_, le), update (etat, motif, precision_, le, par), delete on marches.suivi to coforme_app;

-- Qui reçoit la veille par courriel, et jusqu’où elle lui a été dite.
create table marches.abonne (
  organisme_id uuid not null default app.organisme(),
  compte_id uuid not null default app.personne(),
  jusque timestamptz not null, -- les avis reçus jusque-là lui ont été dits
  primary key (organisme_id, compte_id)
);
comment on table marches.abonne is 'Les personnes à qui la veille s’écrit chaque matin.';
grant select, insert (compte_id, jusque), update (jusque), delete on marches.abonne to coforme_app;
call app.proteger('marches.avis', 'public');

call app.proteger('marches.source', 'porte');

call app.proteger('marches.avis_apporte', 'own');
create policy auteur on marches.avis_apporte as restrictive for insert to coforme_app with check (recu_par = (select app.personne()));
call app.fermer_aux_liens('marches.avis_apporte');

call app.proteger('marches.profil', 'own');
call app.fermer_aux_liens('marches.profil');

call app.proteger('marches.suivi', 'own');
call app.fermer_aux_liens('marches.suivi');

-- Chacun ne s’abonne que soi ; la tâche qui écrit, sans personne, note ce qu’elle a dit.
call app.proteger('marches.abonne', 'own');
create policy soi on marches.abonne as restrictive for insert to coforme_app with check (compte_id = (select app.personne()));
create policy soi_changer on marches.abonne as restrictive for update to coforme_app
  using (compte_id = (select app.personne()) or (select app.personne()) is null);
create policy soi_retirer on marches.abonne as restrictive for delete to coforme_app using (compte_id = (select app.personne()));
call app.fermer_aux_liens('marches.abonne');
call app.laisser_lire('marches.abonne', 'organisme_id');
