-- Ce qui trahissait un voisin sans lire une de ses lignes : une clé que l'appelant choisissait, le numéro d'une tâche, la liste des
-- coopératives des pôles, les plans et les compteurs de PostgreSQL.

-- ─── 1. Une clé que l'on ne forge pas ────────────────────────────────────────────────────────────
-- Sans compte, la clé d'une personne était l'identifiant de sa fiche, que l'application choisit : une autre coopérative faisait une fiche
-- du même identifiant, et occupait, donc sondait, la personne d'ici. L'organisme entre dans la clé, et nul autre ne la calcule pour lui.
set local role coforme_porte;

create function porte.cle_propre(p_genre text, p_organisme uuid, p_id uuid) returns uuid
language sql immutable strict parallel safe set search_path = ''
begin atomic
  select encode(substring(sha256(convert_to(p_genre || ' ' || p_organisme || ' ' || p_id, 'UTF8')) for 16), 'hex')::uuid;
end;
comment on function porte.cle_propre is 'La clé d’une ressource de cet organisme, dans une contrainte qui les traverse tous.';
grant execute on function porte.cle_propre(text, uuid, uuid) to coforme_maintenance;

create or replace function porte.cle_de(p_organisme uuid, p_personne uuid, p_compte uuid) returns uuid
language plpgsql stable security definer set search_path = '' as $$
declare
  fiches uuid[] := porte.fiches_reunies(p_organisme, p_personne);
  compte_ uuid := p_compte;
begin
  if compte_ is null then
    select v.compte_id into compte_ from tiers.intervenant v
      where v.organisme_id = p_organisme and v.personne_id = any (fiches) and v.compte_id is not null
      order by array_position(fiches, v.personne_id) limit 1;
  end if;
  return coalesce((select a.compte_id from compte.adhesion a
    where a.organisme_id = p_organisme and a.compte_id = compte_ and a.acceptee_le is not null
      and (a.au is null or a.au >= porte.aujourd_hui())), porte.cle_propre('personne', p_organisme, fiches[1]));
end $$;

-- Les clés déjà posées qui étaient l'identifiant d'une fiche d'ici.
set local role coforme_maintenance;
do $$ begin
  update sessions.affectation a set cle = porte.cle_propre('personne', a.organisme_id, a.cle)
   where exists (select from tiers.personne p where p.organisme_id = a.organisme_id and p.id = a.cle);
  update sessions.occupation o set cle = porte.cle_propre('personne', o.organisme_id, o.cle)
   where o.genre = 'personne' and exists (select from tiers.personne p where p.organisme_id = o.organisme_id and p.id = o.cle);
end $$;

-- ─── 2. Une adhésion qui finit ───────────────────────────────────────────────────────────────────
-- « au » est une date : rien n'arrive dans la base le lendemain, et la clé d'une personne (son compte, puis sa fiche) changeait sans que
-- ses heures à venir la suivent. On la prenait alors deux fois chez elle, et son ancienne coopérative l'occupait encore chez les autres.
set local role coforme_porte;

create function porte.cle_perimee(p_organisme uuid, p_personne uuid) returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return exists (select from sessions.affectation a join sessions.seance s on s.organisme_id = a.organisme_id and s.id = a.seance_id
    where a.organisme_id = p_organisme and a.personne_id = p_personne and s.debut > porte.present()
      and a.cle <> porte.cle_de(p_organisme, a.personne_id, a.compte_id));
end $$;

create or replace function porte.poser_cle() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  -- Déjà là : une restauration rend la clé telle qu'elle était.
  if new.cle is not null then return new; end if;
  -- Avant le verrou partagé : reprendre ses heures demande le verrou entier.
  if porte.cle_perimee(new.organisme_id, new.personne_id) then
    begin
      perform porte.reposer_cles_de(new.organisme_id, new.personne_id, null);
    exception when exclusion_violation then null;
    end;
  end if;
  perform pg_advisory_xact_lock_shared(4812, hashtext(new.organisme_id::text));
  new.cle := porte.cle_de(new.organisme_id, new.personne_id, new.compte_id);
  return new;
end $$;

-- Chaque nuit : une personne partie ne reste pas occupée ailleurs par ce qu'on avait prévu avec elle.
create function porte.reposer_cles_perimees() returns integer
language plpgsql volatile security definer set search_path = '' as $$
declare ici uuid := porte.organisme(); p uuid; n integer := 0;
begin
  if not porte.est_une_tache() then
    raise exception 'Une tâche repose les clés de la nuit.' using errcode = '42501';
  end if;
  for p in select distinct a.personne_id from sessions.affectation a
      join sessions.seance s on s.organisme_id = a.organisme_id and s.id = a.seance_id
     where a.organisme_id = ici and s.debut > porte.present() and a.cle <> porte.cle_de(ici, a.personne_id, a.compte_id)
     order by 1 loop
    begin
      n := n + porte.reposer_cles_de(ici, p, null);
    -- Prise ailleurs à la même heure sous son autre clé : la sienne reste, et le planning la montre deux fois prise.
    exception when exclusion_violation then null;
    end;
  end loop;
  return n;
end $$;
grant execute on function porte.reposer_cles_perimees() to coforme_worker;

