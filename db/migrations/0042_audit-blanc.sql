-- L'audit blanc : un cadre, une photo des données et l'engagement d'une graine que nul ne lit avant l'ouverture, un tirage que
-- l'on rejoue, des conclusions, des écarts et leurs actions. Qui audite du dehors (un pair d'une autre coopérative, un auditeur
-- par un lien) ne lit que la copie figée de l'échantillon, par des portes qui gardent trace de chaque lecture.
create table qualite.audit (
  organisme_id uuid not null default app.organisme() references organisme.organisme (organisme_id),
  id uuid not null,
  genre text not null check (genre in ('initial', 'surveillance', 'renouvellement', 'extension')),
  audit_le date not null,
  depuis date not null,                    -- le premier jour des dossiers tirés : l'audit précédent
  categories text[] not null check (categories <@ array['AF', 'CBC', 'VAE', 'CFA'] and cardinality(categories) > 0),
  situation text[] not null check (situation <@ array['certification', 'alternance', 'situation-de-travail', 'sous-traitance']),
  nouveau text[] not null default '{}' check (nouveau <@ categories),  -- les catégories où l'on est nouvel entrant
  anciens smallint[] not null default '{}' check (cardinality(anciens) <= 40), -- les mineures de l'audit précédent
  minutes integer not null check (minutes between 30 and 4800),
  par_categorie smallint check (par_categorie between 1 and 40),       -- nul : autour de la racine du nombre, entre trois et huit
  beneficiaires smallint not null check (beneficiaires between 1 and 6),
  cree_le timestamptz not null, par uuid default app.personne(),
  primary key (organisme_id, id),
  check (depuis < audit_le)
);
create index on qualite.audit (organisme_id, cree_le desc);

