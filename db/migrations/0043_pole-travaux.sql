-- Long parce que les murs d’un groupe de travail, d’un dossier fermé et d’un vote se relisent avec leurs portes.
-- Ce que les pôles produisent et comment ils décident : groupes de travail et leurs livrables, dossiers fermés, dates cherchées
-- ensemble, thèmes pesés, corps électoral par personne ou pondéré, suite des décisions, rappels.

-- ─── 1. Qui travaille dans un groupe ─────────────────────────────────────────────────────────────
-- Chacune entre et sort pour elle-même.
create table pole.participant (
  pole_id uuid not null, groupe_id uuid not null, organisme_id uuid not null default app.organisme(), compte_id uuid not null,
  nom text not null check (length(nom) between 1 and 200), du timestamptz not null,
  primary key (pole_id, groupe_id, organisme_id, compte_id),
  foreign key (pole_id, groupe_id) references pole.groupe (pole_id, id)
);
call app.proteger('pole.participant', 'collective', cle => 'pole_id', porte => 'porte.poles()');
call app.fermer_aux_liens('pole.participant');
grant select, insert, delete on pole.participant to coforme_app;
create policy soi on pole.participant as restrictive for insert to coforme_app with check (compte_id = (select app.personne()));
create policy soi_retirer on pole.participant as restrictive for delete to coforme_app using (compte_id = (select app.personne()));

-- ─── 2. Les dossiers fermés ──────────────────────────────────────────────────────────────────────
-- À qui un dossier s'ouvre : une table que seules les portes lisent, sans quoi la règle du dossier se lirait elle-même.
create table pole.acces (
  pole_id uuid not null, dossier_id uuid not null, organisme_id uuid not null, compte_id uuid not null,
  nom text not null check (length(nom) between 1 and 200), du timestamptz not null, par_id uuid not null, retire_le timestamptz,
  primary key (pole_id, dossier_id, organisme_id, compte_id)
);
call app.proteger('pole.acces', 'porte');
grant select, insert, update on pole.acces to coforme_porte;

call app.laisser_lire('pole.participant', 'pole_id, groupe_id, organisme_id, compte_id, nom');
set local role coforme_porte;
create function porte.mes_groupes() returns uuid[]
language sql stable parallel restricted security definer set search_path = ''
begin atomic
  select coalesce(array_agg(p.groupe_id), '{}') from pole.participant p
    join pole.adhesion a on a.pole_id = p.pole_id and a.organisme_id = p.organisme_id and a.etat = 'active'
   where p.organisme_id = (select porte.organisme()) and p.compte_id = (select porte.personne());
end;
comment on function porte.mes_groupes is 'Les groupes de travail dont la personne de la transaction est, pour une coopérative du pôle.';
grant execute on function porte.mes_groupes() to coforme_app, coforme_owner;

create function porte.mes_dossiers() returns uuid[]
language sql stable parallel restricted security definer set search_path = ''
begin atomic
  select coalesce(array_agg(d.dossier_id), '{}') from pole.acces d
    join pole.adhesion a on a.pole_id = d.pole_id and a.organisme_id = d.organisme_id and a.etat = 'active'
   where d.organisme_id = (select porte.organisme()) and d.compte_id = (select porte.personne()) and d.retire_le is null;
end;
comment on function porte.mes_dossiers is 'Les dossiers fermés ouverts à la personne de la transaction. Animer un pôle n’en ouvre aucun.';
grant execute on function porte.mes_dossiers() to coforme_app, coforme_owner;
set local role coforme_owner;

create table pole.dossier (
  pole_id uuid not null, id uuid not null, groupe_id uuid not null, organisme_id uuid not null default app.organisme(),
  nom text not null check (length(nom) between 1 and 160), objet text not null default '' check (length(objet) <= 1000),
  ouvert_le timestamptz not null,
  primary key (pole_id, id), unique (pole_id, id, groupe_id),
  foreign key (pole_id, groupe_id) references pole.groupe (pole_id, id)
);
create index on pole.dossier (pole_id, groupe_id);
call app.proteger('pole.dossier', 'collective', cle => 'pole_id', porte => 'porte.poles()', preuve => true);
call app.fermer_aux_liens('pole.dossier');
grant select on pole.dossier to coforme_app;
create policy ferme on pole.dossier as restrictive for select to coforme_app using (id = any ((select porte.mes_dossiers())::uuid[]));
call app.laisser_lire('pole.dossier', 'pole_id, id, groupe_id');
grant insert on pole.dossier to coforme_porte;
create policy porte_ouvrir on pole.dossier for insert to coforme_porte with check (true);

