-- La plateforme : fichiers émis, courrier à partir, brouillons de formulaire, compteurs de tentatives,
-- témoin des clés. S'exécute sous coforme_owner.

create schema plateforme;
comment on schema plateforme is 'Ce que partagent tous les modules : fichiers, courrier, brouillons, limites.';

-- ─── 1. Fichiers émis ────────────────────────────────────────────────────────────────────────────
create table plateforme.fichier (
  organisme_id uuid not null default app.organisme(),
  empreinte bytea not null check (octet_length(empreinte) = 32),
  type text not null check (type ~ '^[a-z]+/[a-z0-9.+-]+$'),
  taille integer not null check (taille >= 0),
  octets bytea check (octet_length(octets) = taille),
  depose_le timestamptz not null default now(),
  depose_par uuid default app.personne(),
  primary key (organisme_id, empreinte)
);
comment on column plateforme.fichier.depose_par is 'Qui l’a déposé le relit, même depuis une seule enseigne (0005 mure le reste).';
comment on table plateforme.fichier is 'Un fichier émis, nommé par son SHA-256 : écrit une fois, jamais changé.';
comment on column plateforme.fichier.octets is 'Vide quand les octets sont dans le dépôt S3, chiffrés.';
-- Un PDF est déjà compressé : le tenter encore coûterait à chaque écriture.
alter table plateforme.fichier alter column octets set storage external;
call app.proteger('plateforme.fichier', 'own', preuve => true);
grant select, insert on plateforme.fichier to coforme_app;

-- ─── 2. Courrier à partir ────────────────────────────────────────────────────────────────────────
-- Un message porte des noms et des liens personnels : il attend chiffré par les clés de l'instance, que la
-- base n'a pas, et son contenu s'efface dès qu'il est parti. Avec ou sans organisme, on n'y touche que par
-- les portes. Jamais sauvegardé : une instance restaurée ne doit pas écrire deux fois aux gens.
create table plateforme.courriel (
  id uuid primary key,
  organisme_id uuid,
  etat text not null default 'en-attente' check (etat in ('en-attente', 'parti', 'refuse')),
  chiffre bytea check (octet_length(chiffre) <= 2000000),
  depose_le timestamptz not null default now(),
  tentatives integer not null default 0,
  pris_le timestamptz,
  fini_le timestamptz,
  code text check (code ~ '^[A-Z0-9_]{1,20}$'),
  check ((etat = 'en-attente') = (chiffre is not null)),
  check ((etat = 'en-attente') = (fini_le is null))
);
create index courriel_fini on plateforme.courriel (fini_le) where fini_le is not null;
call app.proteger('plateforme.courriel', 'porte', sauvegarde => false);
grant select, insert, update, delete on plateforme.courriel to coforme_porte;

-- ─── 3. Brouillons ───────────────────────────────────────────────────────────────────────────────
-- Ce qu'une personne a écrit et pas envoyé ne regarde qu'elle, pas même son organisme : par les portes.
create table plateforme.brouillon (
  organisme_id uuid not null,
  personne_id uuid not null,
  cle text not null check (cle ~ '^[a-z][a-zA-Z0-9./:_-]{0,199}$'),
  valeurs jsonb not null check (jsonb_typeof(valeurs) = 'object' and octet_length(valeurs::text) <= 200000),
  garde_le timestamptz not null default now(),
  primary key (organisme_id, personne_id, cle)
);
create index brouillon_garde on plateforme.brouillon (garde_le);
call app.proteger('plateforme.brouillon', 'porte');
grant select, insert, update, delete on plateforme.brouillon to coforme_porte;

-- ─── 4. Compteurs de tentatives ──────────────────────────────────────────────────────────────────
-- La clé est une empreinte à clé : ni adresse IP, ni courriel n'est gardé.
create table plateforme.limite (
  cle bytea primary key check (octet_length(cle) = 32),
  compte integer not null,
  expire_le timestamptz not null
);
create index limite_expire on plateforme.limite (expire_le);
call app.proteger('plateforme.limite', 'porte', sauvegarde => false);
grant select, insert, update, delete on plateforme.limite to coforme_porte;

-- ─── 5. Témoin des clés ──────────────────────────────────────────────────────────────────────────
create table plateforme.temoin (
  seul boolean primary key default true check (seul),
  empreinte bytea not null check (octet_length(empreinte) = 32)
);
comment on table plateforme.temoin is 'De quoi reconnaître les clés de l’instance sans les connaître.';
call app.proteger('plateforme.temoin', 'porte', sauvegarde => false);
grant select, insert, delete on plateforme.temoin to coforme_porte;

-- ─── Les portes ──────────────────────────────────────────────────────────────────────────────────
set local role coforme_porte;

create function porte.deposer_courriel(p_id uuid, p_chiffre bytea) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  if p_id is null or p_chiffre is null then
    raise exception 'Un courriel a un identifiant et un contenu.' using errcode = '22004';
  end if;
  insert into plateforme.courriel (id, organisme_id, chiffre) values (p_id, porte.organisme(), p_chiffre);
  perform porte.enfiler('plateforme.envoyer-courriel', jsonb_build_object('courriel', p_id), 'courriel:' || p_id::text, null);
end $$;
comment on function porte.deposer_courriel is 'Dépose un message chiffré et enfile son envoi, avec ou sans organisme.';
grant execute on function porte.deposer_courriel(uuid, bytea) to coforme_app;

