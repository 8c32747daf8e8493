-- Les tiers au complet : coordonnées, contacts, financeurs, intervenants et leur statut daté, fiches en double.
-- Fusionner ne déplace aucune ligne : l'absorbée renvoie à la gardée, les lectures suivent le renvoi, le défaire suffit.

alter table tiers.entreprise
  add column siren text check (siren ~ '^[0-9]{9}$'),      -- seul, quand l'établissement n'est pas connu
  add column nda text check (nda ~ '^[0-9AB]{11}$'),        -- d'un autre organisme de formation
  add column adresse text check (length(adresse) between 1 and 300),
  add column code_postal text check (code_postal ~ '^[0-9]{5}$'),
  add column ville text check (length(ville) between 1 and 100),
  add column telephone text check (length(telephone) between 1 and 30),
  add column courriel text check (length(courriel) <= 254),
  -- Cliente, ou qui peut le devenir : un employeur l'est d'office ; un OPCO ne l'est pas.
  add column est_client boolean not null default true,
  add column est_of boolean not null default false,
  add column financeur_genre text check (financeur_genre in ('opco', 'cdc', 'france-travail', 'region', 'etat', 'faf',
    'transitions-pro', 'agefiph', 'europe', 'autre-public')),
  add constraint entreprise_siren_du_siret check (siren is null or siret is null or siren = left(siret, 9));

alter table tiers.personne
  add column telephone text check (length(telephone) between 1 and 30),
  -- Demandée à qui s'engage par contrat, à titre individuel et à ses frais (L6353-3) ; à personne d'autre (L6353-9).
  add column adresse text check (length(adresse) between 1 and 300),
  add column code_postal text check (code_postal ~ '^[0-9]{5}$'),
  add column ville text check (length(ville) between 1 and 100);

-- « explain » ne montre pas les textes des voisins (voir app.proteger) : les colonnes ajoutées suivent la règle.
alter table tiers.entreprise alter column siren set statistics 0, alter column nda set statistics 0,
  alter column adresse set statistics 0, alter column code_postal set statistics 0, alter column ville set statistics 0,
  alter column telephone set statistics 0, alter column courriel set statistics 0, alter column financeur_genre set statistics 0;
alter table tiers.personne alter column telephone set statistics 0, alter column adresse set statistics 0,
  alter column code_postal set statistics 0, alter column ville set statistics 0;

-- Chaque mot du nom, du prénom et du courriel, replié : on cherche par le début de n'importe lesquels, dans n'importe
-- quel ordre, sous des opérateurs étanches. Tiré de la fiche par la base, donc jamais sauvegardé.
create table tiers.mot (
  organisme_id uuid not null default app.organisme(), activite_id uuid not null, personne_id uuid not null,
  mot text collate "C" not null,
  pli text collate "C" not null,           -- celui de la personne : l'ordre de la liste, sans relire la fiche
  primary key (organisme_id, personne_id, mot),
  foreign key (organisme_id, personne_id) references tiers.personne (organisme_id, id) on delete cascade,
  foreign key (organisme_id, personne_id, activite_id) references tiers.personne (organisme_id, id, activite_id) on update cascade on delete cascade
);
create index mot_debut on tiers.mot (organisme_id, mot, pli, personne_id) include (activite_id);

create table tiers.contact (
  organisme_id uuid not null default app.organisme(), id uuid not null, activite_id uuid not null,
  entreprise_id uuid not null, personne_id uuid not null,
  fonction text check (length(fonction) between 1 and 150),
  peut_signer boolean not null default false,   -- engage l'entreprise : la convention peut lui être adressée
  cree_le timestamptz not null,
  retire_le timestamptz,                        -- ne l'est plus ; la ligne reste, des pièces s'y réfèrent
  primary key (organisme_id, id),
  unique (organisme_id, id, activite_id),
  unique (organisme_id, entreprise_id, personne_id),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id),
  foreign key (organisme_id, entreprise_id) references tiers.entreprise (organisme_id, id),
  foreign key (organisme_id, entreprise_id, activite_id) references tiers.entreprise (organisme_id, id, activite_id) on update cascade,
  foreign key (organisme_id, personne_id) references tiers.personne (organisme_id, id)
);
create index on tiers.contact (organisme_id, personne_id);

-- Qui peut animer. Les titres et qualités, et leur rapport avec la prestation, se justifient au contrôle (L6352-1).
create table tiers.intervenant (
  organisme_id uuid not null default app.organisme(), activite_id uuid not null, personne_id uuid not null,
  compte_id uuid,                          -- son compte, s'il en a un : ce qui rend une session « sienne »
  titres text not null default '' check (length(titres) <= 4000),
  rapport text not null default '' check (length(rapport) <= 4000),
  cree_le timestamptz not null,
  primary key (organisme_id, personne_id),
  unique (organisme_id, personne_id, activite_id),
  unique (organisme_id, compte_id),
  foreign key (organisme_id, personne_id) references tiers.personne (organisme_id, id),
  foreign key (organisme_id, personne_id, activite_id) references tiers.personne (organisme_id, id, activite_id) on update cascade
);

