-- Long parce que le socle se relit d’un trait : qui demande, les familles, le journal, la file.
-- Le socle : qui demande, les familles de tables, le journal, la file de tâches.
--
-- Les rôles existent déjà (src/platform/db/roles.ts) : ils sont communs à toute la grappe, pas à une base.
-- Ce fichier s'exécute sous coforme_owner, qui est muré comme les autres (force row level security).

alter default privileges revoke execute on functions from public;
alter default privileges revoke usage on types from public;

create schema if not exists app;
create schema porte authorization coforme_porte;
create schema ref;
create schema journal;
create schema ext;

comment on schema app is 'Qui demande (organisme, personne, portée) et les familles de tables.';
comment on schema ref is 'Données de référence publiques : les mêmes pour tous, en lecture seule.';
comment on schema ext is 'Les extensions : rien qui soit à nous.';
comment on schema journal is 'Le journal des gestes : ce qui a été fait, par qui, en ajout seul.';

grant usage on schema app to coforme_app, coforme_porte, coforme_maintenance, coforme_file, coforme_migrator;
-- Les réservations (salle libre, personne libre) mêlent égalité et recouvrement dans une même exclusion.
create extension btree_gist with schema ext;

grant usage on schema ext to coforme_app, coforme_porte, coforme_maintenance;
grant usage on schema ref to coforme_app, coforme_porte, coforme_maintenance;

-- ─── 1. Le sceau ─────────────────────────────────────────────────────────────────────────────────
-- Les réglages seuls (app.organisme_id…) tomberaient devant un set_config injecté. Ils ne valent
-- qu'accompagnés d'un sceau : HMAC-SHA-256, sous un secret que seul coforme_porte lit, de l'organisme,
-- de la personne, de la portée, du processus et de l'instant où la transaction a commencé. Un sceau vu
-- sur une connexion réemployée ne vaut donc plus rien à la transaction suivante.

set local role coforme_porte;

alter default privileges revoke execute on functions from public;
comment on schema porte is 'Les portes : toutes les fonctions qui voient au-delà du mur. \df porte.* est la liste à relire.';
grant usage on schema porte to coforme_app, coforme_owner, coforme_maintenance, coforme_migrator;

create table porte.secret (
  seul boolean primary key default true check (seul),
  -- La clé complétée à 64 octets, déjà combinée à ipad et à opad (RFC 2104).
  interieur bytea not null check (octet_length(interieur) = 64),
  exterieur bytea not null check (octet_length(exterieur) = 64)
);
comment on table porte.secret is 'La clé des sceaux. Jamais sauvegardée : un sceau ne vit que le temps d’une transaction.';

do $$
declare
  -- gen_random_uuid() tire 122 bits du générateur fort du système ; trois suffisent à une clé de 256 bits.
  cle bytea := sha256((gen_random_uuid()::text || gen_random_uuid()::text || gen_random_uuid()::text)::bytea);
  dedans bytea := decode(repeat('36', 64), 'hex');
  dehors bytea := decode(repeat('5c', 64), 'hex');