-- ─── 3. Les livrables ────────────────────────────────────────────────────────────────────────────
create table pole.livrable (
  pole_id uuid not null, id uuid not null, groupe_id uuid not null, dossier_id uuid, organisme_id uuid not null default app.organisme(),
  titre text not null check (length(titre) between 1 and 200), cree_le timestamptz not null,
  primary key (pole_id, id),
  foreign key (pole_id, groupe_id) references pole.groupe (pole_id, id),
  foreign key (pole_id, dossier_id) references pole.dossier (pole_id, id),
  foreign key (pole_id, dossier_id, groupe_id) references pole.dossier (pole_id, id, groupe_id)
);
create index on pole.livrable (pole_id, groupe_id);
call app.proteger('pole.livrable', 'collective', cle => 'pole_id', porte => 'porte.poles()', preuve => true);
call app.fermer_aux_liens('pole.livrable');
grant select, insert on pole.livrable to coforme_app;
-- Rangé dans un dossier fermé, il n'existe que pour qui y entre.
create policy ferme on pole.livrable as restrictive for select to coforme_app
  using (dossier_id is null or dossier_id = any ((select porte.mes_dossiers())::uuid[]));
create policy travaille on pole.livrable as restrictive for insert to coforme_app with check (
  case when dossier_id is null then groupe_id = any ((select porte.mes_groupes())::uuid[]) else dossier_id = any ((select porte.mes_dossiers())::uuid[]) end);

-- Chaque version est une ligne de plus : on ne corrige pas ce qui a circulé. Le fichier et le lien sont facultatifs, l'un des deux non.
create table pole.livrable_version (
  pole_id uuid not null, id uuid not null, livrable_id uuid not null, version integer not null check (version > 0),
  organisme_id uuid not null default app.organisme(), compte_id uuid not null default app.personne(),
  note text not null default '' check (length(note) <= 1000),
  licence text not null check (licence in ('cc-by-sa', 'cc-by', 'cc-by-nc-sa', 'pole', 'reserve')),
  valable_au date, date_le date not null,
  lien text not null default '' check (lien = '' or (lien ~ '^https?://' and length(lien) <= 1000)),
  fichier_nom text check (length(fichier_nom) between 1 and 200), fichier_type text check (length(fichier_type) between 3 and 100),
  taille integer check (taille between 1 and 10000000), empreinte bytea check (length(empreinte) = 32), octets bytea,
  par text not null check (length(par) between 1 and 200), le timestamptz not null,
  primary key (pole_id, id), unique (pole_id, livrable_id, version),
  foreign key (pole_id, livrable_id) references pole.livrable (pole_id, id),
  check (lien <> '' or octets is not null),
  check ((octets is null) = (taille is null) and (octets is null) = (empreinte is null) and (octets is null) = (fichier_nom is null) and (octets is null) = (fichier_type is null)),
  check (octets is null or octet_length(octets) = taille)
);
call app.proteger('pole.livrable_version', 'collective', cle => 'pole_id', porte => 'porte.poles()', preuve => true);
call app.fermer_aux_liens('pole.livrable_version');
grant select, insert on pole.livrable_version to coforme_app;