-- Le statut d'un intervenant, bords compris. Le BPF compte une personne sur la ligne de son statut du jour (cadre E).
create table tiers.statut (
  organisme_id uuid not null default app.organisme(), id uuid not null, activite_id uuid not null,
  personne_id uuid not null,
  du date not null, au date,
  statut text not null check (statut in ('salarie', 'entrepreneur-salarie', 'dirigeant', 'benevole',
    'mise-a-disposition', 'honoraires', 'sous-traitant-of', 'portage')),
  entreprise_id uuid,                      -- qui la met à disposition, la porte, ou l'emploie : le sous-traitant
  cree_le timestamptz not null,
  primary key (organisme_id, id),
  check (au is null or du <= au),
  foreign key (organisme_id, personne_id) references tiers.intervenant (organisme_id, personne_id),
  foreign key (organisme_id, personne_id, activite_id) references tiers.intervenant (organisme_id, personne_id, activite_id) on update cascade,
  foreign key (organisme_id, entreprise_id) references tiers.entreprise (organisme_id, id),
  constraint statut_sans_chevauchement exclude using gist
    (organisme_id with =, personne_id with =, daterange(du, au, '[]') with &&)
);

-- Un renvoi par ligne, en ajout ; le défaire le date. L'une et l'autre sont de la même enseigne.
create table tiers.fusion (
  organisme_id uuid not null default app.organisme(), id uuid not null, activite_id uuid not null,
  garde_id uuid not null, absorbe_id uuid not null check (absorbe_id <> garde_id),
  le timestamptz not null, par uuid default app.personne(),
  defaite_le timestamptz, defaite_par uuid,
  primary key (organisme_id, id),
  foreign key (organisme_id, garde_id) references tiers.personne (organisme_id, id),
  foreign key (organisme_id, absorbe_id) references tiers.personne (organisme_id, id),
  foreign key (organisme_id, garde_id, activite_id) references tiers.personne (organisme_id, id, activite_id),
  foreign key (organisme_id, absorbe_id, activite_id) references tiers.personne (organisme_id, id, activite_id)
);
create unique index fusion_vive on tiers.fusion (organisme_id, absorbe_id) where defaite_le is null;
create index fusion_garde on tiers.fusion (organisme_id, garde_id) where defaite_le is null;

create table tiers.fusion_entreprise (
  organisme_id uuid not null default app.organisme(), id uuid not null, activite_id uuid not null,
  garde_id uuid not null, absorbe_id uuid not null check (absorbe_id <> garde_id),
  le timestamptz not null, par uuid default app.personne(),
  defaite_le timestamptz, defaite_par uuid,
  primary key (organisme_id, id),
  foreign key (organisme_id, garde_id) references tiers.entreprise (organisme_id, id),
  foreign key (organisme_id, absorbe_id) references tiers.entreprise (organisme_id, id),
  foreign key (organisme_id, garde_id, activite_id) references tiers.entreprise (organisme_id, id, activite_id),
  foreign key (organisme_id, absorbe_id, activite_id) references tiers.entreprise (organisme_id, id, activite_id)
);
create unique index fusion_entreprise_vive on tiers.fusion_entreprise (organisme_id, absorbe_id) where defaite_le is null;
create index fusion_entreprise_garde on tiers.fusion_entreprise (organisme_id, garde_id) where defaite_le is null;

-- « Ce ne sont pas les mêmes » : deux fiches (personnes, ou entreprises) qu'on ne propose plus de réunir.
create table tiers.distinction (
  organisme_id uuid not null default app.organisme(), activite_id uuid not null,
  premier_id uuid not null, second_id uuid not null,
  le timestamptz not null, par uuid default app.personne(),
  primary key (organisme_id, premier_id, second_id),
  check (premier_id < second_id),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id)
);

create index on tiers.personne (organisme_id, courriel) where courriel is not null;
create index on tiers.personne (organisme_id, entreprise_id) where entreprise_id is not null;
create index on tiers.entreprise (organisme_id, siret) where siret is not null;

call app.proteger('tiers.mot', 'own', activite => true, sauvegarde => false);
call app.proteger('tiers.contact', 'own', activite => true);
call app.proteger('tiers.intervenant', 'own', activite => true);
call app.proteger('tiers.statut', 'own', activite => true);
call app.proteger('tiers.fusion', 'own', activite => true);
call app.proteger('tiers.fusion_entreprise', 'own', activite => true);
call app.proteger('tiers.distinction', 'own', activite => true);