-- La graine : la base la tire, la garde, et n'en donne que l'empreinte jusqu'à l'ouverture.
create table qualite.audit_graine (
  organisme_id uuid not null, audit_id uuid not null,
  graine bytea not null check (octet_length(graine) = 32),
  tiree_le timestamptz not null default clock_timestamp(), revelee_le timestamptz,
  primary key (organisme_id, audit_id),
  foreign key (organisme_id, audit_id) references qualite.audit (organisme_id, id)
);
-- La photo : ce qui se tire, et ce qui manquait ce jour-là. Ce qui paraît ensuite est dit « après le gel ».
create table qualite.audit_gel (
  organisme_id uuid not null default app.organisme(), audit_id uuid not null,
  engagement bytea not null check (octet_length(engagement) = 32),
  population text not null check (length(population) between 2 and 20000000),
  empreinte bytea not null check (octet_length(empreinte) = 32),       -- SHA-256 de la population, telle qu'écrite
  trous text not null check (length(trous) <= 20000000),
  gele_le timestamptz not null, par uuid default app.personne(),
  primary key (organisme_id, audit_id),
  foreign key (organisme_id, audit_id) references qualite.audit (organisme_id, id),
  check (empreinte = sha256(convert_to(population, 'UTF8')))
);
create table qualite.audit_ouverture (
  organisme_id uuid not null default app.organisme(), audit_id uuid not null,
  graine bytea not null check (octet_length(graine) = 32),
  echantillon jsonb not null check (jsonb_typeof(echantillon) = 'array'),
  ouvert_le timestamptz not null, par uuid default app.personne(),
  primary key (organisme_id, audit_id),
  foreign key (organisme_id, audit_id) references qualite.audit_gel (organisme_id, audit_id)
);
-- Ce que lit l'auditeur, et rien d'autre : une copie. On en refait une quand un fait s'ajoute ; la dernière se lit.
create table qualite.audit_photo (
  organisme_id uuid not null default app.organisme(), audit_id uuid not null, rang integer not null check (rang > 0),
  contenu jsonb not null check (jsonb_typeof(contenu) = 'object' and length(contenu::text) <= 8000000),
  prise_le timestamptz not null, par uuid default app.personne(),
  primary key (organisme_id, audit_id, rang),
  foreign key (organisme_id, audit_id) references qualite.audit_ouverture (organisme_id, audit_id)
);
-- Les fichiers que cette copie montre.
create table qualite.audit_piece (
  organisme_id uuid not null default app.organisme(), audit_id uuid not null, photo integer not null, id uuid not null,
  libelle text not null check (length(libelle) between 1 and 300),
  fichier text not null check (fichier ~ '^[0-9a-f]{64}$'),  -- signé depuis, un exemplaire a d'autres octets : à chaque copie les siens
  primary key (organisme_id, audit_id, photo, id),
  foreign key (organisme_id, audit_id) references qualite.audit_ouverture (organisme_id, audit_id)
);
-- Une fiche par point (un indicateur, la marque, l'affichage) ; la dernière révision vaut.
create table qualite.audit_constat (
  organisme_id uuid not null default app.organisme(), audit_id uuid not null,
  point text not null check (point ~ '^([0-9]{1,2}|marque|affichage)$'), rang integer not null check (rang between 1 and 1000),
  conclusion text not null check (conclusion in ('tenu', 'mineure', 'majeure')),
  constat text not null check (length(constat) between 3 and 4000),
  risque text not null default '' check (length(risque) <= 2000),
  secondes integer check (secondes between 0 and 36000),
  de_organisme_id uuid not null default app.organisme(),
  ecrit_le timestamptz not null, par uuid default app.personne(),
  primary key (organisme_id, audit_id, point, rang),
  foreign key (organisme_id, audit_id) references qualite.audit_ouverture (organisme_id, audit_id)
);
create table qualite.audit_cloture (
  organisme_id uuid not null default app.organisme(), audit_id uuid not null,
  notifie_le date not null,
  majeures integer not null check (majeures >= 0), mineures integer not null check (mineures >= 0),
  conclu_le timestamptz not null, par uuid default app.personne(),
  primary key (organisme_id, audit_id),
  foreign key (organisme_id, audit_id) references qualite.audit_ouverture (organisme_id, audit_id)
);
-- L'action qui répond d'un écart : une ligne du registre des actions.
create table qualite.audit_action (
  organisme_id uuid not null default app.organisme(), audit_id uuid not null, point text not null,
  ligne_id uuid not null,
  liee_le timestamptz not null, par uuid default app.personne(),
  primary key (organisme_id, audit_id, point),
  foreign key (organisme_id, audit_id) references qualite.audit_cloture (organisme_id, audit_id)
);
create index on qualite.audit_action (organisme_id, ligne_id);

-- Qui audite du dehors. Un pair accepte, et s'engage ; un lien vaut pour qui le tient. Les deux finissent un jour dit.
create table qualite.audit_mission (
  organisme_id uuid not null, id uuid not null, audit_id uuid not null,
  genre text not null check (genre in ('pair', 'externe')),
  pair_organisme_id uuid, jeton bytea check (octet_length(jeton) = 32),
  nom text not null check (length(nom) between 2 and 200),
  finalite text not null check (length(finalite) between 10 and 500),
  expire_le date not null,
  etat text not null check (etat in ('propose', 'accepte', 'refuse', 'retire')),
  propose_le timestamptz not null, propose_par uuid not null,
  repondu_le timestamptz, repondu_par uuid, retire_le timestamptz, retire_par uuid,
  primary key (organisme_id, id),
  foreign key (organisme_id, audit_id) references qualite.audit (organisme_id, id),
  check ((genre = 'pair') = (pair_organisme_id is not null)), check ((genre = 'externe') = (jeton is not null)),
  check (pair_organisme_id <> organisme_id)
);
create index on qualite.audit_mission (pair_organisme_id);
create index on qualite.audit_mission (jeton);
-- Chaque lecture du dehors.
create table qualite.audit_lecture (
  organisme_id uuid not null, id uuid not null default gen_random_uuid(), audit_id uuid not null, mission_id uuid not null,
  quoi text not null check (quoi ~ '^[a-z]{3,20}(:[a-z0-9]{1,20})?$'),
  le timestamptz not null default clock_timestamp(),
  primary key (organisme_id, id),
  foreign key (organisme_id, audit_id) references qualite.audit (organisme_id, id)
);
create index on qualite.audit_lecture (organisme_id, audit_id, le desc);

call app.proteger('qualite.audit', 'own', preuve => true);
call app.proteger('qualite.audit_graine', 'porte', sauvegarde => true);
call app.proteger('qualite.audit_gel', 'own', preuve => true);
call app.proteger('qualite.audit_ouverture', 'own', preuve => true);
call app.proteger('qualite.audit_photo', 'own', preuve => true);
call app.proteger('qualite.audit_piece', 'own', preuve => true);
call app.proteger('qualite.audit_constat', 'own', preuve => true);
call app.proteger('qualite.audit_cloture', 'own', preuve => true);
call app.proteger('qualite.audit_action', 'own', preuve => true);
call app.proteger('qualite.audit_mission', 'porte');
call app.proteger('qualite.audit_lecture', 'own', preuve => true);

-- L'audit est celui de toute la coopérative : qui n'en voit qu'une enseigne n'en lit et n'en écrit rien.
do $$
declare t text;
begin
  foreach t in array '{audit,audit_gel,audit_ouverture,audit_photo,audit_piece,audit_constat,audit_cloture,audit_action,audit_lecture}'::text[] loop
    call app.fermer_aux_liens('qualite.' || t);
    execute format('create policy siege_lire on qualite.%I as restrictive for select to coforme_app using ((select app.toutes_activites()))', t);
    execute format('create policy siege_ajouter on qualite.%I as restrictive for insert to coforme_app with check ((select app.toutes_activites()))', t);
    execute format('grant select on qualite.%I to coforme_app', t);
    if t <> 'audit_lecture' then execute format('grant insert on qualite.%I to coforme_app', t); end if;
  end loop;
end $$;
-- Le tirage est celui de la graine que l'on avait engagée, ou il n'est pas.
create policy engagee on qualite.audit_ouverture as restrictive for insert to coforme_app with check (
  exists (select from qualite.audit_gel g where g.organisme_id = audit_ouverture.organisme_id and g.audit_id = audit_ouverture.audit_id
    and g.engagement = sha256(audit_ouverture.graine)));
-- Ce que l'on écrit chez soi est de soi ; d'un audit conclu, plus rien ne se dit.
create policy auteur on qualite.audit_constat as restrictive for insert to coforme_app with check (
  de_organisme_id = (select app.organisme()) and par is not distinct from (select app.personne())
  and not exists (select from qualite.audit_cloture c where c.organisme_id = audit_constat.organisme_id and c.audit_id = audit_constat.audit_id));

grant select, insert, update (revelee_le) on qualite.audit_graine to coforme_porte;
grant select, insert, update (etat, repondu_le, repondu_par, retire_le, retire_par) on qualite.audit_mission to coforme_porte;
grant insert (organisme_id, audit_id, mission_id, quoi) on qualite.audit_lecture to coforme_porte;
grant insert on qualite.audit_constat to coforme_porte;
create policy porte_ajouter on qualite.audit_lecture for insert to coforme_porte with check (true);
create policy porte_ajouter on qualite.audit_constat for insert to coforme_porte with check (true);
call app.laisser_lire('qualite.audit', 'organisme_id, id, genre, audit_le, minutes');
call app.laisser_lire('qualite.audit_gel', 'organisme_id, audit_id, engagement');
call app.laisser_lire('qualite.audit_ouverture', 'organisme_id, audit_id, graine, ouvert_le');
call app.laisser_lire('qualite.audit_photo', 'organisme_id, audit_id, rang, contenu, prise_le');
call app.laisser_lire('qualite.audit_piece', 'organisme_id, audit_id, photo, id, libelle, fichier');
call app.laisser_lire('qualite.audit_constat', 'organisme_id, audit_id, point, rang, conclusion, constat, risque, secondes, de_organisme_id, ecrit_le');
call app.laisser_lire('qualite.audit_cloture', 'organisme_id, audit_id, notifie_le');
call app.laisser_lire('qualite.audit_lecture', 'organisme_id, audit_id, mission_id, le');
call app.laisser_lire('plateforme.fichier', 'organisme_id, empreinte, type, taille, octets');

set local role coforme_porte;

create function porte.engager_graine(p_audit uuid) returns bytea
language plpgsql volatile security definer set search_path = '' as $$
declare
  moi uuid := porte.organisme();
  g bytea := sha256((gen_random_uuid()::text || gen_random_uuid()::text || gen_random_uuid()::text)::bytea);
begin
  if moi is null or porte.personne() is null or porte.portee() <> '*'
     or not exists (select from qualite.audit a where a.organisme_id = moi and a.id = p_audit) then return null; end if;
  insert into qualite.audit_graine (organisme_id, audit_id, graine) values (moi, p_audit, g) on conflict do nothing;
  return (select sha256(x.graine) from qualite.audit_graine x where x.organisme_id = moi and x.audit_id = p_audit);
end $$;
comment on function porte.engager_graine is 'Tire la graine d’un audit, une fois, et n’en rend que l’empreinte.';

create function porte.reveler_graine(p_audit uuid) returns bytea
language plpgsql volatile security definer set search_path = '' as $$
declare moi uuid := porte.organisme(); g bytea;
begin
  if moi is null or porte.personne() is null or porte.portee() <> '*'
     or not exists (select from qualite.audit_gel x where x.organisme_id = moi and x.audit_id = p_audit) then return null; end if;
  update qualite.audit_graine x set revelee_le = coalesce(x.revelee_le, clock_timestamp())
   where x.organisme_id = moi and x.audit_id = p_audit returning x.graine into g;
  return g;
end $$;
comment on function porte.reveler_graine is 'La graine, une fois les données gelées ; l’heure où elle fut lue reste.';

create function porte.pairs_d_audit() returns table (organisme_id uuid, nom text)
language sql stable security definer set search_path = ''
begin atomic
  select distinct o.organisme_id, o.nom from pole.adhesion a join organisme.organisme o on o.organisme_id = a.organisme_id
   where a.pole_id = any ((select porte.poles())::uuid[]) and a.etat = 'active' and a.organisme_id <> (select porte.organisme())
   order by o.nom;
end;
comment on function porte.pairs_d_audit is 'Les coopératives de nos pôles à qui proposer de tenir le rôle de l’auditeur.';

create function porte.proposer_mission(p_id uuid, p_audit uuid, p_pair uuid, p_jeton bytea, p_nom text, p_finalite text, p_expire date,
  p_le timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare moi uuid := porte.organisme(); qui uuid := porte.personne();
begin
  if moi is null or qui is null or porte.portee() <> '*' or (p_pair is null) = (p_jeton is null)
     or p_expire < porte.aujourd_hui() or p_expire > porte.aujourd_hui() + 370
     or not exists (select from qualite.audit a where a.organisme_id = moi and a.id = p_audit)
     or p_pair is not null and not exists (select from porte.pairs_d_audit() c where c.organisme_id = p_pair)
     or (select count(*) from qualite.audit_mission m where m.organisme_id = moi and m.audit_id = p_audit) >= 20 then return false; end if;
  insert into qualite.audit_mission (organisme_id, id, audit_id, genre, pair_organisme_id, jeton, nom, finalite, expire_le, etat, propose_le, propose_par)
    values (moi, p_id, p_audit, case when p_pair is null then 'externe' else 'pair' end, p_pair, p_jeton, p_nom, p_finalite, p_expire,
      case when p_pair is null then 'accepte' else 'propose' end, p_le, qui)
    on conflict do nothing;
  return true;
end $$;

create function porte.repondre_mission(p_organisme uuid, p_id uuid, p_oui boolean, p_le timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  if porte.personne() is null then return false; end if;
  update qualite.audit_mission set etat = case when p_oui then 'accepte' else 'refuse' end, repondu_le = p_le, repondu_par = porte.personne()
   where organisme_id = p_organisme and id = p_id and pair_organisme_id = porte.organisme() and etat = 'propose'
     and expire_le >= porte.aujourd_hui();
  return found;
end $$;

create function porte.retirer_mission(p_organisme uuid, p_id uuid, p_le timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare moi uuid := porte.organisme();
begin
  if porte.personne() is null then return false; end if;
  update qualite.audit_mission set etat = 'retire', retire_le = p_le, retire_par = porte.personne()
   where organisme_id = p_organisme and id = p_id and (organisme_id = moi and porte.portee() = '*' or pair_organisme_id = moi)
     and etat in ('propose', 'accepte');
  return found;
end $$;
comment on function porte.retirer_mission is 'L’audité ou le pair cesse ; plus rien ne se lit ensuite.';

create function porte.missions_d_audit(p_audit uuid)
returns table (id uuid, genre text, organisme text, nom text, finalite text, expire_le date, etat text, propose_le timestamptz,
  repondu_le timestamptz, par text, lectures bigint, derniere timestamptz)
language sql stable security definer set search_path = ''
begin atomic
  select m.id, m.genre, o.nom, m.nom, m.finalite, m.expire_le, m.etat, m.propose_le, m.repondu_le,
      (select c.prenom || ' ' || c.nom from compte.compte c where c.id = m.repondu_par),
      (select count(*) from qualite.audit_lecture l where l.organisme_id = m.organisme_id and l.audit_id = m.audit_id and l.mission_id = m.id),
      (select max(l.le) from qualite.audit_lecture l where l.organisme_id = m.organisme_id and l.audit_id = m.audit_id and l.mission_id = m.id)
    from qualite.audit_mission m left join organisme.organisme o on o.organisme_id = m.pair_organisme_id
   where m.organisme_id = (select porte.organisme()) and m.audit_id = p_audit and (select porte.portee()) = '*' order by m.propose_le, m.id;
end;
comment on function porte.missions_d_audit is 'Qui audite du dehors, ce qui lui fut dit, et combien de fois il a lu.';

create function porte.missions_recues()
returns table (organisme_id uuid, id uuid, organisme text, genre text, audit_le date, minutes integer, finalite text, expire_le date, etat text,
  propose_le timestamptz, mienne boolean, ouvert boolean, conclu boolean)
language sql stable security definer set search_path = ''
begin atomic
  select m.organisme_id, m.id, o.nom, a.genre, a.audit_le, a.minutes, m.finalite, m.expire_le,
      case when m.expire_le < (select porte.aujourd_hui()) and m.etat in ('propose', 'accepte') then 'echu' else m.etat end, m.propose_le,
      m.repondu_par is not distinct from (select porte.personne()),
      exists (select from qualite.audit_ouverture x where x.organisme_id = m.organisme_id and x.audit_id = m.audit_id),
      exists (select from qualite.audit_cloture x where x.organisme_id = m.organisme_id and x.audit_id = m.audit_id)
    from qualite.audit_mission m join organisme.organisme o on o.organisme_id = m.organisme_id
      join qualite.audit a on a.organisme_id = m.organisme_id and a.id = m.audit_id
   where m.pair_organisme_id = (select porte.organisme()) and (select porte.personne()) is not null order by m.propose_le desc, m.id;
end;
comment on function porte.missions_recues is 'Les audits qu’une autre coopérative nous demande de tenir.';

-- Une mission qui vaut à l'instant, pour qui la tient : le pair qui l'a acceptée, ou le porteur du lien. Réservée aux portes.
create function porte.mission_tenue(p_organisme uuid, p_id uuid, p_jeton bytea) returns qualite.audit_mission
language plpgsql stable security definer set search_path = '' as $$
declare m qualite.audit_mission;
begin
  if p_jeton is not null then
    select x.* into m from qualite.audit_mission x where x.jeton = sha256(p_jeton) and x.genre = 'externe' limit 1;
  else
    select x.* into m from qualite.audit_mission x where x.organisme_id = p_organisme and x.id = p_id and x.genre = 'pair'
      and x.pair_organisme_id = porte.organisme() and x.repondu_par = porte.personne();
  end if;
  if m.id is null or m.etat <> 'accepte' or m.expire_le < porte.aujourd_hui() then return null; end if;
  -- Un pair qui n'est plus de sa coopérative n'audite plus pour elle.
  if m.genre = 'pair' and not exists (select from compte.adhesion a where a.organisme_id = m.pair_organisme_id and a.compte_id = m.repondu_par
      and a.acceptee_le is not null and a.du <= porte.aujourd_hui() and (a.au is null or a.au >= porte.aujourd_hui())) then return null; end if;
  return m;
end $$;

create function porte.lire_echantillon(p_organisme uuid, p_id uuid, p_jeton bytea, p_quoi text) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare m qualite.audit_mission := porte.mission_tenue(p_organisme, p_id, p_jeton); rendu jsonb;
begin
  if m.id is null then return null; end if;
  insert into qualite.audit_lecture (organisme_id, audit_id, mission_id, quoi) values (m.organisme_id, m.audit_id, m.id, p_quoi);
  select jsonb_build_object('organisme', o.nom, 'nom', m.nom, 'finalite', m.finalite, 'expireLe', m.expire_le, 'minutes', a.minutes,
      'genre', a.genre, 'auditLe', a.audit_le,
      'engagement', (select encode(g.engagement, 'hex') from qualite.audit_gel g where g.organisme_id = a.organisme_id and g.audit_id = a.id),
      'graine', (select encode(x.graine, 'hex') from qualite.audit_ouverture x where x.organisme_id = a.organisme_id and x.audit_id = a.id),
      'ouvertLe', (select x.ouvert_le from qualite.audit_ouverture x where x.organisme_id = a.organisme_id and x.audit_id = a.id),
      'concluLe', (select x.notifie_le from qualite.audit_cloture x where x.organisme_id = a.organisme_id and x.audit_id = a.id),
      'photo', (select p.contenu from qualite.audit_photo p where p.organisme_id = a.organisme_id and p.audit_id = a.id order by p.rang desc limit 1),
      'constats', coalesce((select jsonb_agg(jsonb_build_object('point', c.point, 'rang', c.rang, 'conclusion', c.conclusion, 'constat', c.constat,
          'risque', c.risque, 'secondes', c.secondes, 'ecritLe', c.ecrit_le) order by c.point, c.rang)
        from qualite.audit_constat c where c.organisme_id = a.organisme_id and c.audit_id = a.id), '[]'))
    into rendu from qualite.audit a join organisme.organisme o on o.organisme_id = a.organisme_id
   where a.organisme_id = m.organisme_id and a.id = m.audit_id;
  return rendu;
end $$;
comment on function porte.lire_echantillon is 'La copie figée de l’échantillon, et rien d’autre, à qui tient la mission ; la lecture s’écrit.';

create function porte.fichier_d_echantillon(p_organisme uuid, p_id uuid, p_jeton bytea, p_piece uuid)
returns table (organisme_id uuid, libelle text, empreinte text, type text, octets bytea)
language plpgsql volatile security definer set search_path = '' as $$
declare m qualite.audit_mission := porte.mission_tenue(p_organisme, p_id, p_jeton); r integer;
begin
  if m.id is null then return; end if;
  select max(x.rang) into r from qualite.audit_photo x where x.organisme_id = m.organisme_id and x.audit_id = m.audit_id;
  if not exists (select from qualite.audit_piece x where x.organisme_id = m.organisme_id and x.audit_id = m.audit_id and x.photo = r and x.id = p_piece) then
    return; end if;
  insert into qualite.audit_lecture (organisme_id, audit_id, mission_id, quoi) values (m.organisme_id, m.audit_id, m.id, 'piece');
  return query select x.organisme_id, x.libelle, x.fichier, f.type, f.octets
    from qualite.audit_piece x join plateforme.fichier f on f.organisme_id = x.organisme_id and f.empreinte = decode(x.fichier, 'hex')
   where x.organisme_id = m.organisme_id and x.audit_id = m.audit_id and x.photo = r and x.id = p_piece;
end $$;

-- Le pair conclut ; un lien ne fait que lire.
create function porte.constater_mission(p_organisme uuid, p_id uuid, p_point text, p_rang integer, p_conclusion text, p_constat text, p_risque text,
  p_secondes integer, p_le timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare m qualite.audit_mission := porte.mission_tenue(p_organisme, p_id, null);
begin
  if m.id is null or not exists (select from qualite.audit_ouverture x where x.organisme_id = m.organisme_id and x.audit_id = m.audit_id)
     or exists (select from qualite.audit_cloture x where x.organisme_id = m.organisme_id and x.audit_id = m.audit_id)
     or p_rang <> 1 + coalesce((select max(c.rang) from qualite.audit_constat c where c.organisme_id = m.organisme_id and c.audit_id = m.audit_id
       and c.point = p_point), 0) then return false; end if;
  insert into qualite.audit_constat (organisme_id, audit_id, point, rang, conclusion, constat, risque, secondes, de_organisme_id, ecrit_le, par)
    values (m.organisme_id, m.audit_id, p_point, p_rang, p_conclusion, p_constat, p_risque, p_secondes, m.pair_organisme_id, p_le, porte.personne())
    on conflict do nothing;
  return found;
end $$;
comment on function porte.constater_mission is 'La fiche d’un point, écrite par le pair qui tient l’audit.';

revoke execute on all functions in schema porte from public;
grant execute on function porte.engager_graine(uuid), porte.reveler_graine(uuid), porte.pairs_d_audit(),
  porte.proposer_mission(uuid, uuid, uuid, bytea, text, text, date, timestamptz), porte.repondre_mission(uuid, uuid, boolean, timestamptz),
  porte.retirer_mission(uuid, uuid, timestamptz), porte.missions_d_audit(uuid), porte.missions_recues(),
  porte.lire_echantillon(uuid, uuid, bytea, text), porte.fichier_d_echantillon(uuid, uuid, bytea, uuid),
  porte.constater_mission(uuid, uuid, text, integer, text, text, text, integer, timestamptz) to coforme_app;
set local role coforme_owner;

-- ─── Les fichiers joints aux lignes d'un registre ────────────────────────────────────────────────
-- Le type est celui des octets, jamais celui qu'on annonce. Retirer laisse la trace ; un fichier périmé fait retomber la preuve.
create table qualite.jointe (
  organisme_id uuid not null default app.organisme(), id uuid not null, activite_id uuid not null,
  ligne_id uuid not null,                  -- une ligne a des révisions : la clé est tenue par la règle « ligne », plus bas
  nom text not null check (length(nom) between 1 and 200),
  fichier text not null check (fichier ~ '^[0-9a-f]{64}$'),
  type text not null check (type in ('application/pdf', 'image/png', 'image/jpeg')),
  taille integer not null check (taille between 1 and 10000000),
  expire_le date,
  jointe_le timestamptz not null, par uuid default app.personne(),
  primary key (organisme_id, id),
  unique (organisme_id, id, activite_id),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id)
);
create index on qualite.jointe (organisme_id, ligne_id);
create index on qualite.jointe (organisme_id, fichier);
create table qualite.jointe_retrait (
  organisme_id uuid not null default app.organisme(), jointe_id uuid not null, activite_id uuid not null,
  retiree_le timestamptz not null, par uuid default app.personne(),
  primary key (organisme_id, jointe_id),
  foreign key (organisme_id, jointe_id) references qualite.jointe (organisme_id, id),
  foreign key (organisme_id, jointe_id, activite_id) references qualite.jointe (organisme_id, id, activite_id) on update cascade
);
call app.proteger('qualite.jointe', 'own', activite => true, preuve => true);
call app.proteger('qualite.jointe_retrait', 'own', activite => true, preuve => true);
call app.fermer_aux_liens('qualite.jointe');
call app.fermer_aux_liens('qualite.jointe_retrait');
grant select, insert on qualite.jointe, qualite.jointe_retrait to coforme_app;
create policy ligne on qualite.jointe as restrictive for insert to coforme_app with check (
  exists (select from qualite.registre r where r.organisme_id = jointe.organisme_id and r.id = jointe.ligne_id and r.activite_id = jointe.activite_id));

drop policy enseigne on plateforme.fichier;
create policy enseigne on plateforme.fichier as restrictive for select to coforme_app using (
  (select app.toutes_activites()) or depose_par = (select app.personne())
  or exists (select from documents.piece p where p.organisme_id = fichier.organisme_id and p.fichier = encode(fichier.empreinte, 'hex'))
  or exists (select from documents.signature s where s.organisme_id = fichier.organisme_id and s.scan = encode(fichier.empreinte, 'hex'))
  or exists (select from documents.exemplaire e where e.organisme_id = fichier.organisme_id and e.fichier = encode(fichier.empreinte, 'hex'))
  or exists (select from organisme.organisme o where o.organisme_id = fichier.organisme_id and o.logo = encode(fichier.empreinte, 'hex'))
  or exists (select from qualite.jointe j where j.organisme_id = fichier.organisme_id and j.fichier = encode(fichier.empreinte, 'hex')));