-- Un envoi interrompu (arrêt brutal) se reprend après cinq minutes ; d'ici là un second ouvrier n'y touche pas.
create function porte.prendre_courriel(p_id uuid, out chiffre bytea, out essai integer)
language plpgsql volatile security definer set search_path = '' as $$
begin
  update plateforme.courriel c set tentatives = tentatives + 1, pris_le = now()
    where c.id = p_id and c.etat = 'en-attente' and (c.pris_le is null or c.pris_le < now() - interval '5 minutes')
    returning c.chiffre, c.tentatives into chiffre, essai;
end $$;

create function porte.finir_courriel(p_id uuid, p_etat text, p_code text) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  if p_etat = 'en-attente' then
    update plateforme.courriel set pris_le = null, code = p_code where id = p_id and etat = 'en-attente';
  else
    update plateforme.courriel set etat = p_etat, chiffre = null, fini_le = now(), code = p_code
      where id = p_id and etat = 'en-attente';
  end if;
end $$;
grant execute on function porte.prendre_courriel(uuid), porte.finir_courriel(uuid, text, text) to coforme_worker;

create function porte.garder_brouillon(p_cle text, p_valeurs jsonb) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare o uuid := porte.organisme(); p uuid := porte.personne();
begin
  if o is null or p is null then
    raise exception 'Un brouillon appartient à une personne, dans un organisme.' using errcode = '42501';
  end if;
  insert into plateforme.brouillon (organisme_id, personne_id, cle, valeurs) values (o, p, p_cle, p_valeurs)
    on conflict (organisme_id, personne_id, cle) do update set valeurs = excluded.valeurs, garde_le = now();
  -- Borné : les plus anciens d'une personne laissent la place.
  delete from plateforme.brouillon b where b.organisme_id = o and b.personne_id = p and b.cle in (
    select x.cle from plateforme.brouillon x where x.organisme_id = o and x.personne_id = p
      order by x.garde_le desc, x.cle offset 100);
end $$;

create function porte.lire_brouillon(p_cle text, out valeurs jsonb, out garde_le timestamptz)
language plpgsql stable security definer set search_path = '' as $$
begin
  select b.valeurs, b.garde_le into valeurs, garde_le from plateforme.brouillon b
    where b.organisme_id = porte.organisme() and b.personne_id = porte.personne() and b.cle = p_cle;
end $$;

create function porte.retirer_brouillon(p_cle text) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  delete from plateforme.brouillon b
    where b.organisme_id = porte.organisme() and b.personne_id = porte.personne() and b.cle = p_cle;
end $$;
grant execute on function porte.garder_brouillon(text, jsonb), porte.lire_brouillon(text), porte.retirer_brouillon(text) to coforme_app;

create function porte.compter(p_cle bytea, p_secondes integer, p_maximum integer) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare n integer;
begin
  if p_secondes is null or p_secondes not between 1 and 604800 or p_maximum is null or p_maximum < 0 then
    raise exception 'Fenêtre de 1 seconde à 7 jours, maximum positif.' using errcode = '22023';
  end if;
  insert into plateforme.limite as l (cle, compte, expire_le) values (p_cle, 1, now() + make_interval(secs => p_secondes))
    on conflict (cle) do update set
      compte = case when l.expire_le <= now() then 1 else least(l.compte, 1000000000) + 1 end,
      expire_le = case when l.expire_le <= now() then excluded.expire_le else l.expire_le end
    returning l.compte into n;
  return n <= p_maximum;
end $$;
comment on function porte.compter is 'Compte un essai sous cette empreinte ; vrai tant que le maximum n’est pas dépassé.';

create function porte.oublier_compte(p_cle bytea) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  delete from plateforme.limite where cle = p_cle;
end $$;
grant execute on function porte.compter(bytea, integer, integer), porte.oublier_compte(bytea) to coforme_app;

create function porte.temoin_des_cles(p_empreinte bytea) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  insert into plateforme.temoin (empreinte) values (p_empreinte) on conflict do nothing;
  return (select empreinte = p_empreinte from plateforme.temoin);
end $$;
comment on function porte.temoin_des_cles is 'Retient l’empreinte des premières clés vues ; faux si celles-ci sont autres.';
grant execute on function porte.temoin_des_cles(bytea) to coforme_app;

-- Une restauration rend à la base ses clés d'origine : le témoin de l'instance vide n'a plus lieu d'être.
create function porte.oublier_temoin() returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  delete from plateforme.temoin;
end $$;
grant execute on function porte.oublier_temoin() to coforme_maintenance;

create function porte.purger_plateforme() returns table (quoi text, nombre integer)
language plpgsql volatile security definer set search_path = '' as $$
declare n integer;
begin
  delete from plateforme.brouillon where garde_le < now() - interval '90 days';
  get diagnostics n = row_count; quoi := 'brouillons'; nombre := n; return next;
  delete from plateforme.limite where expire_le <= now();
  get diagnostics n = row_count; quoi := 'limites'; nombre := n; return next;
  delete from plateforme.courriel where fini_le < now() - interval '30 days';
  get diagnostics n = row_count; quoi := 'courriels'; nombre := n; return next;
end $$;
grant execute on function porte.purger_plateforme() to coforme_worker;

set local role coforme_owner;