grant select, insert, delete on tiers.mot to coforme_app;
grant select, insert, update (fonction, peut_signer, retire_le) on tiers.contact to coforme_app;
grant select, insert, update (compte_id, titres, rapport) on tiers.intervenant to coforme_app;
grant select, insert, delete, update (du, au, statut, entreprise_id) on tiers.statut to coforme_app;
grant select, insert, update (defaite_le, defaite_par) on tiers.fusion, tiers.fusion_entreprise to coforme_app;
grant select, insert, delete on tiers.distinction to coforme_app;

-- Qui réunit deux fiches est la personne établie par le sceau.
create policy auteur on tiers.fusion as restrictive for insert to coforme_app
  with check (par is not distinct from (select app.personne()) and defaite_le is null);
create policy auteur on tiers.fusion_entreprise as restrictive for insert to coforme_app
  with check (par is not distinct from (select app.personne()) and defaite_le is null);

create policy defaiseur on tiers.fusion as restrictive for update to coforme_app
  using (true) with check (defaite_par is not distinct from (select app.personne()));
create policy defaiseur on tiers.fusion_entreprise as restrictive for update to coforme_app
  using (true) with check (defaite_par is not distinct from (select app.personne()));

-- Après, et jamais avant, l'écriture : le mur a déjà jugé la ligne quand ces fonctions s'exécutent.
create function tiers.tenir_mots() returns trigger language plpgsql set search_path = '' as $$
begin
  delete from tiers.mot m where m.organisme_id = new.organisme_id and m.personne_id = new.id;
  insert into tiers.mot (organisme_id, activite_id, personne_id, mot, pli)
    select distinct new.organisme_id, new.activite_id, new.id, m, new.pli
      from regexp_split_to_table(new.pli || ' ' || translate(lower(coalesce(new.courriel, '')), '-_''’', '    '), ' +') as m
     where m <> '';
  return null;
end $$;
create trigger tenir_mots after insert or update of pli, courriel on tiers.personne
  for each row execute function tiers.tenir_mots();

-- Pas de cercle, même quand deux personnes réunissent au même instant. On verrouille l'absorbée et le bout de la
-- chaîne de la gardée, puis on remonte de nouveau : deux ajouts qui se fermeraient l'un l'autre partagent un verrou.
create function tiers.refuser_cercle() returns trigger language plpgsql set search_path = '' as $$
declare
  renvois text := format('%I.%I', tg_table_schema, tg_table_name);
  fiches text := tg_argv[0];
  bout uuid; vu uuid;
begin
  loop
    bout := new.garde_id;
    loop
      if bout = new.absorbe_id then
        raise exception 'Deux fiches ne se renvoient pas l’une à l’autre.' using errcode = '23514', constraint = 'fusion_sans_cercle';
      end if;
      execute format('select garde_id from %s where organisme_id = $1 and absorbe_id = $2 and defaite_le is null', renvois)
        into vu using new.organisme_id, bout;
      exit when vu is null;
      bout := vu;
    end loop;
    -- « no key update » : les clés étrangères tiennent déjà un verrou de clé, qui ne s'y oppose pas.
    execute format('select id from %s where organisme_id = $1 and id = any (array[$2, $3]) order by id for no key update', fiches)
      using new.organisme_id, new.absorbe_id, bout;
    execute format('select garde_id from %s where organisme_id = $1 and absorbe_id = $2 and defaite_le is null', renvois)
      into vu using new.organisme_id, bout;
    exit when vu is null;
  end loop;
  return null;
end $$;
create trigger refuser_cercle after insert on tiers.fusion
  for each row execute function tiers.refuser_cercle('tiers.personne');
create trigger refuser_cercle after insert on tiers.fusion_entreprise
  for each row execute function tiers.refuser_cercle('tiers.entreprise');

-- Un renvoi défait le reste : on en écrit un autre, on ne le ravive pas.
create function tiers.refuser_reprise() returns trigger language plpgsql set search_path = '' as $$
begin
  if old.defaite_le is not null and new.defaite_le is distinct from old.defaite_le then
    raise exception 'Un renvoi défait ne se ravive pas.' using errcode = '23514', constraint = 'fusion_defaite';
  end if;
  return null;
end $$;
create trigger refuser_reprise after update on tiers.fusion for each row execute function tiers.refuser_reprise();
create trigger refuser_reprise after update on tiers.fusion_entreprise for each row execute function tiers.refuser_reprise();

-- Les mots des fiches déjà là.
set local role coforme_maintenance;
insert into tiers.mot (organisme_id, activite_id, personne_id, mot, pli)
  select distinct p.organisme_id, p.activite_id, p.id, m, p.pli
    from tiers.personne p,
      regexp_split_to_table(p.pli || ' ' || translate(lower(coalesce(p.courriel, '')), '-_''’', '    '), ' +') as m
   where m <> '';
set local role coforme_owner;