-- Une relecture porte sur une version : la suivante se relit à son tour.
create table pole.relecture (
  pole_id uuid not null, id uuid not null, livrable_id uuid not null, version_id uuid not null, version integer not null,
  organisme_id uuid not null default app.organisme(), compte_id uuid not null default app.personne(),
  avis text not null check (avis in ('bon', 'a-reprendre')), mot text not null default '' check (length(mot) <= 1000),
  par text not null check (length(par) between 1 and 200), le timestamptz not null,
  primary key (pole_id, id), unique (pole_id, livrable_id, version, organisme_id, compte_id),
  foreign key (pole_id, livrable_id) references pole.livrable (pole_id, id),
  foreign key (pole_id, version_id) references pole.livrable_version (pole_id, id),
  foreign key (pole_id, livrable_id, version) references pole.livrable_version (pole_id, livrable_id, version),
  check (avis = 'bon' or length(mot) >= 3)
);
call app.proteger('pole.relecture', 'collective', cle => 'pole_id', porte => 'porte.poles()', preuve => true);
call app.fermer_aux_liens('pole.relecture');
grant select, insert on pole.relecture to coforme_app;
do $$
declare t text;
begin
  foreach t in array array['livrable_version', 'relecture'] loop
    -- La règle du livrable s'applique à ce qu'il contient : la sous-requête est lue sous le même mur.
    execute format('create policy ferme on pole.%I as restrictive for select to coforme_app using (exists (select from pole.livrable l where l.pole_id = %1$I.pole_id and l.id = %1$I.livrable_id))', t);
    execute format('create policy soi on pole.%I as restrictive for insert to coforme_app with check (compte_id = (select app.personne()) and exists (select from pole.livrable l where l.pole_id = %1$I.pole_id and l.id = %1$I.livrable_id))', t);
  end loop;
end $$;

set local role coforme_porte;
-- Ouvre un dossier fermé dans un groupe dont on est ; il ne s'ouvre d'abord qu'à soi. Faux : pas de ce groupe.
create function porte.ouvrir_dossier(p_pole uuid, p_groupe uuid, p_dossier uuid, p_nom text, p_objet text, p_par text, p_le timestamptz)
returns boolean language plpgsql volatile security definer set search_path = '' as $$
declare moi uuid := porte.organisme(); qui uuid := porte.personne();
begin
  if moi is null or qui is null or not p_pole = any (porte.poles())
     or not exists (select from pole.participant where pole_id = p_pole and groupe_id = p_groupe and organisme_id = moi and compte_id = qui) then
    return false;
  end if;
  insert into pole.dossier (pole_id, id, groupe_id, organisme_id, nom, objet, ouvert_le)
    values (p_pole, p_dossier, p_groupe, moi, p_nom, p_objet, p_le) on conflict do nothing;
  if not found then return p_dossier = any (porte.mes_dossiers()); end if;
  insert into pole.acces (pole_id, dossier_id, organisme_id, compte_id, nom, du, par_id) values (p_pole, p_dossier, moi, qui, p_par, p_le, qui);
  return true;
end $$;
grant execute on function porte.ouvrir_dossier(uuid, uuid, uuid, text, text, text, timestamptz) to coforme_app;

-- Ouvre le dossier à une personne du groupe. « faite », « deja », « pas-du-groupe » ; null : ce dossier n'est pas à qui le demande.
create function porte.donner_acces(p_pole uuid, p_dossier uuid, p_organisme uuid, p_compte uuid, p_le timestamptz)
returns text language plpgsql volatile security definer set search_path = '' as $$
declare n text;
begin
  if not p_dossier = any (porte.mes_dossiers()) then return null; end if;
  select p.nom into n from pole.participant p
    join pole.dossier d on d.pole_id = p.pole_id and d.groupe_id = p.groupe_id
    join pole.adhesion a on a.pole_id = p.pole_id and a.organisme_id = p.organisme_id and a.etat = 'active'
   where d.pole_id = p_pole and d.id = p_dossier and p.organisme_id = p_organisme and p.compte_id = p_compte;
  if n is null then return 'pas-du-groupe'; end if;
  insert into pole.acces as x (pole_id, dossier_id, organisme_id, compte_id, nom, du, par_id)
    values (p_pole, p_dossier, p_organisme, p_compte, n, p_le, porte.personne())
    on conflict (pole_id, dossier_id, organisme_id, compte_id) do update set retire_le = null, du = excluded.du, par_id = excluded.par_id
      where x.retire_le is not null;
  return case when found then 'faite' else 'deja' end;
end $$;
grant execute on function porte.donner_acces(uuid, uuid, uuid, uuid, timestamptz) to coforme_app;

