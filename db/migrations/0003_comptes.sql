-- Long parce que les portes d'un même jeu de tables se relisent ensemble, ou se relisent mal.
--
-- Les comptes, leurs sessions de connexion, leurs liens, l'assistance. Famille « porte » : l'application n'a aucun
-- droit sur ces tables ; elle passe par des fonctions qui posent chacune une question.
--
-- Ce qui est gardé contre qui tiendrait le rôle de l'application, avec le SQL de son choix :
--  * le mot de passe est dérivé (argon2id) dans Node ; la base ne garde que SHA-256 de la dérivée et la compare
--    elle-même : sans le mot de passe, on n'ouvre pas de session, et l'on ne lit aucune dérivée ;
--  * le sel d'un courriel inconnu est fabriqué : on ne sait pas qui a un compte ;
--  * un lien (invitation, réinitialisation, émargement) ne naît que sous le rôle du travailleur ou de la migration :
--    le rôle web ne peut que le consommer, avec son secret ;
--  * une session d'assistance ne lit rien tant que sa trace n'est pas validée dans une autre transaction.
-- Ce qui ne l'est pas : le code à six chiffres est vérifié dans Node (la base n'a pas HMAC-SHA-1) ; qui tient à la
-- fois le rôle web et le mot de passe passe outre. Et qui a le rôle du travailleur peut faire naître un lien.

create schema compte;
create schema support;

create table compte.compte (
  id uuid primary key,
  courriel text not null unique check (courriel = lower(courriel) and length(courriel) between 3 and 254),
  prenom text not null default '' check (length(prenom) <= 100),
  nom text not null check (length(nom) between 1 and 100),
  sel bytea check (length(sel) = 16),                       -- nul tant qu'aucun mot de passe n'est choisi
  parametres text check (length(parametres) <= 60),         -- « argon2id m=19456 t=2 p=1 »
  derivee bytea check (length(derivee) = 32),               -- SHA-256 de la dérivée argon2id
  totp bytea check (length(totp) <= 200),                   -- secret chiffré par les clés de l'instance
  totp_le timestamptz,                                      -- nul : proposé, pas encore actif
  totp_pas bigint not null default 0,                       -- un code ne sert qu'une fois
  administre_instance boolean not null default false,
  cree_le timestamptz not null default now(), ferme_le timestamptz,
  check ((sel is null) = (derivee is null) and (sel is null) = (parametres is null)),
  check (totp_le is null or totp is not null)
);

-- Qui entre où, avec quelle portée. La seule vérité sur l'appartenance ; le module organisme la montre et la change.
-- Tant qu'elle n'est pas acceptée, elle porte le nom donné par qui invite et n'ouvre rien : inviter une adresse
-- n'apprend pas si elle a un compte, ni le nom de sa personne.
create table compte.adhesion (
  organisme_id uuid not null, compte_id uuid not null references compte.compte (id),
  roles text[] not null check (cardinality(roles) between 1 and 12),
  toutes boolean not null,                                  -- toute la coopérative, ou les seules enseignes ci-dessous
  activites uuid[] not null default '{}',
  prenom text not null default '', nom text not null default '',
  du date not null default current_date, au date,
  acceptee_le timestamptz,
  primary key (organisme_id, compte_id),
  check (toutes or cardinality(activites) between 1 and 200)
);
create index on compte.adhesion (compte_id);

create table support.session (
  id uuid primary key default gen_random_uuid(),
  organisme_id uuid not null,
  agent_id uuid not null references compte.compte (id),
  motif text not null check (length(motif) between 10 and 500),
  ouverte_le timestamptz not null default now(), expire_le timestamptz not null, fermee_le timestamptz,
  check (expire_le > ouverte_le and expire_le <= ouverte_le + interval '60 minutes')
);
create index on support.session (organisme_id, ouverte_le desc);

-- « tx » est le numéro de la transaction principale : un point de reprise ne le change pas. Comparer xmin y tombait.
create table support.trace (
  session_id uuid not null references support.session (id), id uuid not null default gen_random_uuid(),
  chemin text not null check (length(chemin) between 1 and 300),
  le timestamptz not null default clock_timestamp(),
  tx xid8 not null default pg_current_xact_id(),
  primary key (session_id, id)
);
create index on support.trace (session_id, le desc);

create table compte.session (
  jeton bytea primary key check (length(jeton) = 32),       -- SHA-256 du secret du témoin
  compte_id uuid not null references compte.compte (id),
  organisme_id uuid, activite_id uuid,
  etat text not null check (etat in ('second-facteur', 'ouverte', 'revoquee')),
  cree_le timestamptz not null default now(), vue_le timestamptz not null default now(), expire_le timestamptz not null,
  retenue boolean not null default false,                   -- « rester connecté », demandé par la personne
  agent text not null default '' check (length(agent) <= 200),
  id uuid not null unique default gen_random_uuid(),        -- pour la montrer et la révoquer sans dire son empreinte
  assistance_id uuid references support.session (id)
);
create index on compte.session (compte_id);

create table compte.lien (
  jeton bytea primary key check (length(jeton) = 32),
  usage text not null check (usage in ('invitation', 'reinitialisation', 'emargement')),
  compte_id uuid references compte.compte (id),
  organisme_id uuid, activite_id uuid, objet_id uuid,
  cree_le timestamptz not null default now(), expire_le timestamptz not null,
  consomme_le timestamptz, retire_le timestamptz,
  check (case usage when 'invitation' then compte_id is not null and organisme_id is not null
                    when 'reinitialisation' then compte_id is not null
                    else organisme_id is not null and activite_id is not null and objet_id is not null end)
);
create index on compte.lien (organisme_id, objet_id);
create index on compte.lien (compte_id);