-- ─── 3. Le planning : une semaine ────────────────────────────────────────────────────────────────
-- La page montre une semaine ; la porte en rendait six, de tout le monde, d'un seul appel.
create or replace function porte.heures_prises(p_du timestamptz, p_au timestamptz)
returns table (genre text, ressource uuid, du timestamptz, au timestamptz)
language plpgsql stable security definer set search_path = '' as $$
declare ici uuid := app.organisme();
begin
  if ici is null or porte.personne() is null or not p_du < p_au or p_au > p_du + interval '8 days' then return; end if;
  return query
    with gens as materialized (
      select p.id, porte.cle_de(ici, p.id, null) as cle from tiers.intervenant v
        join tiers.personne p on p.organisme_id = v.organisme_id and p.id = v.personne_id
       where v.organisme_id = ici and (app.toutes_activites() or p.activite_id = any (app.activites())))
    select 'personne'::text, g.id, greatest(lower(o.creneau), p_du), least(upper(o.creneau), p_au)
      from gens g join sessions.occupation o on o.genre = 'personne' and o.cle = g.cle and o.creneau && tstzrange(p_du, p_au, '[)')
    union all
    select 'salle'::text, o.cle, greatest(lower(o.creneau), p_du), least(upper(o.creneau), p_au)
      from sessions.occupation o where o.genre = 'salle' and o.organisme_id = ici and o.creneau && tstzrange(p_du, p_au, '[)')
    order by 1, 2, 3;
end $$;

-- ─── 4. La file ──────────────────────────────────────────────────────────────────────────────────
-- Le numéro d'une tâche est commun à l'instance : l'écart entre deux des siens comptait celles des autres. Elle ne se rend plus. Et le
-- rôle web n'enfile que ce que les pages enfilent : ni une lettre, ni une purge, ni une tournée.
set local role coforme_owner;
drop function app.enqueue(text, jsonb, text, timestamptz);
set local role coforme_porte;
drop function porte.enfiler_pour_moi(text, jsonb, text, timestamptz);

create function porte.taches_des_pages() returns text[]
language sql immutable set search_path = ''
begin atomic
  select array['controles.controler', 'documents.composer-exemplaire', 'documents.envoyer-demande', 'donnees.preparer-archive',
    'emargement.emettre-attestation', 'emargement.emettre-certificat', 'emargement.emettre-certificat-periode', 'emargement.envoyer-code',
    'emargement.envoyer-lien', 'emargement.porter-jalons', 'espaces.envoyer', 'etapes.envoyer', 'facturation.envoyer-facture',
    'facturation.envoyer-relance', 'pole.accueillir', 'pole.annoncer-changement', 'pole.annoncer-vote', 'pole.envoyer-retour',
    'pole.inviter', 'questionnaires.envoyer', 'sessions.lire-agendas'];
end;
comment on function porte.taches_des_pages is 'Ce que le rôle web enfile lui-même : les noms que les modules déclarent, et qu’une page emploie.';

create function porte.enfiler_pour_moi(nom text, payload jsonb, cle text, run_at timestamptz) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare moi uuid := porte.organisme();
begin
  if moi is null or payload ->> 'organisme' is distinct from moi::text then
    raise exception 'Une tâche porte l’organisme de la transaction qui l’enfile.' using errcode = '42501';
  end if;
  -- Les autres ne naissent que par une porte, ou d'une tournée.
  if nom is null or session_user = 'coforme_web' and not nom = any (porte.taches_des_pages()) or nom ~ '^(comptes|plateforme|portail)\.' then
    raise exception 'Cette tâche ne s’enfile que par sa porte.' using errcode = '42501';
  end if;
  -- Un lien personnel, une tablette : l'exemplaire de ce qu'on y signe, le code qu'on y demande.
  if porte.par_lien() and not nom = any (array['documents.composer-exemplaire', 'emargement.envoyer-code', 'emargement.porter-jalons']) then
    raise exception 'Un lien personnel n’enfile pas cette tâche.' using errcode = '42501';
  end if;
  if octet_length(payload::text) > 10000 or length(nom) > 100 or length(cle) > 200 then
    raise exception 'Une tâche ne porte que des identifiants.' using errcode = '22001';
  end if;
  -- La clé est préfixée : un organisme ne remplace pas la tâche d'un autre.
  perform porte.enfiler(nom, payload, moi::text || ':' || cle, run_at);
end $$;
grant execute on function porte.enfiler_pour_moi(text, jsonb, text, timestamptz) to coforme_app;

-- ─── 5. Les coopératives des pôles ───────────────────────────────────────────────────────────────
revoke execute on function porte.cooperatives_des_poles() from coforme_app;
grant execute on function porte.cooperatives_des_poles() to coforme_worker;

-- ─── 6. Le silence, quels que soient les réglages ────────────────────────────────────────────────
-- Chercher un courriel lit toujours les mêmes lignes, par le même chemin. Sans cela, « enable_indexscan = off » changeait le chemin, et
-- les compteurs disaient le rang de l'adresse parmi les comptes ; « debug_print_plan » rendait les valeurs que la porte emploie.
do $$
declare f regprocedure; r text;
begin
  foreach f in array array['porte.compte_de(text)', 'porte.sel(text)', 'porte.demander_reinitialisation(text)',
      'porte.connecter(text, bytea, bytea, text, boolean)']::regprocedure[] loop
    foreach r in array array['enable_indexscan = on', 'enable_seqscan = off', 'enable_bitmapscan = off', 'enable_indexonlyscan = off',
        'enable_sort = off', 'enable_incremental_sort = off', 'plan_cache_mode = force_generic_plan', 'max_parallel_workers_per_gather = 0',
        'jit = off', 'debug_print_parse = off', 'debug_print_rewritten = off', 'debug_print_plan = off'] loop
      execute format('alter function %s set %s', f, r);
    end loop;
  end loop;
end $$;

set local role coforme_owner;
create function app.enqueue(nom text, payload jsonb, cle text default null, run_at timestamptz default null)
returns void language sql volatile
begin atomic select porte.enfiler_pour_moi(nom, payload, cle, run_at); end;
comment on function app.enqueue is 'Enfile une tâche dans la transaction en cours ; payload.organisme doit être le sien. Ne rend rien.';
grant execute on function app.enqueue(text, jsonb, text, timestamptz) to coforme_app;