-- Qui y entre en ressort, ou en fait sortir une autre ; la dernière personne reste. « faite », « derniere », « absente » ; null : pas à elle.
create function porte.retirer_acces(p_pole uuid, p_dossier uuid, p_organisme uuid, p_compte uuid, p_le timestamptz)
returns text language plpgsql volatile security definer set search_path = '' as $$
begin
  if not p_dossier = any (porte.mes_dossiers()) then return null; end if;
  perform from pole.acces where pole_id = p_pole and dossier_id = p_dossier order by organisme_id, compte_id for update;
  if (select count(*) from pole.acces where pole_id = p_pole and dossier_id = p_dossier and retire_le is null) < 2 then return 'derniere'; end if;
  update pole.acces set retire_le = p_le
   where pole_id = p_pole and dossier_id = p_dossier and organisme_id = p_organisme and compte_id = p_compte and retire_le is null;
  return case when found then 'faite' else 'absente' end;
end $$;
grant execute on function porte.retirer_acces(uuid, uuid, uuid, uuid, timestamptz) to coforme_app;

create function porte.acces_du_dossier(p_pole uuid, p_dossier uuid)
returns table (organisme_id uuid, cooperative text, compte_id uuid, nom text, du timestamptz)
language sql stable security definer set search_path = ''
begin atomic
  select x.organisme_id, o.nom, x.compte_id, x.nom, x.du
    from pole.acces x join organisme.organisme o on o.organisme_id = x.organisme_id
   where x.pole_id = p_pole and x.dossier_id = p_dossier and x.retire_le is null and x.dossier_id = any ((select porte.mes_dossiers())::uuid[])
   order by x.nom;
end;
comment on function porte.acces_du_dossier is 'Qui entre dans ce dossier, pour qui y entre.';
grant execute on function porte.acces_du_dossier(uuid, uuid) to coforme_app;
set local role coforme_owner;

-- ─── 4. Une date cherchée ensemble ───────────────────────────────────────────────────────────────
-- Les créneaux d'un choix de date, dans l'ordre des options du vote qui les départage.
create table pole.creneau (
  pole_id uuid not null, reunion_id uuid not null, rang integer not null check (rang between 1 and 12),
  organisme_id uuid not null default app.organisme(), decision_id uuid not null,
  debut timestamptz not null, fin timestamptz not null,
  primary key (pole_id, reunion_id, rang), check (debut < fin),
  foreign key (pole_id, reunion_id) references pole.reunion (pole_id, id),
  foreign key (pole_id, decision_id) references pole.decision (pole_id, id)
);
call app.proteger('pole.creneau', 'collective', cle => 'pole_id', porte => 'porte.poles()', preuve => true);
call app.fermer_aux_liens('pole.creneau');
grant select, insert on pole.creneau to coforme_app;
create policy animation on pole.creneau as restrictive for insert to coforme_app with check (pole_id = any ((select porte.poles_animes())::uuid[]));

-- ─── 5. Les thèmes pesés ─────────────────────────────────────────────────────────────────────────
-- Une ligne par coopérative et par rencontre : peser de nouveau remplace. Les deux tableaux vont de pair.
create table pole.pesee (
  pole_id uuid not null, reunion_id uuid not null, organisme_id uuid not null default app.organisme(),
  themes uuid[] not null check (cardinality(themes) between 1 and 40), points integer[] not null,
  par text not null check (length(par) between 1 and 200), le timestamptz not null,
  primary key (pole_id, reunion_id, organisme_id),
  foreign key (pole_id, reunion_id) references pole.reunion (pole_id, id),
  check (cardinality(points) = cardinality(themes)), check (0 <= all (points)), check (8 >= all (points))
);
call app.proteger('pole.pesee', 'collective', cle => 'pole_id', porte => 'porte.poles()');
call app.fermer_aux_liens('pole.pesee');
grant select, insert, update on pole.pesee to coforme_app;

-- ─── 6. Engagements rappelés, avis partis, retours envoyés ───────────────────────────────────────
alter table pole.engagement add column compte_id uuid, add column de_organisme_id uuid,
  add check ((compte_id is null) = (de_organisme_id is null));
comment on column pole.engagement.compte_id is 'La personne à qui le rappel s’adresse, si « qui » en nomme une que le pôle connaît.';