-- Dix codes de secours à usage unique ; le code a 80 bits, son empreinte suffit.
create table compte.secours (
  compte_id uuid not null references compte.compte (id), empreinte bytea not null check (length(empreinte) = 32),
  employe_le timestamptz,
  primary key (compte_id, empreinte)
);

-- Les essais ratés, par compte et par adresse réseau : des empreintes à clé, jamais une adresse.
create table compte.echec (
  cle bytea primary key check (length(cle) = 32), nombre integer not null, dernier_le timestamptz not null default now()
);
create index on compte.echec (dernier_le);

call app.proteger('compte.compte', 'porte');
call app.proteger('compte.adhesion', 'porte');
-- Une sauvegarde restaurée ne rouvre les sessions de personne.
call app.proteger('compte.session', 'porte', sauvegarde => false);
call app.proteger('compte.echec', 'porte', sauvegarde => false);
call app.proteger('compte.lien', 'porte');
call app.proteger('compte.secours', 'porte');
call app.proteger('support.session', 'porte', preuve => true);
call app.proteger('support.trace', 'porte', preuve => true);
grant select, insert, update on compte.compte, compte.adhesion, compte.lien to coforme_porte;
grant select, insert, update, delete on compte.session, compte.secours, compte.echec to coforme_porte;
-- Personne, pas même une porte, ne retire une visite ni sa trace.
grant select, insert, update (fermee_le) on support.session to coforme_porte;
grant select, insert on support.trace to coforme_porte;

set local role coforme_porte;