begin
  for i in 0..31 loop
    dedans := set_byte(dedans, i, get_byte(cle, i) # 54);
    dehors := set_byte(dehors, i, get_byte(cle, i) # 92);
  end loop;
  insert into porte.secret (interieur, exterieur) values (dedans, dehors);
end $$;

alter table porte.secret enable row level security;
alter table porte.secret force row level security;
create policy porte on porte.secret for select to coforme_porte using (true);

create function porte.hacher(message text) returns bytea
language plpgsql stable strict parallel safe security definer set search_path = '' as $$
declare s record;
begin
  select interieur, exterieur into strict s from porte.secret;
  return sha256(s.exterieur || sha256(s.interieur || convert_to(message, 'UTF8')));
end $$;
comment on function porte.hacher is 'HMAC-SHA-256 sous la clé des sceaux ; exécutable par coforme_porte seul.';

-- « parallel restricted » : le numéro de processus d'un travailleur parallèle n'est pas celui du meneur.
-- Dans une règle, (select …) est calculé une fois, par le meneur : les plans parallèles restent permis.
create function porte.empreinte_du_sceau(organisme text, personne text, portee text) returns bytea
language plpgsql stable strict parallel restricted security definer set search_path = '' as $$
begin
  return porte.hacher(organisme || '|' || personne || '|' || portee || '|' || pg_backend_pid()::text || '|'
    || extract(epoch from transaction_timestamp())::text || '|' || current_setting('transaction_read_only'));
end $$;
comment on function porte.empreinte_du_sceau is 'Scellée en lecture seule, une transaction le reste : défaire le point de reprise, ou rejouer le sceau dans la transaction suivante du même message (même instant de départ), ne rend pas l’écriture.';

create function porte.sceller(organisme uuid, personne uuid, portee text) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  o text := organisme::text;
  p text := coalesce(personne::text, '');
  t text := case when portee = '*' then '*' else coalesce(nullif(portee, ''), '{}')::uuid[]::text end;
begin
  if o is null then
    raise exception 'Un sceau nomme toujours un organisme.' using errcode = '22004';
  end if;
  perform set_config('app.organisme_id', o, true), set_config('app.personne_id', p, true),
          set_config('app.activites', t, true),
          set_config('app.sceau', encode(porte.empreinte_du_sceau(o, p, t), 'hex'), true);
end $$;
comment on function porte.sceller is 'Scelle la transaction. Appelée par les seules portes « ouvrir_… », qui ont vérifié une preuve.';

-- L'heure de l'horloge, et non celle de la transaction, et la date d'ici : qui tient le rôle web peut ouvrir une
-- transaction longtemps avant (« now() » y est figé), d'un instantané ancien, ou changer de fuseau (« current_date »).
create function porte.present() returns timestamptz
language plpgsql stable parallel restricted security definer set search_path = '' as $$
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    raise exception 'Une porte ne s’ouvre que sur le présent (read committed).' using errcode = '25001';
  end if;
  return clock_timestamp();
end $$;

create function porte.aujourd_hui() returns date
language plpgsql stable parallel restricted security definer set search_path = '' as $$
begin
  return (clock_timestamp() at time zone 'Europe/Paris')::date;
end $$;

-- Une session révoquée ne se lit pas au-delà par une transaction laissée ouverte.
create function porte.vie_du_sceau() returns interval
language plpgsql stable parallel restricted security definer set search_path = '' as $$
begin
  return interval '1 hour';
end $$;

-- Comparer les empreintes des empreintes : le temps de comparaison n'apprend rien.
create function porte.est_scelle() returns boolean
language plpgsql stable parallel restricted security definer set search_path = '' as $$
declare
  s text := current_setting('app.sceau', true);
begin
  -- Après un premier emploi, une connexion garde '' et non null.
  if s is null or s = '' then return false; end if;
  if session_user = 'coforme_web' and clock_timestamp() > transaction_timestamp() + porte.vie_du_sceau() then return false; end if;
  return sha256(convert_to(s, 'UTF8')) = sha256(convert_to(encode(porte.empreinte_du_sceau(
    coalesce(current_setting('app.organisme_id', true), ''), coalesce(current_setting('app.personne_id', true), ''),
    coalesce(current_setting('app.activites', true), '')), 'hex'), 'UTF8'));
end $$;

create function porte.organisme() returns uuid
language plpgsql stable parallel restricted security definer set search_path = '' as $$
begin
  if porte.est_scelle() then return current_setting('app.organisme_id', true)::uuid; end if;
  return null;
end $$;

create function porte.personne() returns uuid
language plpgsql stable parallel restricted security definer set search_path = '' as $$
begin
  if porte.est_scelle() then return nullif(current_setting('app.personne_id', true), '')::uuid; end if;
  return null;
end $$;

create function porte.portee() returns text
language plpgsql stable parallel restricted security definer set search_path = '' as $$
begin
  if porte.est_scelle() then return current_setting('app.activites', true); end if;
  return '{}';
end $$;

revoke execute on all functions in schema porte from public;
grant execute on function porte.organisme(), porte.personne(), porte.portee()
  to coforme_app, coforme_owner, coforme_maintenance, coforme_migrator, coforme_file;

-- Une porte « ouvrir_… » ajoutée par un module s'écrit ainsi, dans sa propre migration :
--
--   set local role coforme_porte;
--   create function porte.ouvrir_session(empreinte bytea)
--     returns table (organisme uuid, personne uuid, portee text)
--     language plpgsql security definer set search_path = '' as $$
--   begin
--     select s.organisme_id, s.personne_id, … into organisme, personne, portee
--       from comptes.session s where s.empreinte = ouvrir_session.empreinte and s.expire_le > now();
--     if organisme is null then return; end if;           -- aucune ligne : la preuve ne vaut pas
--     perform porte.sceller(organisme, personne, portee);
--     return next;
--   end $$;
--   grant execute on function porte.ouvrir_session(bytea) to coforme_app;
--   set local role coforme_owner;
--
-- Elle rend une ligne (organisme, personne, portée « * » ou « {uuid,…} ») ou aucune, ne dit jamais pourquoi
-- elle refuse, et n'accepte d'organisme que celui que la preuve établit.

create function porte.ouvrir_tache(p_organisme uuid, p_portee text)
returns table (organisme uuid, personne uuid, portee text)
language plpgsql volatile security definer set search_path = '' as $$
begin
  if p_organisme is null then return; end if;
  perform porte.sceller(p_organisme, null, p_portee);
  return query select p_organisme, null::uuid, current_setting('app.activites', true);
end $$;
comment on function porte.ouvrir_tache is 'Une tâche de fond ou la ligne de commande. Jamais accordée à coforme_web ni à coforme_app.';
grant execute on function porte.ouvrir_tache(uuid, text) to coforme_worker, coforme_migrator;

grant usage, create on schema porte to coforme_file;
set local role coforme_owner;

-- ─── 2. Qui demande ──────────────────────────────────────────────────────────────────────────────
-- Simples, stables, sans « set » : PostgreSQL les déplie dans la requête. Jamais « immutable » : une
-- instruction nommée répondrait pour l'organisme précédent. Dans une règle, toujours (select app.x()).

create function app.organisme() returns uuid language sql stable parallel restricted
begin atomic select porte.organisme(); end;
comment on function app.organisme is 'L’organisme établi pour cette transaction, ou null.';

create function app.personne() returns uuid language sql stable parallel restricted
begin atomic select porte.personne(); end;

create function app.portee() returns text language sql stable parallel restricted
begin atomic select porte.portee(); end;
comment on function app.portee is '« * » tout l’organisme, « {uuid,…} » ces enseignes, « {} » rien.';

create function app.activites() returns uuid[] language sql stable parallel restricted
begin atomic select case when p = '*' then '{}' else p end::uuid[] from porte.portee() as p; end;

create function app.toutes_activites() returns boolean language sql stable parallel restricted
begin atomic select porte.portee() = '*'; end;

grant execute on function app.organisme(), app.personne(), app.portee(), app.activites(), app.toutes_activites()
  to coforme_app, coforme_porte, coforme_maintenance, coforme_migrator, coforme_file;

-- ─── 3. Les familles ─────────────────────────────────────────────────────────────────────────────

create table app.famille (
  nom text primary key,
  famille text not null check (famille in ('own', 'publie', 'shared', 'collective', 'porte', 'public')),
  publie text,
  cle text,
  porte text,
  activite boolean not null default false,
  invite text,
  preuve boolean not null default false,
  sauvegarde boolean not null default true
);
comment on table app.famille is 'La famille de chaque table, déclarée par app.proteger ; une table sans famille fait échouer les tests.';
comment on column app.famille.preuve is 'En ajout seul : ni update ni delete pour l’application.';

-- Lève l'erreur d'une déclaration incomplète plutôt que de fabriquer un mur troué.
create function app.exiger_colonne(p_table regclass, p_colonne text, p_obligatoire boolean) returns void
language plpgsql stable set search_path = '' as $$
begin
  if not exists (select from pg_attribute where attrelid = p_table and attname = p_colonne and not attisdropped
                  and (attnotnull or not p_obligatoire)) then
    raise exception 'app.proteger : % doit avoir une colonne %.', p_table,
      p_colonne || case when p_obligatoire then ' not null' else '' end using errcode = '42P16';
  end if;
end $$;

-- Usage : call app.proteger('inscriptions.inscription', 'own', activite => true);
--   publie     publie => 'publiee_le is not null'   lue sans organisme : les lignes du prédicat, rien d'autre
--   shared     colonnes organisme_id (destinataire), de_organisme_id, du, au, retiree_le
--   collective cle => 'pole_id', porte => 'porte.poles()'   (une porte qui rend uuid[])
--   activite   le mur des enseignes : quatre règles restrictives, une par commande
--   invite     une clause SQL qui laisse lire (et seulement lire) au-delà des enseignes
--   preuve     en ajout seul ; sauvegarde => false : la sauvegarde ignore la table
create procedure app.proteger(
  p_table text, p_famille text, publie text default null, cle text default null, porte text default null,
  activite boolean default false, invite text default null, preuve boolean default false,
  sauvegarde boolean default true)
language plpgsql set search_path = '' as $$
declare
  t regclass := p_table::regclass;
  schema_ text := (select nspname from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.oid = t);
  moi constant text := '(select app.organisme())';
  -- Le transtypage est hors des parenthèses : dedans, l'analyseur y verrait un ensemble.
  mienne constant text := '((select app.toutes_activites()) or activite_id = any ((select app.activites())::uuid[]))';
  membre text;
  auteur text;
  c record;
begin
  if p_famille not in ('own', 'publie', 'shared', 'collective', 'porte', 'public') then
    raise exception 'app.proteger : famille inconnue « % ».', p_famille using errcode = '22023';
  end if;
  if (p_famille = 'publie') <> (publie is not null) or (p_famille = 'collective') <> (cle is not null and porte is not null)
     or (activite and p_famille not in ('own', 'publie')) or (invite is not null and not activite) then
    raise exception 'app.proteger : arguments incohérents pour % (%).', t, p_famille using errcode = '22023';
  end if;

  insert into app.famille values (p_table, p_famille, publie, cle, porte, activite, invite, preuve, sauvegarde);
  execute format('grant usage on schema %I to coforme_app, coforme_porte, coforme_maintenance', schema_);
  execute format('grant select, insert, update, delete on %s to coforme_maintenance', t);
  if p_famille = 'public' then
    execute format('grant select on %s to coforme_app', t);
    return;
  end if;

  execute format('alter table %s enable row level security', t);
  execute format('alter table %s force row level security', t);
  execute format('create policy maintenance on %s to coforme_maintenance using (true) with check (true)', t);

  -- Pas de statistiques sur les textes : « explain » en montrerait, par ses estimations, les noms des voisins.
  for c in select attname from pg_attribute where attrelid = t and attnum > 0 and not attisdropped
             and atttypid = any ('{text,text[],jsonb,bytea}'::regtype[]) loop
    execute format('alter table %s alter column %I set statistics 0', t, c.attname);
  end loop;

  case p_famille
  when 'own', 'publie' then
    perform app.exiger_colonne(t, 'organisme_id', true);
    execute format('create policy mur on %s to coforme_app using (organisme_id = %s) with check (organisme_id = %2$s)', t, moi);
    if p_famille = 'publie' then
      -- Sans organisme seulement : une liste d'administration ne doit jamais mêler les lignes des voisins.
      execute format('create policy publication on %s for select to coforme_app using (%s is null and (%s))', t, moi, publie);
    end if;
  when 'shared' then
    perform app.exiger_colonne(t, 'organisme_id', true), app.exiger_colonne(t, 'de_organisme_id', true),
            app.exiger_colonne(t, 'du', true), app.exiger_colonne(t, 'au', false),
            app.exiger_colonne(t, 'retiree_le', false);
    execute format('create policy remise on %s for select to coforme_app using (organisme_id = %s and du <= (now() at time zone ''Europe/Paris'')::date
      and (au is null or au >= (now() at time zone ''Europe/Paris'')::date) and retiree_le is null)', t, moi);
    execute format('create policy envoi on %s to coforme_app using (de_organisme_id = %s) with check (de_organisme_id = %2$s)', t, moi);
  when 'collective' then
    perform app.exiger_colonne(t, cle, true);
    membre := format('%I = any ((select %s)::uuid[])', cle, porte);
    auteur := case when exists (select from pg_attribute where attrelid = t and attname = 'organisme_id')
      then format(' and organisme_id = %s', moi) else '' end;
    execute format('create policy membre on %s for select to coforme_app using (%s)', t, membre);
    execute format('create policy ajout on %s for insert to coforme_app with check (%s%s)', t, membre, auteur);
    execute format('create policy changement on %s for update to coforme_app using (%s%s) with check (%2$s%3$s)', t, membre, auteur);
    execute format('create policy retrait on %s for delete to coforme_app using (%s%s)', t, membre, auteur);
  when 'porte' then
    execute format('create policy porte on %s to coforme_porte using (true) with check (true)', t);
  end case;

  if activite then
    perform app.exiger_colonne(t, 'activite_id', true);
    execute format('create policy activite_lire on %s as restrictive for select to coforme_app using (%s%s%s)', t, mienne,
      case when p_famille = 'publie' then format(' or %s is null', moi) else '' end, coalesce(' or ' || invite, ''));
    execute format('create policy activite_ajouter on %s as restrictive for insert to coforme_app with check (%s)', t, mienne);
    execute format('create policy activite_modifier on %s as restrictive for update to coforme_app using (%s) with check (%2$s)', t, mienne);
    execute format('create policy activite_retirer on %s as restrictive for delete to coforme_app using (%s)', t, mienne);
  end if;
end $$;

-- Laisse les portes lire ces colonnes d'une table murée, et elles seules :
--   call app.laisser_lire('pole.adhesion', 'organisme_id, pole_id, du, au');
create procedure app.laisser_lire(p_table text, colonnes text)
language plpgsql set search_path = '' as $$
declare t regclass := p_table::regclass;
begin
  execute format('grant select (%s) on %s to coforme_porte', colonnes, t);
  if not exists (select from pg_policy where polrelid = t and polname in ('porte', 'porte_lire')) then
    execute format('create policy porte_lire on %s for select to coforme_porte using (true)', t);
  end if;
end $$;

-- Ajoute une clé étrangère à une table qui a peut-être des lignes. Sous FORCE, le propriétaire ne voit rien :
-- PostgreSQL validerait la clé par-dessus des orphelins, sans un mot.
--   call app.lier('journal.geste', 'geste_activite_fk', 'organisme_id, activite_id', 'organisme.activite (organisme_id, id)');
create procedure app.lier(p_table text, nom text, colonnes text, cible text)
language plpgsql set search_path = '' as $$
declare
  t regclass := p_table::regclass;
  c regclass := trim(split_part(cible, '(', 1))::regclass;
  force_t boolean := (select relforcerowsecurity from pg_class where oid = t);
  force_c boolean := (select relforcerowsecurity from pg_class where oid = c);
begin
  if force_t then execute format('alter table %s no force row level security', t); end if;
  if force_c and c <> t then execute format('alter table %s no force row level security', c); end if;
  execute format('alter table %s add constraint %I foreign key (%s) references %s', t, nom, colonnes, cible);
  if force_t then execute format('alter table %s force row level security', t); end if;
  if force_c and c <> t then execute format('alter table %s force row level security', c); end if;
end $$;

call app.proteger('app.famille', 'public');
call app.proteger('app.migration', 'public');
call app.proteger('app.vue', 'public');

-- porte.secret appartient à coforme_porte, qui l'a déjà murée ; on ne fait que déclarer sa famille.
insert into app.famille (nom, famille, sauvegarde) values ('porte.secret', 'porte', false);

-- ─── 4. Le journal des gestes ────────────────────────────────────────────────────────────────────

create table journal.geste (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  activite_id uuid not null,
  fait_le timestamptz not null,
  par uuid default app.personne(),
  module text not null check (module ~ '^[a-z]+$'),
  geste text not null check (geste ~ '^[a-z]+(-[a-z]+)*$'),
  objet_genre text,
  objet_id uuid,
  phrase text not null check (length(phrase) between 1 and 500),
  details jsonb not null default '{}',
  primary key (organisme_id, id),
  check ((objet_genre is null) = (objet_id is null))
);
comment on table journal.geste is 'Un geste par ligne, en ajout seul, avec une phrase lisible.';
comment on column journal.geste.phrase is 'Avec des jetons {personne:UUID} résolus à la lecture : aucun nom n’y est figé.';
comment on column journal.geste.par is 'La personne établie par le sceau ; null pour une tâche de fond.';
create index geste_fait_le on journal.geste (organisme_id, fait_le desc, id desc);
create index geste_objet on journal.geste (organisme_id, objet_id, fait_le desc, id desc) where objet_id is not null;

call app.proteger('journal.geste', 'own', activite => true, preuve => true);
create policy auteur on journal.geste as restrictive for insert to coforme_app
  with check (par is not distinct from (select app.personne()));
grant select, insert on journal.geste to coforme_app;

-- ─── 5. La file de tâches ────────────────────────────────────────────────────────────────────────
-- Le schéma graphile_worker est installé avant ce fichier, par et pour coforme_file. L'application n'y a
-- aucun droit : elle enfile par app.enqueue, dans sa propre transaction.

set local role coforme_file;
create function porte.enfiler(nom text, payload jsonb, cle text, run_at timestamptz) returns bigint
language plpgsql volatile security definer set search_path = '' as $$
begin
  return (select id from graphile_worker.add_job(identifier => nom, payload => payload::json, job_key => cle, run_at => run_at));
end $$;
comment on function porte.enfiler is 'Enfile sans vérifier l’organisme : pour les portes qui n’en ont pas encore (comptes).';
revoke execute on function porte.enfiler(text, jsonb, text, timestamptz) from public;
grant execute on function porte.enfiler(text, jsonb, text, timestamptz) to coforme_porte;

set local role coforme_porte;
revoke create on schema porte from coforme_file;
create function porte.enfiler_pour_moi(nom text, payload jsonb, cle text, run_at timestamptz) returns bigint
language plpgsql volatile security definer set search_path = '' as $$
declare moi uuid := porte.organisme();
begin
  if moi is null or payload ->> 'organisme' is distinct from moi::text then
    raise exception 'Une tâche porte l’organisme de la transaction qui l’enfile.' using errcode = '42501';
  end if;
  -- Celles-ci ne naissent que par les portes : elles écrivent à des gens ou purgent l'instance.
  if nom is null or nom ~ '^(comptes|plateforme)\.' then
    raise exception 'Cette tâche ne s’enfile que par sa porte.' using errcode = '42501';
  end if;
  if octet_length(payload::text) > 10000 or length(nom) > 100 or length(cle) > 200 then
    raise exception 'Une tâche ne porte que des identifiants.' using errcode = '22001';
  end if;
  -- La clé est préfixée : un organisme ne remplace pas la tâche d'un autre.
  return porte.enfiler(nom, payload, moi::text || ':' || cle, run_at);
end $$;
grant execute on function porte.enfiler_pour_moi(text, jsonb, text, timestamptz) to coforme_app;
set local role coforme_owner;

create function app.enqueue(nom text, payload jsonb, cle text default null, run_at timestamptz default null)
returns bigint language sql volatile
begin atomic select porte.enfiler_pour_moi(nom, payload, cle, run_at); end;
comment on function app.enqueue is 'Enfile une tâche dans la transaction en cours ; payload.organisme doit être le sien.';
grant execute on function app.enqueue(text, jsonb, text, timestamptz) to coforme_app;