-- Chaque message de pôle, une fois par personne : la clé dit de quoi il parle.
create table pole.avis (
  pole_id uuid not null, cle text not null check (cle ~ '^[a-z-]{3,40}:[0-9a-z:-]{1,120}$'), compte_id uuid not null,
  organisme_id uuid not null default app.organisme(), le timestamptz not null,
  primary key (pole_id, cle, compte_id), foreign key (pole_id) references pole.pole (pole_id)
);
call app.proteger('pole.avis', 'collective', cle => 'pole_id', porte => 'porte.poles()', preuve => true);
call app.fermer_aux_liens('pole.avis');
grant select, insert on pole.avis to coforme_app;

-- Qui veut lire les retours dans sa boîte : chacun pour soi.
create table pole.abonne (
  pole_id uuid not null, organisme_id uuid not null default app.organisme(), compte_id uuid not null, depuis_le timestamptz not null,
  primary key (pole_id, organisme_id, compte_id), foreign key (pole_id) references pole.pole (pole_id)
);
call app.proteger('pole.abonne', 'collective', cle => 'pole_id', porte => 'porte.poles()');
call app.fermer_aux_liens('pole.abonne');
grant select, insert, delete on pole.abonne to coforme_app;
create policy soi on pole.abonne as restrictive for insert to coforme_app with check (compte_id = (select app.personne()));
create policy soi_retirer on pole.abonne as restrictive for delete to coforme_app using (compte_id = (select app.personne()));

-- ─── 7. Décider : par coopérative, par personne, au poids des statuts ────────────────────────────
alter table pole.decision
  add column scrutin text not null default 'cooperative' check (scrutin in ('cooperative', 'personne', 'poids')),
  add column portee text not null default 'pole' check (portee in ('pole', 'avis', 'recommandation')),
  add column reprend_id uuid,
  -- La suite : qui s'en charge, pour quand, et où cela en est.
  add column responsable text not null default '' check (length(responsable) <= 200), add column echeance date,
  add column realisation text not null default 'a-faire' check (realisation in ('a-faire', 'en-cours', 'faite', 'abandonnee')),
  add column suivi text not null default '' check (length(suivi) <= 1000), add column suivi_le timestamptz;
call app.lier('pole.decision', 'decision_reprend_fk', 'pole_id, reprend_id', 'pole.decision (pole_id, id)');
do $$
declare c text;
begin
  -- Comme app.proteger le fait à la naissance d'une table : « explain » ne doit rien montrer de leurs textes.
  foreach c in array array['scrutin', 'portee', 'responsable', 'realisation', 'suivi'] loop
    execute format('alter table pole.decision alter column %I set statistics 0', c);
  end loop;
end $$;
alter table pole.adhesion add column poids integer not null default 1 check (poids between 1 and 1000);
comment on column pole.adhesion.poids is 'Le poids que les statuts donnent à la coopérative ; il ne sert qu’aux scrutins pondérés, et s’y fige à l’ouverture.';

-- Questions, réponses, clarifications avant de se prononcer. Rien ne s'y efface.
create table pole.propos (
  pole_id uuid not null, decision_id uuid not null, id uuid not null, organisme_id uuid not null default app.organisme(),
  texte text not null check (length(texte) between 1 and 2000), par text not null check (length(par) between 1 and 200), le timestamptz not null,
  primary key (pole_id, id), foreign key (pole_id, decision_id) references pole.decision (pole_id, id)
);
create index on pole.propos (pole_id, decision_id);
call app.proteger('pole.propos', 'collective', cle => 'pole_id', porte => 'porte.poles()', preuve => true);
call app.fermer_aux_liens('pole.propos');
grant select, insert on pole.propos to coforme_app;

-- Un électeur est une coopérative, ou une personne d'une coopérative ; zéro dit « la coopérative elle-même ». La clé de la voix suit
-- celle de l'électeur : une voix par ligne de la liste figée, quel que soit le scrutin.
alter table pole.voix drop constraint voix_pole_id_decision_id_organisme_id_fkey, drop constraint voix_pkey;
alter table pole.electeur drop constraint electeur_pkey;
alter table pole.electeur
  add column personne_id uuid not null default '00000000-0000-0000-0000-000000000000',
  add column nom text not null default '' check (length(nom) <= 200),
  add column poids integer not null default 1 check (poids between 1 and 1000),
  add primary key (pole_id, decision_id, organisme_id, personne_id);