-- ─── 1. Questions que les portes se posent entre elles (aucun droit d'exécution) ──────────────────────────

-- Les durées de domain/session.ts : deux heures sans rien faire et douze en tout ; quatorze jours et trente, retenue.
create function porte.inactivite(p_retenue boolean) returns interval
language plpgsql stable security definer set search_path = '' as $$
begin
  return case when p_retenue then interval '14 days' else interval '2 hours' end;
end $$;

create function porte.duree(p_retenue boolean) returns interval
language plpgsql stable security definer set search_path = '' as $$
begin
  return case when p_retenue then interval '30 days' else interval '12 hours' end;
end $$;

create function porte.session_valable(p_jeton bytea)
returns table (compte uuid, organisme uuid, activite uuid, assistance uuid)
language plpgsql stable security definer set search_path = '' as $$
begin
  return query select s.compte_id, s.organisme_id, s.activite_id, s.assistance_id
    from compte.session s join compte.compte c on c.id = s.compte_id
   where s.jeton = p_jeton and s.etat = 'ouverte' and s.expire_le > porte.present() and s.vue_le > porte.present() - porte.inactivite(s.retenue)
     and c.ferme_le is null;
end $$;

create function porte.faux_sel(p_courriel text) returns bytea
language plpgsql stable security definer set search_path = '' as $$
begin
  return substring(porte.hacher('sel|' || lower(coalesce(p_courriel, ''))) from 1 for 16);
end $$;

-- Une tâche ou la ligne de commande : leurs rôles, et non l'absence de personne, qu'un lien partage avec eux.
create function porte.est_une_tache() returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return session_user in ('coforme_worker', 'coforme_migrator') and porte.organisme() is not null and porte.personne() is null;
end $$;

-- La personne qui demande tient un rôle d'administration, sur toute la coopérative.
create function porte.administre_ici() returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return porte.est_une_tache() or exists (
    select from compte.adhesion a where a.organisme_id = porte.organisme() and a.compte_id = porte.personne()
      and a.roles && '{administration,responsable}' and a.toutes and a.acceptee_le is not null
      and a.du <= porte.aujourd_hui() and (a.au is null or a.au >= porte.aujourd_hui()));
end $$;

create function porte.est_membre_ici() returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return porte.est_une_tache() or porte.organisme() is not null and porte.personne() is not null;
end $$;

create function porte.poser_mot_de_passe(p_compte uuid, p_sel bytea, p_parametres text, p_derivee bytea) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  if length(p_derivee) is distinct from 32 then raise exception 'dérivée' using errcode = '22023'; end if;
  update compte.compte set sel = p_sel, parametres = p_parametres, derivee = sha256(p_derivee) where id = p_compte;
  update compte.lien set retire_le = now()
   where compte_id = p_compte and usage = 'reinitialisation' and consomme_le is null and retire_le is null;
end $$;

-- Le compte de ce courriel. Lit toujours autant de lignes par autant de parcours : les compteurs de PostgreSQL
-- (pg_stat_xact_…), que tous lisent, diraient sinon qui a un compte.
create function porte.compte_de(p_courriel text) returns compte.compte
language plpgsql stable security definer set search_path = '' as $$
declare c compte.compte; x compte.compte; v text := lower(coalesce(p_courriel, ''));
begin
  select * into x from compte.compte order by courriel desc limit 1;
  select * into c from compte.compte where courriel <= v order by courriel desc limit 1;
  select * into x from compte.compte where courriel > case when c.id is null then v else x.courriel end order by courriel limit 1;
  if c.courriel = v then return c; end if;
  return null;
end $$;

-- ─── 2. Se connecter ──────────────────────────────────────────────────────────────────────────────────────

create function porte.sel(p_courriel text, out sel bytea, out parametres text)
language plpgsql stable security definer set search_path = '' as $$
declare c compte.compte := porte.compte_de(p_courriel); faux bytea := porte.faux_sel(p_courriel);
begin
  sel := coalesce(c.sel, faux);
  parametres := c.parametres;
  parametres := coalesce(parametres, 'argon2id m=19456 t=2 p=1');
end $$;
comment on function porte.sel is 'Le sel d’un courriel ; fabriqué, toujours le même, pour un courriel sans mot de passe.';

-- Lit sous verrou : l'appelant décide (domain/ralentir.ts), puis note, dans la même transaction. Cent essais au même
-- instant passent donc un par un.
create function porte.echecs(p_cle bytea, out nombre integer, out dernier_le timestamptz, out maintenant timestamptz)
language plpgsql volatile security definer set search_path = '' as $$
begin
  perform pg_advisory_xact_lock(hashtext('coforme.echecs'), hashtext(encode(p_cle, 'hex')));
  select e.nombre, e.dernier_le into nombre, dernier_le from compte.echec e where e.cle = p_cle;
  maintenant := clock_timestamp();
end $$;

-- Zéro efface : la personne est entrée.
create function porte.noter_echecs(p_cle bytea, p_nombre integer) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  delete from compte.echec where cle = p_cle and p_nombre < 1 or dernier_le < now() - interval '1 day';
  if p_nombre < 1 then return; end if;
  insert into compte.echec as e (cle, nombre, dernier_le) values (p_cle, p_nombre, clock_timestamp())
  on conflict (cle) do update set nombre = excluded.nombre, dernier_le = excluded.dernier_le;
end $$;

create function porte.connecter(p_courriel text, p_derivee bytea, p_jeton bytea, p_agent text, p_retenue boolean) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare c compte.compte; o uuid; a record; e text;
begin
  perform porte.present();
  c := porte.compte_de(p_courriel);
  if c.ferme_le is not null or c.derivee is null or c.derivee is distinct from sha256(p_derivee) then return null; end if;
  delete from compte.session where compte_id = c.id and (expire_le < now() or vue_le < now() - porte.inactivite(retenue) or etat = 'revoquee');
  -- L'organisme de la dernière session, sinon le seul ; à choisir quand il y en a plusieurs.
  select s.organisme_id into o from compte.session s join compte.adhesion d on d.organisme_id = s.organisme_id
     and d.compte_id = c.id and d.acceptee_le is not null and d.du <= porte.aujourd_hui() and (d.au is null or d.au >= porte.aujourd_hui())
   where s.compte_id = c.id order by s.vue_le desc limit 1;
  if o is null then
    select case when count(*) = 1 then min(d.organisme_id::text)::uuid end into o from compte.adhesion d
     where d.compte_id = c.id and d.acceptee_le is not null and d.du <= porte.aujourd_hui() and (d.au is null or d.au >= porte.aujourd_hui());
  end if;
  select d.toutes, d.activites into a from compte.adhesion d where d.compte_id = c.id and d.organisme_id = o;
  e := case when c.totp_le is null then 'ouverte' else 'second-facteur' end;
  insert into compte.session (jeton, compte_id, organisme_id, activite_id, etat, expire_le, agent, retenue)
  values (p_jeton, c.id, o, case when not a.toutes and cardinality(a.activites) = 1 then a.activites[1] end, e,
    now() + case e when 'ouverte' then porte.duree(p_retenue) else interval '10 minutes' end, left(coalesce(p_agent, ''), 200), p_retenue);
  return e;
end $$;
comment on function porte.connecter is '« ouverte », « second-facteur », ou null : jamais pourquoi.';

create function porte.ouvrir_session(p_jeton bytea) returns table (organisme uuid, personne uuid, portee text)
language plpgsql volatile security definer set search_path = '' as $$
declare s record;
begin
  select * into s from porte.session_valable(p_jeton);
  if not found then return; end if;
  if s.assistance is not null then
    select v.organisme_id into organisme from support.session v join compte.compte c on c.id = v.agent_id
     where v.id = s.assistance and v.agent_id = s.compte and c.administre_instance and v.fermee_le is null and v.expire_le > porte.present()
       -- La trace doit être validée, par une autre transaction, et dater de cette demande-ci.
       and exists (select from support.trace t where t.session_id = v.id and t.tx <> pg_current_xact_id()
                    and t.le > porte.present() - interval '30 seconds');
    if organisme is null then return; end if;
    personne := s.compte; portee := '*';
    perform set_config('transaction_read_only', 'on', true);
  else
    select a.organisme_id, a.compte_id, case when a.toutes then '*' else a.activites::text end
      into organisme, personne, portee from compte.adhesion a
     where a.organisme_id = s.organisme and a.compte_id = s.compte and a.acceptee_le is not null
       and a.du <= porte.aujourd_hui() and (a.au is null or a.au >= porte.aujourd_hui());
    if organisme is null then return; end if;
  end if;
  perform porte.sceller(organisme, personne, portee);
  return next;
end $$;

-- Qui regarde, en une question par page. Une assistance échue s'efface d'elle-même.
create function porte.visiteur(p_jeton bytea)
returns table (etat text, compte uuid, courriel text, prenom text, nom text, organisme uuid, code text, organisme_nom text,
  activite uuid, activite_nom text, roles text[], assistance boolean, assistance_fin timestamptz, administre_instance boolean,
  organismes integer)
language plpgsql volatile security definer set search_path = '' as $$
declare s record;
begin
  select x.* into s from compte.session x
   where x.jeton = p_jeton and x.etat <> 'revoquee' and x.expire_le > porte.present() and x.vue_le > porte.present() - porte.inactivite(x.retenue);
  if not found then return; end if;
  if s.assistance_id is not null and not exists (select from support.session v
      where v.id = s.assistance_id and v.fermee_le is null and v.expire_le > porte.present()) then
    update compte.session x set assistance_id = null where x.jeton = p_jeton;
    s.assistance_id := null;
  end if;
  if s.vue_le < now() - interval '5 minutes' then
    update compte.session x set vue_le = now() where x.jeton = p_jeton;
  end if;
  return query
  select s.etat, c.id, c.courriel, c.prenom, c.nom, o.organisme_id, o.code, o.nom, e.id, e.nom,
         case when v.id is null and a.compte_id is not null then a.roles else '{}'::text[] end, v.id is not null, v.expire_le,
         c.administre_instance,
         (select count(*)::integer from compte.adhesion n where n.compte_id = c.id and (n.au is null or n.au >= porte.aujourd_hui()))
    from compte.compte c
    left join support.session v on v.id = s.assistance_id
    left join compte.adhesion a on a.compte_id = c.id and a.organisme_id = s.organisme_id and a.acceptee_le is not null
          and a.du <= porte.aujourd_hui() and (a.au is null or a.au >= porte.aujourd_hui())
    left join organisme.organisme o on o.organisme_id = coalesce(v.organisme_id, a.organisme_id)
    left join organisme.activite e on v.id is null and e.organisme_id = a.organisme_id and e.id = s.activite_id
          and (a.toutes or e.id = any (a.activites)) and e.fermee_le is null
   where c.id = s.compte_id and c.ferme_le is null;
end $$;

create function porte.fermer_session(p_jeton bytea) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  update support.session v set fermee_le = now() from compte.session s
   where s.jeton = p_jeton and v.id = s.assistance_id and v.fermee_le is null;
  delete from compte.session where jeton = p_jeton;
end $$;

create function porte.mes_organismes(p_jeton bytea)
returns table (organisme uuid, code text, nom text, en_attente boolean, courant boolean)
language plpgsql stable security definer set search_path = '' as $$
begin
  return query select o.organisme_id, o.code, o.nom, a.acceptee_le is null, s.organisme is not distinct from o.organisme_id
    from porte.session_valable(p_jeton) s join compte.adhesion a on a.compte_id = s.compte
    join organisme.organisme o on o.organisme_id = a.organisme_id
   where a.du <= porte.aujourd_hui() and (a.au is null or a.au >= porte.aujourd_hui()) order by o.nom, o.organisme_id;
end $$;

-- Choisir un organisme qui m'attend, c'est accepter son invitation. Une enseigne hors de ma portée est refusée.
create function porte.choisir_organisme(p_jeton bytea, p_organisme uuid, p_activite uuid) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare s record; a record;
begin
  select * into s from porte.session_valable(p_jeton);
  if not found or s.assistance is not null then return false; end if;
  select d.toutes, d.activites into a from compte.adhesion d where d.compte_id = s.compte and d.organisme_id = p_organisme
     and d.du <= porte.aujourd_hui() and (d.au is null or d.au >= porte.aujourd_hui());
  if not found then return false; end if;
  if p_activite is not null and not exists (select from organisme.activite e where e.organisme_id = p_organisme
      and e.id = p_activite and e.fermee_le is null and (a.toutes or e.id = any (a.activites))) then return false; end if;
  update compte.adhesion set acceptee_le = coalesce(acceptee_le, now()) where organisme_id = p_organisme and compte_id = s.compte;
  update compte.session set organisme_id = p_organisme,
     activite_id = coalesce(p_activite, case when not a.toutes and cardinality(a.activites) = 1 then a.activites[1] end)
   where jeton = p_jeton;
  return true;
end $$;

create function porte.mes_sessions(p_jeton bytea)
returns table (id uuid, cree_le timestamptz, vue_le timestamptz, agent text, courante boolean)
language plpgsql stable security definer set search_path = '' as $$
begin
  return query select s.id, s.cree_le, s.vue_le, s.agent, s.jeton = p_jeton
    from porte.session_valable(p_jeton) moi join compte.session s on s.compte_id = moi.compte
   where s.etat = 'ouverte' and s.expire_le > porte.present() and s.vue_le > porte.present() - porte.inactivite(s.retenue)
   order by s.jeton = p_jeton desc, s.vue_le desc limit 100;
end $$;

-- p_id nul : toutes les autres.
create function porte.revoquer_session(p_jeton bytea, p_id uuid) returns integer
language plpgsql volatile security definer set search_path = '' as $$
declare n integer;
begin
  update compte.session s set etat = 'revoquee' from porte.session_valable(p_jeton) moi
   where s.compte_id = moi.compte and s.etat <> 'revoquee' and (s.id = p_id or p_id is null and s.jeton <> p_jeton);
  get diagnostics n = row_count;
  return n;
end $$;

create function porte.changer_nom(p_jeton bytea, p_prenom text, p_nom text) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  update compte.compte c set prenom = p_prenom, nom = p_nom from porte.session_valable(p_jeton) s where c.id = s.compte;
  return found;
end $$;

-- Change le mot de passe et ferme les autres sessions : qui l'avait volé est dehors.
create function porte.changer_mot_de_passe(p_jeton bytea, p_ancienne bytea, p_sel bytea, p_parametres text, p_derivee bytea)
returns boolean language plpgsql volatile security definer set search_path = '' as $$
declare c uuid;
begin
  select k.id into c from porte.session_valable(p_jeton) s join compte.compte k on k.id = s.compte
   where k.derivee = sha256(p_ancienne);
  if c is null then return false; end if;
  perform porte.poser_mot_de_passe(c, p_sel, p_parametres, p_derivee);
  update compte.session set etat = 'revoquee' where compte_id = c and jeton <> p_jeton;
  return true;
end $$;

-- ─── 3. Le second facteur ─────────────────────────────────────────────────────────────────────────────────

-- Le secret sort chiffré : sa clé n'est pas dans la base.
create function porte.second_facteur(p_jeton bytea)
returns table (compte uuid, courriel text, etat text, chiffre bytea, actif boolean, secours integer, maintenant timestamptz)
language plpgsql stable security definer set search_path = '' as $$
begin
  return query select c.id, c.courriel, s.etat, c.totp, c.totp_le is not null,
      (select count(*)::integer from compte.secours x where x.compte_id = c.id and x.employe_le is null), now()
    from compte.session s join compte.compte c on c.id = s.compte_id
   where s.jeton = p_jeton and s.etat in ('second-facteur', 'ouverte') and s.expire_le > porte.present()
     and s.vue_le > porte.present() - porte.inactivite(s.retenue) and c.ferme_le is null;
end $$;

create function porte.pas_plausible(p_pas bigint) returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return abs(p_pas - floor(extract(epoch from clock_timestamp()) / 30)::bigint) <= 2;
end $$;

-- Un pas déjà employé, ou d'avant, est refusé : un code lu par-dessus l'épaule ne sert plus.
create function porte.confirmer_second_facteur(p_jeton bytea, p_pas bigint) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  if p_pas is null or not porte.pas_plausible(p_pas) then return false; end if;
  update compte.compte c set totp_pas = p_pas from compte.session s
   where s.jeton = p_jeton and s.etat = 'second-facteur' and s.expire_le > porte.present() and c.id = s.compte_id
     and c.ferme_le is null and c.totp_le is not null and c.totp_pas < p_pas;
  if not found then return false; end if;
  update compte.session set etat = 'ouverte', vue_le = now(), expire_le = now() + porte.duree(retenue) where jeton = p_jeton;
  return true;
end $$;

create function porte.employer_secours(p_jeton bytea, p_empreinte bytea) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  update compte.secours x set employe_le = now() from compte.session s
   where s.jeton = p_jeton and s.etat = 'second-facteur' and s.expire_le > porte.present()
     and x.compte_id = s.compte_id and x.empreinte = p_empreinte and x.employe_le is null;
  if not found then return false; end if;
  update compte.session set etat = 'ouverte', vue_le = now(), expire_le = now() + porte.duree(retenue) where jeton = p_jeton;
  return true;
end $$;

create function porte.proposer_second_facteur(p_jeton bytea, p_chiffre bytea) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  update compte.compte c set totp = p_chiffre from porte.session_valable(p_jeton) s where c.id = s.compte and c.totp_le is null;
  return found;
end $$;

create function porte.poser_secours(p_compte uuid, p_secours bytea[]) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  if cardinality(p_secours) is distinct from 10 then raise exception 'dix codes de secours' using errcode = '22023'; end if;
  delete from compte.secours where compte_id = p_compte;
  insert into compte.secours (compte_id, empreinte) select p_compte, e from unnest(p_secours) e;
end $$;

-- Un jeton volé n'y suffit pas : il fermerait la porte à la personne, pour longtemps.
create function porte.activer_second_facteur(p_jeton bytea, p_derivee bytea, p_pas bigint, p_secours bytea[]) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare c uuid;
begin
  if p_pas is null or not porte.pas_plausible(p_pas) then return false; end if;
  update compte.compte k set totp_le = now(), totp_pas = p_pas from porte.session_valable(p_jeton) s
   where k.id = s.compte and k.derivee = sha256(p_derivee) and k.totp is not null and k.totp_le is null returning k.id into c;
  if c is null then return false; end if;
  perform porte.poser_secours(c, p_secours);
  update compte.session set etat = 'revoquee' where compte_id = c and jeton <> p_jeton;
  return true;
end $$;

create function porte.renouveler_secours(p_jeton bytea, p_derivee bytea, p_secours bytea[]) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare c uuid;
begin
  select k.id into c from porte.session_valable(p_jeton) s join compte.compte k on k.id = s.compte
   where k.derivee = sha256(p_derivee) and k.totp_le is not null;
  if c is null then return false; end if;
  perform porte.poser_secours(c, p_secours);
  return true;
end $$;

create function porte.retirer_second_facteur(p_jeton bytea, p_derivee bytea) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare c uuid;
begin
  update compte.compte k set totp = null, totp_le = null from porte.session_valable(p_jeton) s
   where k.id = s.compte and k.derivee = sha256(p_derivee) and k.totp_le is not null returning k.id into c;
  if c is null then return false; end if;
  delete from compte.secours where compte_id = c;
  return true;
end $$;

-- ─── 4. Les liens ─────────────────────────────────────────────────────────────────────────────────────────

-- Vrai si ce lien vient de naître ; faux s'il existait : une tâche rejouée n'envoie pas deux messages.
create function porte.creer_lien(p_jeton bytea, p_usage text, p_compte uuid, p_organisme uuid, p_activite uuid, p_objet uuid,
  p_duree interval) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  if session_user not in ('coforme_worker', 'coforme_migrator') then
    raise exception 'Un lien ne naît que dans une tâche.' using errcode = '42501';
  end if;
  -- Le rôle web demande des réinitialisations sans compter : la boîte de la personne, elle, a une mesure. Le lien déjà
  -- reçu reste bon.
  if p_usage = 'reinitialisation' and (select count(*) from compte.lien l where l.compte_id = p_compte and l.usage = p_usage
      and l.cree_le > now() - interval '1 hour' and l.jeton <> p_jeton) >= 5 then return false; end if;
  insert into compte.lien (jeton, usage, compte_id, organisme_id, activite_id, objet_id, expire_le)
  values (p_jeton, p_usage, p_compte, p_organisme, p_activite, p_objet, now() + least(p_duree, interval '400 days'))
  on conflict (jeton) do nothing;
  if not found then return false; end if;
  if p_usage <> 'emargement' then
    -- Le dernier message reçu est le bon : les liens d'avant, pour le même usage, ne valent plus.
    update compte.lien l set retire_le = now() where l.compte_id = p_compte and l.usage = p_usage and l.jeton <> p_jeton
      and l.organisme_id is not distinct from p_organisme and l.consomme_le is null and l.retire_le is null;
  end if;
  return true;
end $$;

create function porte.lien_valable(p_jeton bytea)
returns table (usage text, compte uuid, organisme uuid, activite uuid, objet uuid)
language plpgsql stable security definer set search_path = '' as $$
begin
  return query select l.usage, l.compte_id, l.organisme_id, l.activite_id, l.objet_id from compte.lien l
   where l.jeton = p_jeton and l.consomme_le is null and l.retire_le is null and l.expire_le > porte.present();
end $$;

-- Lire ne consomme jamais : les messageries ouvrent les liens avant les personnes.
create function porte.lire_lien(p_jeton bytea)
returns table (usage text, compte uuid, courriel text, prenom text, nom text, a_mot_de_passe boolean,
  organisme uuid, organisme_nom text, activite uuid, objet uuid)
language plpgsql stable security definer set search_path = '' as $$
begin
  return query select l.usage, l.compte, c.courriel, coalesce(nullif(a.prenom, ''), c.prenom), coalesce(nullif(a.nom, ''), c.nom),
      c.derivee is not null, l.organisme, o.nom, l.activite, l.objet
    from porte.lien_valable(p_jeton) l
    left join compte.compte c on c.id = l.compte
    left join compte.adhesion a on l.usage = 'invitation' and a.compte_id = l.compte and a.organisme_id = l.organisme and c.derivee is null
    left join organisme.organisme o on o.organisme_id = l.organisme
   where c.ferme_le is null;
end $$;

-- Prend le lien, une fois : deux envois au même instant, un seul gagne (la ligne est verrouillée par l'update).
create function porte.prendre_lien(p_jeton bytea, p_usage text)
returns table (compte uuid, organisme uuid, activite uuid, objet uuid)
language plpgsql volatile security definer set search_path = '' as $$
begin
  return query update compte.lien l set consomme_le = now()
   where l.jeton = p_jeton and l.usage = p_usage and l.consomme_le is null and l.retire_le is null and l.expire_le > porte.present()
  returning l.compte_id, l.organisme_id, l.activite_id, l.objet_id;
end $$;

-- Un compte qui a déjà son mot de passe le garde : l'invitation n'est pas une réinitialisation.
create function porte.accepter_invitation(p_lien bytea, p_prenom text, p_nom text, p_sel bytea, p_parametres text, p_derivee bytea)
returns boolean language plpgsql volatile security definer set search_path = '' as $$
declare l record; sans boolean;
begin
  select c.derivee is null into sans from porte.lien_valable(p_lien) v join compte.compte c on c.id = v.compte and c.ferme_le is null
   where v.usage = 'invitation';
  if sans is null or sans and p_derivee is null then return false; end if;
  select * into l from porte.prendre_lien(p_lien, 'invitation');
  if not found then return false; end if;
  update compte.adhesion set acceptee_le = coalesce(acceptee_le, now()) where organisme_id = l.organisme and compte_id = l.compte
     and (au is null or au >= porte.aujourd_hui());
  if not found then raise exception 'adhésion retirée' using errcode = '23503'; end if;
  if sans then
    update compte.compte set prenom = p_prenom, nom = p_nom where id = l.compte;
    perform porte.poser_mot_de_passe(l.compte, p_sel, p_parametres, p_derivee);
  end if;
  return true;
end $$;

create function porte.reinitialiser(p_lien bytea, p_sel bytea, p_parametres text, p_derivee bytea) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare l record;
begin
  select * into l from porte.prendre_lien(p_lien, 'reinitialisation');
  if not found then return false; end if;
  perform porte.poser_mot_de_passe(l.compte, p_sel, p_parametres, p_derivee);
  update compte.session set etat = 'revoquee' where compte_id = l.compte;
  return true;
end $$;

-- Le lien d'un stagiaire ouvre son organisme, son enseigne et rien d'autre ; la personne reste inconnue.
create function porte.ouvrir_lien(p_jeton bytea) returns table (organisme uuid, personne uuid, portee text)
language plpgsql volatile security definer set search_path = '' as $$
begin
  select l.organisme, array[l.activite]::text into organisme, portee from porte.lien_valable(p_jeton) l where l.usage = 'emargement';
  if organisme is null then return; end if;
  perform porte.sceller(organisme, null, portee);
  return next;
end $$;

-- L'objet du lien, pris une fois, dans la transaction que ce lien a ouverte : le geste et le lien vont ensemble.
create function porte.consommer_lien(p_jeton bytea) returns uuid
language plpgsql volatile security definer set search_path = '' as $$
declare o uuid;
begin
  select p.objet into o from porte.lien_valable(p_jeton) v, porte.prendre_lien(p_jeton, 'emargement') p
   where v.organisme = porte.organisme();
  return o;
end $$;

create function porte.retirer_liens(p_objet uuid) returns integer
language plpgsql volatile security definer set search_path = '' as $$
declare n integer;
begin
  if not porte.est_membre_ici() then return 0; end if;
  update compte.lien set retire_le = now() where organisme_id = porte.organisme() and objet_id = p_objet
     and (porte.portee() = '*' or activite_id = any (nullif(porte.portee(), '*')::uuid[]))
     and usage = 'emargement' and consomme_le is null and retire_le is null;
  get diagnostics n = row_count;
  return n;
end $$;

-- Toujours la même réponse et toujours une tâche : pour une adresse sans compte, elle ne trouvera personne.
create function porte.demander_reinitialisation(p_courriel text) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare c compte.compte := porte.compte_de(p_courriel);
begin
  perform porte.enfiler('comptes.envoyer-reinitialisation', jsonb_build_object(
    'compte', case when c.id is null or c.ferme_le is not null then gen_random_uuid() else c.id end, 'demande', gen_random_uuid()),
    'reinitialisation:' || encode(porte.hacher('courriel|' || lower(p_courriel)), 'hex'), null);
end $$;

create function porte.destinataire(p_compte uuid, p_organisme uuid)
returns table (courriel text, prenom text, nom text, a_mot_de_passe boolean, organisme_nom text, membre boolean, acceptee boolean)
language plpgsql stable security definer set search_path = '' as $$
begin
  return query select c.courriel, c.prenom, c.nom, c.derivee is not null, o.nom, a.compte_id is not null, a.acceptee_le is not null
    from compte.compte c
    left join compte.adhesion a on a.compte_id = c.id and a.organisme_id = p_organisme and (a.au is null or a.au >= porte.aujourd_hui())
    left join organisme.organisme o on o.organisme_id = p_organisme
   where c.id = p_compte and c.ferme_le is null;
end $$;

-- ─── 5. Les membres d'un organisme ────────────────────────────────────────────────────────────────────────

create function porte.adhesions()
returns table (compte uuid, courriel text, prenom text, nom text, roles text[], toutes boolean, activites uuid[],
  du date, au date, en_attente boolean)
language plpgsql stable security definer set search_path = '' as $$
begin
  if not porte.est_membre_ici() then return; end if;
  return query select c.id, c.courriel, case when a.acceptee_le is null then a.prenom else c.prenom end,
      case when a.acceptee_le is null then a.nom else c.nom end, a.roles, a.toutes, a.activites, a.du, a.au, a.acceptee_le is null
    from compte.adhesion a join compte.compte c on c.id = a.compte_id where a.organisme_id = porte.organisme();
end $$;
comment on function porte.adhesions is 'Les membres, passés compris : le journal les nomme. Rien pour le porteur d’un lien.';

create function porte.activites_connues(p_organisme uuid, p_activites uuid[]) returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return not exists (select from unnest(p_activites) x where not exists (
    select from organisme.activite e where e.organisme_id = p_organisme and e.id = x));
end $$;

create function porte.enfiler_invitation(p_compte uuid, p_organisme uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  perform porte.enfiler('comptes.envoyer-invitation',
    jsonb_build_object('organisme', p_organisme, 'compte', p_compte, 'demande', gen_random_uuid()),
    'invitation:' || p_organisme || ':' || p_compte, null);
end $$;

-- « invitee » (de nouveau aussi), « deja-membre », « interdit », « enseigne-inconnue ».
create function porte.inviter(p_compte uuid, p_courriel text, p_prenom text, p_nom text, p_roles text[], p_toutes boolean,
  p_activites uuid[], out resultat text, out compte uuid)
language plpgsql volatile security definer set search_path = '' as $$
declare o uuid := porte.organisme(); attente boolean;
begin
  if o is null or not porte.administre_ici() then resultat := 'interdit'; return; end if;
  if not porte.activites_connues(o, p_activites) then resultat := 'enseigne-inconnue'; return; end if;
  insert into compte.compte (id, courriel, prenom, nom) values (p_compte, lower(p_courriel), p_prenom, p_nom)
  on conflict (courriel) do nothing;
  select c.id into compte from compte.compte c where c.courriel = lower(p_courriel);
  select a.acceptee_le is null into attente from compte.adhesion a
   where a.organisme_id = o and a.compte_id = inviter.compte and (a.au is null or a.au >= porte.aujourd_hui());
  if attente is false then resultat := 'deja-membre'; return; end if;
  insert into compte.adhesion as a (organisme_id, compte_id, roles, toutes, activites, prenom, nom)
  values (o, inviter.compte, p_roles, p_toutes, case when p_toutes then '{}' else p_activites end, p_prenom, p_nom)
  on conflict (organisme_id, compte_id) do update set roles = excluded.roles, toutes = excluded.toutes,
    activites = excluded.activites, prenom = excluded.prenom, nom = excluded.nom, du = porte.aujourd_hui(), au = null, acceptee_le = null;
  perform porte.enfiler_invitation(inviter.compte, o);
  resultat := 'invitee';
end $$;

-- Un organisme garde toujours quelqu'un pour l'administrer. Verrou : deux retraits croisés en laisseraient zéro.
create function porte.resterait_administre(p_compte uuid) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  perform from compte.adhesion where organisme_id = porte.organisme() order by compte_id for update;
  return exists (select from compte.adhesion a join compte.compte c on c.id = a.compte_id
    where a.organisme_id = porte.organisme() and a.compte_id <> p_compte and a.roles && '{administration,responsable}' and a.toutes
      and a.acceptee_le is not null and (a.au is null or a.au >= porte.aujourd_hui()) and c.ferme_le is null);
end $$;

-- « fait », « interdit », « introuvable », « enseigne-inconnue », « dernier ».
create function porte.changer_adhesion(p_compte uuid, p_roles text[], p_toutes boolean, p_activites uuid[]) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare o uuid := porte.organisme();
begin
  if o is null or not porte.administre_ici() then return 'interdit'; end if;
  if not porte.activites_connues(o, p_activites) then return 'enseigne-inconnue'; end if;
  if not (p_roles && '{administration,responsable}' and p_toutes) and not porte.resterait_administre(p_compte) then return 'dernier'; end if;
  update compte.adhesion set roles = p_roles, toutes = p_toutes, activites = case when p_toutes then '{}' else p_activites end
   where organisme_id = o and compte_id = p_compte and (au is null or au >= porte.aujourd_hui());
  return case when found then 'fait' else 'introuvable' end;
end $$;

create function porte.retirer_adhesion(p_compte uuid) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare o uuid := porte.organisme();
begin
  if o is null or not porte.administre_ici() then return 'interdit'; end if;
  if not exists (select from compte.adhesion where organisme_id = o and compte_id = p_compte and (au is null or au >= porte.aujourd_hui())) then
    return 'introuvable';
  end if;
  if not porte.resterait_administre(p_compte) then return 'dernier'; end if;
  -- « au » est le dernier jour : la veille, pour que la porte se ferme à l'instant.
  update compte.adhesion set au = porte.aujourd_hui() - 1 where organisme_id = o and compte_id = p_compte;
  update compte.lien set retire_le = now() where organisme_id = o and compte_id = p_compte and usage = 'invitation'
     and consomme_le is null and retire_le is null;
  return 'fait';
end $$;

-- ─── 6. L'assistance ──────────────────────────────────────────────────────────────────────────────────────

-- « ouverte », « introuvable », « interdit ».
create function porte.ouvrir_assistance(p_jeton bytea, p_code text, p_motif text, p_minutes integer) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare s record; o uuid; v uuid;
begin
  select x.* into s from porte.session_valable(p_jeton) x join compte.compte c on c.id = x.compte where c.administre_instance;
  if not found or s.assistance is not null then return 'interdit'; end if;
  select organisme_id into o from organisme.organisme where code = p_code;
  if o is null then return 'introuvable'; end if;
  insert into support.session (organisme_id, agent_id, motif, expire_le)
  values (o, s.compte, p_motif, now() + make_interval(mins => p_minutes)) returning id into v;
  update compte.session set assistance_id = v where jeton = p_jeton;
  return 'ouverte';
end $$;

-- À appeler seule dans sa transaction : tant qu'elle n'est pas validée, ouvrir_session refuse.
create function porte.tracer(p_jeton bytea, p_chemin text) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  insert into support.trace (session_id, chemin) select v.id, left(p_chemin, 300)
    from porte.session_valable(p_jeton) s join support.session v on v.id = s.assistance
   where v.fermee_le is null and v.expire_le > porte.present();
  return found;
end $$;

create function porte.fermer_assistance(p_jeton bytea) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare v uuid;
begin
  select assistance into v from porte.session_valable(p_jeton);
  if v is null then return false; end if;
  update support.session set fermee_le = now() where id = v and fermee_le is null;
  update compte.session set assistance_id = null where jeton = p_jeton;
  return true;
end $$;

create function porte.assistances()
returns table (id uuid, agent text, motif text, ouverte_le timestamptz, expire_le timestamptz, fermee_le timestamptz, pages text[])
language plpgsql stable security definer set search_path = '' as $$
begin
  if not porte.est_membre_ici() then return; end if;
  return query select v.id, trim(c.prenom || ' ' || c.nom), v.motif, v.ouverte_le, v.expire_le, v.fermee_le,
      array(select t.chemin from support.trace t where t.session_id = v.id order by t.le limit 500)
    from support.session v join compte.compte c on c.id = v.agent_id
   where v.organisme_id = porte.organisme() order by v.ouverte_le desc limit 100;
end $$;

grant execute on function porte.echecs(bytea), porte.noter_echecs(bytea, integer), porte.sel(text), porte.connecter(text, bytea, bytea, text, boolean), porte.ouvrir_session(bytea),
  porte.visiteur(bytea), porte.fermer_session(bytea), porte.mes_organismes(bytea), porte.choisir_organisme(bytea, uuid, uuid),
  porte.mes_sessions(bytea), porte.revoquer_session(bytea, uuid), porte.changer_nom(bytea, text, text),
  porte.changer_mot_de_passe(bytea, bytea, bytea, text, bytea), porte.second_facteur(bytea),
  porte.confirmer_second_facteur(bytea, bigint), porte.employer_secours(bytea, bytea),
  porte.proposer_second_facteur(bytea, bytea), porte.activer_second_facteur(bytea, bytea, bigint, bytea[]),
  porte.renouveler_secours(bytea, bytea, bytea[]), porte.retirer_second_facteur(bytea, bytea), porte.lire_lien(bytea),
  porte.accepter_invitation(bytea, text, text, bytea, text, bytea), porte.reinitialiser(bytea, bytea, text, bytea),
  porte.ouvrir_lien(bytea), porte.consommer_lien(bytea), porte.retirer_liens(uuid), porte.demander_reinitialisation(text),
  porte.adhesions(), porte.inviter(uuid, text, text, text, text[], boolean, uuid[]),
  porte.changer_adhesion(uuid, text[], boolean, uuid[]), porte.retirer_adhesion(uuid),
  porte.ouvrir_assistance(bytea, text, text, integer), porte.tracer(bytea, text), porte.fermer_assistance(bytea),
  porte.assistances() to coforme_app;
grant execute on function porte.creer_lien(bytea, text, uuid, uuid, uuid, uuid, interval), porte.destinataire(uuid, uuid)
  to coforme_worker, coforme_migrator;
grant execute on function porte.inviter(uuid, text, text, text, text[], boolean, uuid[]), porte.adhesions() to coforme_migrator;

set local role coforme_owner;