alter table pole.electeur alter column nom set statistics 0;
alter table pole.voix
  add column personne_id uuid not null default '00000000-0000-0000-0000-000000000000',
  add primary key (pole_id, decision_id, organisme_id, personne_id);
call app.lier('pole.voix', 'voix_electeur_fk', 'pole_id, decision_id, organisme_id, personne_id', 'pole.electeur (pole_id, decision_id, organisme_id, personne_id)');
call app.laisser_lire('pole.decision', 'scrutin, echeance, realisation');
call app.laisser_lire('pole.engagement', 'pole_id, id, quoi, etat, pour, compte_id, de_organisme_id');

set local role coforme_porte;
drop function porte.membres_du_pole(uuid);
create function porte.membres_du_pole(p_pole uuid)
returns table (organisme_id uuid, nom text, ville text, etat text, du date, demandee_le timestamptz, cherche text, propose text, poids integer)
language sql stable security definer set search_path = ''
begin atomic
  select a.organisme_id, o.nom, o.ville, a.etat, a.du, a.demandee_le, a.cherche, a.propose, a.poids
    from pole.adhesion a join organisme.organisme o on o.organisme_id = a.organisme_id
   where a.pole_id = p_pole and a.pole_id = any ((select porte.poles())::uuid[])
     and (a.etat = 'active' or (a.etat = 'demandee' and p_pole = any ((select porte.poles_animes())::uuid[])))
   order by o.nom;
end;
comment on function porte.membres_du_pole is 'Les coopératives d’un pôle, pour ses membres ; celles qui frappent, pour qui l’anime.';
grant execute on function porte.membres_du_pole(uuid) to coforme_app;

create function porte.peser_cooperative(p_pole uuid, p_organisme uuid, p_poids integer) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  if not p_pole = any (porte.poles_animes()) then
    raise exception 'Qui anime le pôle y reporte les poids des statuts.' using errcode = '42501';
  end if;
  update pole.adhesion set poids = p_poids where pole_id = p_pole and organisme_id = p_organisme and etat = 'active';
  return found;
end $$;
grant execute on function porte.peser_cooperative(uuid, uuid, integer) to coforme_app;

-- Ouvrir fige le corps électoral : les coopératives membres à cet instant, une voix chacune ou leur poids ; ou leurs personnes.
create or replace function porte.ouvrir_decision(p_pole uuid, p_decision uuid, p_le timestamptz) returns integer
language plpgsql volatile security definer set search_path = '' as $$
declare n integer; s text; jour date := (p_le at time zone 'Europe/Paris')::date;
begin
  if not p_pole = any (porte.poles_animes()) then
    raise exception 'Qui anime le pôle ouvre un vote.' using errcode = '42501';
  end if;
  update pole.decision set etat = 'ouverte', ouverte_le = p_le
   where pole_id = p_pole and id = p_decision and etat = 'brouillon' and ferme_le > p_le;
  if not found then return null; end if;
  select scrutin into s from pole.decision where pole_id = p_pole and id = p_decision;
  if s = 'personne' then
    -- Qui prend part à la vie du pôle : tout membre d'une de ses coopératives, hors les rôles qui n'y participent pas.
    insert into pole.electeur (pole_id, decision_id, organisme_id, personne_id, nom)
      select p_pole, p_decision, a.organisme_id, c.compte_id, left(trim(k.prenom || ' ' || k.nom), 200)
        from pole.adhesion a join compte.adhesion c on c.organisme_id = a.organisme_id join compte.compte k on k.id = c.compte_id
       where a.pole_id = p_pole and a.etat = 'active' and c.acceptee_le is not null and k.ferme_le is null and (c.au is null or c.au >= jour)
         and not c.roles <@ '{comptable,dpo,auditeur}';
  else
    insert into pole.electeur (pole_id, decision_id, organisme_id, poids)
      select p_pole, p_decision, a.organisme_id, case s when 'poids' then a.poids else 1 end
        from pole.adhesion a where a.pole_id = p_pole and a.etat = 'active';
  end if;
  get diagnostics n = row_count;
  return n;
end $$;

create or replace function porte.donner_procuration(p_pole uuid, p_decision uuid, p_a uuid) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare moi uuid := porte.organisme(); s text; personne constant uuid := '00000000-0000-0000-0000-000000000000';
begin
  if not exists (select from pole.mandat where pole_id = p_pole and organisme_id = moi and compte_id = porte.personne()
                  and role in ('titulaire', 'suppleant')) then return 'sans-mandat'; end if;
  -- Verrou partagé avec la clôture, comme pour voter.
  select scrutin into s from pole.decision where pole_id = p_pole and id = p_decision and etat = 'ouverte' for share;
  if not found then return 'fermee'; end if;
  if s = 'personne' then return 'personnelle'; end if;
  if exists (select from pole.voix where pole_id = p_pole and decision_id = p_decision and organisme_id = moi) then return 'deja-vote'; end if;
  if p_a is not null and not exists (select from pole.electeur where pole_id = p_pole and decision_id = p_decision and organisme_id = p_a) then
    return 'porteur-inconnu';
  end if;
  begin
    update pole.electeur set procuration_id = p_a
     where pole_id = p_pole and decision_id = p_decision and organisme_id = moi and personne_id = personne;
  exception when unique_violation then return 'porteur-pris';
  end;
  return case when found then 'donnee' else 'hors-liste' end;
end $$;

-- Voter pour sa coopérative, pour celle qui a donné procuration, ou pour soi si le scrutin est par personne. Jusqu'à la clôture, la voix
-- peut changer : elle remplace, elle n'ajoute pas.
create or replace function porte.voter(p_pole uuid, p_decision uuid, p_pour uuid, p_choix integer[], p_motif text, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare moi uuid := porte.organisme(); qui uuid := porte.personne(); e record; d record;
  cle uuid := '00000000-0000-0000-0000-000000000000';
begin
  if moi is null or qui is null or not p_pole = any (porte.poles()) then return 'sans-mandat'; end if;
  -- Verrou partagé avec la clôture : on ne vote pas pendant qu'on dépouille.
  select etat, ferme_le, scrutin, cardinality(options) as n into d from pole.decision where pole_id = p_pole and id = p_decision for share;
  if not found then return 'hors-liste'; end if;
  if d.scrutin = 'personne' then
    cle := qui;
    if p_pour <> moi then return 'pour-une-autre'; end if;
  elsif not exists (select from pole.mandat m where m.pole_id = p_pole and m.organisme_id = moi and m.compte_id = qui
      and m.role in ('titulaire', 'suppleant')) then
    return 'sans-mandat';
  end if;
  if d.etat <> 'ouverte' or d.ferme_le <= p_le then return 'fermee'; end if;
  if cardinality(p_choix) <> d.n then return 'choix'; end if;
  select * into e from pole.electeur
   where pole_id = p_pole and decision_id = p_decision and organisme_id = p_pour and personne_id = cle;
  if not found then return 'hors-liste'; end if;
  if p_pour <> moi and e.procuration_id is distinct from moi then return 'pour-une-autre'; end if;
  if p_pour = moi and e.procuration_id is not null then return 'procuration-donnee'; end if;
  insert into pole.voix as v (pole_id, decision_id, organisme_id, personne_id, choix, motif, compte_id, le)
    values (p_pole, p_decision, p_pour, cle, p_choix, p_motif, qui, p_le)
    on conflict (pole_id, decision_id, organisme_id, personne_id) do update
      set choix = excluded.choix, motif = excluded.motif, compte_id = excluded.compte_id, le = excluded.le
      where v.le <= excluded.le;
  return 'compte';
end $$;

drop function porte.corps_electoral(uuid, uuid);
create function porte.corps_electoral(p_pole uuid, p_decision uuid)
returns table (organisme_id uuid, cooperative text, personne_id uuid, nom text, poids integer, procuration_id uuid, choix integer[], motif text, le timestamptz)
language sql stable security definer set search_path = ''
begin atomic
  select e.organisme_id, o.nom, nullif(e.personne_id, '00000000-0000-0000-0000-000000000000'), e.nom, e.poids, e.procuration_id, v.choix, v.motif, v.le
    from pole.electeur e join organisme.organisme o on o.organisme_id = e.organisme_id
    left join pole.voix v on v.pole_id = e.pole_id and v.decision_id = e.decision_id and v.organisme_id = e.organisme_id
      and v.personne_id = e.personne_id
   where e.pole_id = p_pole and e.decision_id = p_decision and e.pole_id = any ((select porte.poles())::uuid[])
   order by o.nom, e.nom;
end;
comment on function porte.corps_electoral is 'La liste figée et les voix données, pour les membres du pôle.';
grant execute on function porte.corps_electoral(uuid, uuid) to coforme_app;

-- Les coopératives d'un pôle au moins : la tournée des rappels enfile une tâche à chacune.
create function porte.cooperatives_des_poles() returns table (organisme_id uuid)
language sql stable security definer set search_path = ''
begin atomic
  select distinct a.organisme_id from pole.adhesion a where a.etat = 'active';
end;
grant execute on function porte.cooperatives_des_poles() to coforme_app;

-- Ce qui attend la personne de la transaction : demandes à viser, voix à donner, invitations sans réponse, engagements qui viennent.
create or replace function porte.ce_que_les_poles_attendent(p_le timestamptz)
returns table (quoi text, pole_id uuid, pole text, id uuid, titre text, quand timestamptz)
language sql stable security definer set search_path = ''
begin atomic
  with mandats as (
    select m.pole_id, bool_or(m.role = 'animation') as anime, bool_or(m.role <> 'animation') as parle
      from pole.mandat m join pole.adhesion a on a.pole_id = m.pole_id and a.organisme_id = m.organisme_id and a.etat = 'active'
     where m.organisme_id = (select porte.organisme()) and m.compte_id = (select porte.personne()) group by m.pole_id)
  select 'visa', p.pole_id, p.nom, a.organisme_id, o.nom, a.demandee_le
    from mandats m join pole.pole p on p.pole_id = m.pole_id join pole.adhesion a on a.pole_id = p.pole_id and a.etat = 'demandee'
    join organisme.organisme o on o.organisme_id = a.organisme_id where m.anime
  union all
  select 'voix', p.pole_id, p.nom, d.id, d.titre, d.ferme_le
    from pole.electeur e join pole.decision d on d.pole_id = e.pole_id and d.id = e.decision_id and d.etat = 'ouverte' and d.ferme_le > p_le
    join pole.pole p on p.pole_id = d.pole_id left join mandats m on m.pole_id = e.pole_id
   where e.organisme_id = (select porte.organisme()) and e.pole_id = any ((select porte.poles())::uuid[]) and e.procuration_id is null
     and case when d.scrutin = 'personne' then e.personne_id = (select porte.personne()) else m.parle end
     and not exists (select from pole.voix v where v.pole_id = e.pole_id and v.decision_id = e.decision_id and v.organisme_id = e.organisme_id
       and v.personne_id = e.personne_id)
  union all
  select 'reponse', p.pole_id, p.nom, r.id, r.titre, r.debut
    from mandats m join pole.pole p on p.pole_id = m.pole_id
    join pole.reunion r on r.pole_id = p.pole_id and r.etat = 'convoquee' and r.debut > p_le
   where m.parle and not exists (select from pole.reponse x where x.pole_id = r.pole_id and x.reunion_id = r.id
     and x.organisme_id = (select porte.organisme()) and x.compte_id = (select porte.personne()))
  union all
  select 'engagement', p.pole_id, p.nom, g.id, g.quoi, g.pour::timestamp at time zone 'Europe/Paris'
    from pole.engagement g join pole.pole p on p.pole_id = g.pole_id
   where g.de_organisme_id = (select porte.organisme()) and g.compte_id = (select porte.personne()) and g.etat = 'pris'
     and g.pole_id = any ((select porte.poles())::uuid[]) and g.pour <= (p_le at time zone 'Europe/Paris')::date + 7
  union all
  select 'suite', p.pole_id, p.nom, d.id, d.titre, d.echeance::timestamp at time zone 'Europe/Paris'
    from mandats m join pole.pole p on p.pole_id = m.pole_id
    join pole.decision d on d.pole_id = p.pole_id and d.etat = 'close' and d.realisation in ('a-faire', 'en-cours')
   where m.anime and d.echeance <= (p_le at time zone 'Europe/Paris')::date
   order by 6 limit 50;
end;
set local role coforme_owner;
