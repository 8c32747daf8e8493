-- Long parce que les murs d’un pôle et leurs portes se lisent d’un trait, comme une seule règle.
-- Les pôles : ce que des coopératives indépendantes font ensemble. Tout y est lu par les membres du pôle et par eux
-- seuls (famille « collective ») ; ce qui devient public est une copie, écrite exprès (pole.retour).
create schema pole;

-- ─── Qui en est ──────────────────────────────────────────────────────────────────────────────────
-- Derrière des portes : la règle « membre » d'une table ne peut pas se lire elle-même, et qui frappe à la porte
-- n'est pas encore membre.
create table pole.adhesion (
  pole_id uuid not null, organisme_id uuid not null,
  etat text not null check (etat in ('demandee', 'active', 'refusee', 'sortie')),
  demandee_le timestamptz not null, demandee_par uuid,
  du date, au date,
  cherche text not null default '' check (length(cherche) <= 500),
  propose text not null default '' check (length(propose) <= 500),
  motif text check (length(motif) <= 500),          -- pourquoi elle est refusée, ou pourquoi elle sort
  accueillie_le timestamptz,                         -- le courriel de bienvenue, une fois
  primary key (pole_id, organisme_id),
  check ((etat in ('active', 'sortie')) = (du is not null)),
  check ((etat = 'sortie') = (au is not null))
);
create index on pole.adhesion (organisme_id);
call app.proteger('pole.adhesion', 'porte');

-- Qui parle pour une coopérative dans un pôle. « animation » est donnée par le pôle ; les deux autres par la coopérative.
create table pole.mandat (
  pole_id uuid not null, organisme_id uuid not null, compte_id uuid not null,
  role text not null check (role in ('animation', 'titulaire', 'suppleant')),
  nom text not null check (length(nom) between 1 and 200),
  du timestamptz not null,
  primary key (pole_id, organisme_id, compte_id, role),
  foreign key (pole_id, organisme_id) references pole.adhesion (pole_id, organisme_id)
);
-- Un titulaire et un suppléant au plus, par coopérative et par pôle.
create unique index mandat_unique on pole.mandat (pole_id, organisme_id, role) where role <> 'animation';
call app.proteger('pole.mandat', 'porte');

grant select, insert, update on pole.adhesion to coforme_porte;
grant select, insert, delete on pole.mandat to coforme_porte;
call app.laisser_lire('organisme.organisme', 'ville, code_postal, forme, cae');

set local role coforme_porte;
create function porte.poles() returns uuid[]
language sql stable parallel restricted security definer set search_path = ''
begin atomic
  select coalesce(array_agg(a.pole_id), '{}') from pole.adhesion a
   where a.organisme_id = (select porte.organisme()) and a.etat = 'active';
end;
comment on function porte.poles is 'Les pôles dont l’organisme de la transaction est membre.';
grant execute on function porte.poles() to coforme_app, coforme_owner;

-- Sans organisme établi, aucune ligne ne répond : comparer à null ne vaut jamais vrai.
create function porte.poles_animes() returns uuid[]
language sql stable parallel restricted security definer set search_path = ''
begin atomic
  select coalesce(array_agg(m.pole_id), '{}') from pole.mandat m
    join pole.adhesion a on a.pole_id = m.pole_id and a.organisme_id = m.organisme_id
   where m.organisme_id = (select porte.organisme()) and m.compte_id = (select porte.personne())
     and m.role = 'animation' and a.etat = 'active';
end;
comment on function porte.poles_animes is 'Les pôles que la personne de la transaction anime, pour une coopérative qui en est membre.';
grant execute on function porte.poles_animes() to coforme_app, coforme_owner;
set local role coforme_owner;

-- ─── Le pôle et sa vie ───────────────────────────────────────────────────────────────────────────
create table pole.pole (
  pole_id uuid primary key, organisme_id uuid not null default app.organisme(),
  -- Public : c'est l'adresse du pôle sur le site de l'Union. Qu'un nom soit pris n'apprend rien.
  code text not null unique check (code ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(code) between 2 and 60),
  genre text not null check (genre in ('metier', 'territorial')),
  nom text not null check (length(nom) between 2 and 120),
  raison text not null default '' check (length(raison) <= 2000),
  territoire text not null default '' check (length(territoire) <= 200),
  courriel text not null default '' check (length(courriel) <= 254),   -- où écrire au pôle ; publié avec lui
  entree text not null default 'visa' check (entree in ('libre', 'visa')),
  etat text not null check (etat in ('propose', 'lance', 'actif', 'en-sommeil', 'clos')),
  public boolean not null default true,
  lance_le date, cree_le timestamptz not null
);
call app.proteger('pole.pole', 'collective', cle => 'pole_id', porte => 'porte.poles()');

create table pole.reunion (
  pole_id uuid not null references pole.pole (pole_id), id uuid not null, organisme_id uuid not null default app.organisme(),
  rang integer not null check (rang > 0),
  titre text not null check (length(titre) between 1 and 200),
  format text not null check (format in ('demi-journee', 'petit-dejeuner', 'aperitif', 'visio', 'assemblee')),
  etat text not null check (etat in ('dates', 'convoquee', 'tenue', 'annulee')),
  debut timestamptz, fin timestamptz, zone text not null default 'Europe/Paris',
  hote text not null default '' check (length(hote) <= 200),
  lieu text not null default '' check (length(lieu) <= 300),
  acces text not null default '' check (length(acces) <= 1000),
  visio text not null default '' check (length(visio) <= 300),
  jauge integer check (jauge > 0),
  recit text not null default '' check (length(recit) <= 20000),
  invites text not null default '' check (length(invites) <= 500),
  compte_rendu text not null default 'brouillon' check (compte_rendu in ('brouillon', 'amendement', 'valide', 'publie')),
  amendement_le timestamptz, valide_le timestamptz,
  motif text check (length(motif) <= 500),
  cree_le timestamptz not null,
  primary key (pole_id, id), unique (pole_id, rang),
  check (debut < fin), check (etat in ('dates', 'annulee') or (debut is not null and fin is not null)),
  check (etat <> 'annulee' or motif is not null)
);
call app.proteger('pole.reunion', 'collective', cle => 'pole_id', porte => 'porte.poles()');

-- Une réponse par coopérative et par personne ; « presente » se note le jour même.
create table pole.reponse (
  pole_id uuid not null, reunion_id uuid not null, organisme_id uuid not null default app.organisme(), compte_id uuid not null,
  nom text not null check (length(nom) between 1 and 200),
  dit text not null check (dit in ('oui', 'non', 'peut-etre')),
  le timestamptz not null,
  primary key (pole_id, reunion_id, organisme_id, compte_id),
  foreign key (pole_id, reunion_id) references pole.reunion (pole_id, id)
);
call app.proteger('pole.reponse', 'collective', cle => 'pole_id', porte => 'porte.poles()');

-- À qui l'invitation est partie : la tâche rejouée n'écrit pas deux fois à la même personne.
create table pole.envoi (
  pole_id uuid not null, reunion_id uuid not null, compte_id uuid not null, organisme_id uuid not null default app.organisme(),
  le timestamptz not null,
  primary key (pole_id, reunion_id, compte_id),
  foreign key (pole_id, reunion_id) references pole.reunion (pole_id, id)
);
call app.proteger('pole.envoi', 'collective', cle => 'pole_id', porte => 'porte.poles()');

-- Qui était là : écrit par qui anime, au nom de toutes les coopératives présentes. L'auteur est organisme_id.
create table pole.presence (
  pole_id uuid not null, reunion_id uuid not null, organisme_id uuid not null default app.organisme(),
  de_organisme_id uuid not null, personnes integer not null default 1 check (personnes between 1 and 100),
  primary key (pole_id, reunion_id, de_organisme_id),
  foreign key (pole_id, reunion_id) references pole.reunion (pole_id, id),
  foreign key (pole_id, de_organisme_id) references pole.adhesion (pole_id, organisme_id)
);
call app.proteger('pole.presence', 'collective', cle => 'pole_id', porte => 'porte.poles()');

-- L'ordre du jour : chaque membre propose un point.
create table pole.point (
  pole_id uuid not null, reunion_id uuid not null, id uuid not null, organisme_id uuid not null default app.organisme(),
  titre text not null check (length(titre) between 1 and 200), minutes integer check (minutes between 1 and 480),
  par text not null check (length(par) between 1 and 200), le timestamptz not null,
  primary key (pole_id, id),
  foreign key (pole_id, reunion_id) references pole.reunion (pole_id, id)
);
call app.proteger('pole.point', 'collective', cle => 'pole_id', porte => 'porte.poles()');

-- Le tour de table : un enjeu par ligne, recueilli avant ou pendant. Le thème vient après, de qui rassemble.
create table pole.theme (
  pole_id uuid not null, id uuid not null, organisme_id uuid not null default app.organisme(),
  reunion_id uuid not null, nom text not null check (length(nom) between 1 and 160), cree_le timestamptz not null,
  primary key (pole_id, id),
  foreign key (pole_id, reunion_id) references pole.reunion (pole_id, id)
);
create table pole.enjeu (
  pole_id uuid not null, id uuid not null, organisme_id uuid not null default app.organisme(),
  reunion_id uuid not null, texte text not null check (length(texte) between 1 and 500),
  par text not null check (length(par) between 1 and 200), le timestamptz not null,
  primary key (pole_id, id),
  foreign key (pole_id, reunion_id) references pole.reunion (pole_id, id)
);
-- Le rangement d'un enjeu sous un thème appartient à qui rassemble, pas à qui a parlé.
create table pole.rangement (
  pole_id uuid not null, enjeu_id uuid not null, theme_id uuid not null, organisme_id uuid not null default app.organisme(),
  primary key (pole_id, enjeu_id),
  foreign key (pole_id, enjeu_id) references pole.enjeu (pole_id, id),
  foreign key (pole_id, theme_id) references pole.theme (pole_id, id)
);
call app.proteger('pole.theme', 'collective', cle => 'pole_id', porte => 'porte.poles()');
call app.proteger('pole.enjeu', 'collective', cle => 'pole_id', porte => 'porte.poles()');
call app.proteger('pole.rangement', 'collective', cle => 'pole_id', porte => 'porte.poles()');

-- Pendant les sept jours d'amendement, chaque membre propose une correction ; qui anime la reprend dans le récit.
create table pole.amendement (
  pole_id uuid not null, reunion_id uuid not null, id uuid not null, organisme_id uuid not null default app.organisme(),
  texte text not null check (length(texte) between 1 and 2000), par text not null check (length(par) between 1 and 200),
  le timestamptz not null,
  primary key (pole_id, id),
  foreign key (pole_id, reunion_id) references pole.reunion (pole_id, id)
);
call app.proteger('pole.amendement', 'collective', cle => 'pole_id', porte => 'porte.poles()');

create table pole.groupe (
  pole_id uuid not null, id uuid not null, organisme_id uuid not null default app.organisme(),
  nom text not null check (length(nom) between 1 and 160), mandat text not null check (length(mandat) between 1 and 2000),
  theme_id uuid, pilote text not null default '' check (length(pilote) <= 200),
  echeance date, clos_le date, cree_le timestamptz not null,
  primary key (pole_id, id),
  foreign key (pole_id, theme_id) references pole.theme (pole_id, id)
);
call app.proteger('pole.groupe', 'collective', cle => 'pole_id', porte => 'porte.poles()');

create table pole.engagement (
  pole_id uuid not null, id uuid not null, organisme_id uuid not null default app.organisme(),
  reunion_id uuid, quoi text not null check (length(quoi) between 1 and 300),
  qui text not null check (length(qui) between 1 and 200), pour date,
  etat text not null default 'pris' check (etat in ('pris', 'tenu', 'reporte', 'abandonne')),
  suite text not null default '' check (length(suite) <= 500), cree_le timestamptz not null,
  primary key (pole_id, id),
  foreign key (pole_id, reunion_id) references pole.reunion (pole_id, id)
);
call app.proteger('pole.engagement', 'collective', cle => 'pole_id', porte => 'porte.poles()');

-- ─── Décider ─────────────────────────────────────────────────────────────────────────────────────
create table pole.decision (
  pole_id uuid not null, id uuid not null, organisme_id uuid not null default app.organisme(), reunion_id uuid,
  genre text not null check (genre in ('consentement', 'proposition', 'sens', 'compte', 'dates', 'points')),
  titre text not null check (length(titre) between 1 and 200), texte text not null default '' check (length(texte) <= 5000),
  options text[] not null check (cardinality(options) between 2 and 20),
  quorum integer not null default 0 check (quorum between 0 and 100),      -- pour cent du corps électoral
  part integer not null default 50 check (part between 0 and 100),         -- pour cent des exprimés, dépassé strictement
  etat text not null check (etat in ('brouillon', 'ouverte', 'close')),
  ferme_le timestamptz not null, ouverte_le timestamptz, close_le timestamptz,
  issue text check (length(issue) <= 2000), revoir_le date, cree_le timestamptz not null,
  primary key (pole_id, id),
  foreign key (pole_id, reunion_id) references pole.reunion (pole_id, id),
  check ((etat = 'brouillon') = (ouverte_le is null)), check ((etat = 'close') = (close_le is not null))
);
call app.proteger('pole.decision', 'collective', cle => 'pole_id', porte => 'porte.poles()');

-- Le corps électoral, figé à l'ouverture : une ligne par coopérative. Une procuration désigne qui vote à sa place.
create table pole.electeur (
  pole_id uuid not null, decision_id uuid not null, organisme_id uuid not null,
  procuration_id uuid,                                                      -- l'organisme qui porte la procuration
  primary key (pole_id, decision_id, organisme_id),
  foreign key (pole_id, decision_id) references pole.decision (pole_id, id),
  foreign key (pole_id, organisme_id) references pole.adhesion (pole_id, organisme_id),
  check (procuration_id <> organisme_id)
);
-- Une procuration au plus par porteur et par décision.
create unique index electeur_procuration on pole.electeur (pole_id, decision_id, procuration_id) where procuration_id is not null;
call app.proteger('pole.electeur', 'porte');

-- La clé primaire est l'arbitre : une voix par coopérative, quel que soit le nombre de gens qui votent pour elle.
create table pole.voix (
  pole_id uuid not null, decision_id uuid not null, organisme_id uuid not null,
  choix integer[] not null check (cardinality(choix) between 1 and 20),    -- points par option, dans l'ordre des options
  motif text not null default '' check (length(motif) <= 2000),
  compte_id uuid not null, le timestamptz not null,
  primary key (pole_id, decision_id, organisme_id),
  foreign key (pole_id, decision_id, organisme_id) references pole.electeur (pole_id, decision_id, organisme_id)
);
call app.proteger('pole.voix', 'porte');
create index on pole.voix (pole_id, decision_id);

-- ─── Ce qui devient public ───────────────────────────────────────────────────────────────────────
create table pole.retour (
  organisme_id uuid not null default app.organisme(), id uuid not null, pole_id uuid not null, reunion_id uuid not null,
  version integer not null check (version > 0),
  adresse text not null check (adresse ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(adresse) between 2 and 120),
  -- Figé : titre, chapô, date, hôte, coopératives, sujets, décisions, engagements, prochaine rencontre.
  contenu jsonb not null, publie_le timestamptz, retire_le timestamptz,
  primary key (organisme_id, id), unique (organisme_id, reunion_id, version)
);
create index on pole.retour (adresse);
create index on pole.retour (publie_le desc);
call app.proteger('pole.retour', 'publie', publie => 'publie_le is not null and retire_le is null');

grant select, insert, update on pole.pole, pole.reunion, pole.groupe, pole.engagement, pole.decision to coforme_app;
grant select, insert, update, delete on pole.reponse, pole.presence, pole.point, pole.theme, pole.enjeu, pole.rangement to coforme_app;
grant select, insert on pole.retour to coforme_app;
grant update (publie_le, retire_le) on pole.retour to coforme_app;

grant select, insert on pole.envoi, pole.amendement to coforme_app;

-- L'auteur d'une réponse est la personne du sceau.
create policy auteur on pole.reponse as restrictive for insert to coforme_app with check (compte_id = (select app.personne()));
create policy auteur_changer on pole.reponse as restrictive for update to coforme_app using (compte_id = (select app.personne()));
-- Ce qui engage le pôle vient de qui l'anime, et de lui seul ; toute personne qui anime reprend ce qu'une autre a commencé.
do $$
declare t text;
begin
  foreach t in array array['reunion', 'presence', 'decision', 'theme', 'rangement', 'groupe'] loop
    execute format('create policy animation on pole.%I as restrictive for insert to coforme_app with check (pole_id = any ((select porte.poles_animes())::uuid[]))', t);
  end loop;
  foreach t in array array['pole', 'reunion', 'presence', 'decision', 'theme', 'rangement', 'groupe'] loop
    execute format('create policy animation_changer on pole.%I as restrictive for update to coforme_app using (pole_id = any ((select porte.poles_animes())::uuid[]))', t);
    execute format('create policy animation_retirer on pole.%I as restrictive for delete to coforme_app using (pole_id = any ((select porte.poles_animes())::uuid[]))', t);
  end loop;
  foreach t in array array['pole', 'reunion', 'presence', 'decision', 'theme', 'rangement', 'groupe', 'engagement'] loop
    execute format('create policy anime on pole.%I for update to coforme_app using (pole_id = any ((select porte.poles_animes())::uuid[])) with check (pole_id = any ((select porte.poles_animes())::uuid[]))', t);
  end loop;
  foreach t in array array['presence', 'rangement', 'point', 'enjeu'] loop
    execute format('create policy anime_retirer on pole.%I for delete to coforme_app using (pole_id = any ((select porte.poles_animes())::uuid[]))', t);
  end loop;
end $$;
-- Le retour est mené par l'organisme et la réunion par le pôle : la règle tient ici lieu de clé étrangère.
create policy animation on pole.retour as restrictive for insert to coforme_app with check (
  pole_id = any ((select porte.poles_animes())::uuid[])
  and exists (select from pole.reunion r where r.pole_id = retour.pole_id and r.id = retour.reunion_id));

-- ─── Les portes ──────────────────────────────────────────────────────────────────────────────────
grant select, insert on pole.electeur to coforme_porte;
grant update (procuration_id) on pole.electeur to coforme_porte;
grant select, insert, update on pole.voix to coforme_porte;
call app.laisser_lire('pole.decision', 'pole_id, id, etat, ferme_le, options, organisme_id');
grant update (etat, ouverte_le) on pole.decision to coforme_porte;
create policy porte_ouvrir on pole.decision for update to coforme_porte using (true) with check (true);
call app.laisser_lire('pole.pole', 'pole_id, code, genre, nom, raison, territoire, courriel, entree, etat, public, lance_le');
call app.laisser_lire('pole.reunion', 'pole_id, id, rang, titre, format, etat, debut, fin, zone, hote, lieu, acces, motif');
call app.laisser_lire('pole.reponse', 'pole_id, reunion_id, organisme_id, dit');
call app.laisser_lire('pole.retour', 'organisme_id, pole_id, reunion_id, retire_le');
grant update (retire_le) on pole.retour to coforme_porte;
create policy porte_retirer on pole.retour for update to coforme_porte using (true) with check (true);
grant insert on pole.pole to coforme_porte;
create policy porte_fonder on pole.pole for insert to coforme_porte with check (true);

set local role coforme_porte;

-- Le premier pas d'un pôle : il naît avec son premier membre, qui l'anime.
create function porte.fonder_pole(p_pole uuid, p_code text, p_genre text, p_nom text, p_entree text, p_anime text, p_le timestamptz)
returns void language plpgsql volatile security definer set search_path = '' as $$
declare moi uuid := porte.organisme(); personne uuid := porte.personne();
begin
  if moi is null or personne is null then
    raise exception 'Un pôle se fonde au nom d’une coopérative, par une personne.' using errcode = '42501';
  end if;
  insert into pole.pole (pole_id, organisme_id, code, genre, nom, entree, etat, lance_le, cree_le)
    values (p_pole, moi, p_code, p_genre, p_nom, p_entree, 'lance', (p_le at time zone 'Europe/Paris')::date, p_le);
  insert into pole.adhesion (pole_id, organisme_id, etat, demandee_le, demandee_par, du)
    values (p_pole, moi, 'active', p_le, personne, (p_le at time zone 'Europe/Paris')::date);
  insert into pole.mandat (pole_id, organisme_id, compte_id, role, nom, du)
    values (p_pole, moi, personne, 'animation', p_anime, p_le), (p_pole, moi, personne, 'titulaire', p_anime, p_le);
end $$;
comment on function porte.fonder_pole is 'Fonde un pôle : son premier membre est l’organisme de la transaction, sa personne l’anime.';
grant execute on function porte.fonder_pole(uuid, text, text, text, text, text, timestamptz) to coforme_app;

create function porte.code_de_pole_pris(p_code text) returns boolean
language sql stable security definer set search_path = ''
begin atomic
  select exists (select from pole.pole where code = p_code);
end;
grant execute on function porte.code_de_pole_pris(text) to coforme_app;

create function porte.poles_ouverts()
returns table (pole_id uuid, code text, genre text, nom text, raison text, territoire text, courriel text, entree text, etat text, lance_le date, membres bigint)
language sql stable security definer set search_path = ''
begin atomic
  select p.pole_id, p.code, p.genre, p.nom, p.raison, p.territoire, p.courriel, p.entree, p.etat, p.lance_le,
         (select count(*) from pole.adhesion a where a.pole_id = p.pole_id and a.etat = 'active')
    from pole.pole p where p.public and p.etat <> 'propose' order by p.nom;
end;
comment on function porte.poles_ouverts is 'Les pôles que leur Union montre à tous, et combien de coopératives en sont.';
grant execute on function porte.poles_ouverts() to coforme_app;

-- L'agenda public : quand et où, et combien de coopératives viennent ; jamais lesquelles, ni l'adresse de visio.
create function porte.agenda_des_poles(p_depuis timestamptz)
returns table (code text, pole text, id uuid, rang integer, titre text, format text, etat text, debut timestamptz, fin timestamptz,
               zone text, hote text, lieu text, acces text, viennent bigint, hesitent bigint, membres bigint)
language sql stable security definer set search_path = ''
begin atomic
  select p.code, p.nom, r.id, r.rang, r.titre, r.format, r.etat, r.debut, r.fin, r.zone, r.hote, r.lieu, r.acces,
         (select count(distinct x.organisme_id) from pole.reponse x where x.pole_id = r.pole_id and x.reunion_id = r.id and x.dit = 'oui'),
         (select count(distinct x.organisme_id) from pole.reponse x where x.pole_id = r.pole_id and x.reunion_id = r.id and x.dit = 'peut-etre'
             and not exists (select from pole.reponse y where y.pole_id = x.pole_id and y.reunion_id = x.reunion_id
                              and y.organisme_id = x.organisme_id and y.dit = 'oui')),
         (select count(*) from pole.adhesion a where a.pole_id = p.pole_id and a.etat = 'active')
    from pole.reunion r join pole.pole p on p.pole_id = r.pole_id
   where p.public and p.etat in ('lance', 'actif', 'en-sommeil') and r.etat in ('convoquee', 'annulee', 'tenue') and r.debut is not null and r.fin > p_depuis
   order by r.debut, r.id limit 200;
end;
comment on function porte.agenda_des_poles is 'Les rencontres des pôles publics qui finissent après cet instant, lues sans compte.';
grant execute on function porte.agenda_des_poles(timestamptz) to coforme_app;

-- Une seule version d'un retour est en ligne, quelle que soit la coopérative qui a publié la précédente.
create function porte.retirer_retours(p_pole uuid, p_reunion uuid, p_le timestamptz) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  if not p_pole = any (porte.poles_animes()) then
    raise exception 'Qui anime le pôle retire un retour.' using errcode = '42501';
  end if;
  update pole.retour set retire_le = p_le where pole_id = p_pole and reunion_id = p_reunion and retire_le is null;
end $$;
grant execute on function porte.retirer_retours(uuid, uuid, timestamptz) to coforme_app;

create function porte.membres_du_pole(p_pole uuid)
returns table (organisme_id uuid, nom text, ville text, etat text, du date, demandee_le timestamptz, cherche text, propose text)
language sql stable security definer set search_path = ''
begin atomic
  select a.organisme_id, o.nom, o.ville, a.etat, a.du, a.demandee_le, a.cherche, a.propose
    from pole.adhesion a join organisme.organisme o on o.organisme_id = a.organisme_id
   where a.pole_id = p_pole and a.pole_id = any ((select porte.poles())::uuid[])
     and (a.etat = 'active' or (a.etat = 'demandee' and p_pole = any ((select porte.poles_animes())::uuid[])))
   order by o.nom;
end;
comment on function porte.membres_du_pole is 'Les coopératives d’un pôle, pour ses membres ; celles qui frappent, pour qui l’anime.';
grant execute on function porte.membres_du_pole(uuid) to coforme_app;

create function porte.mandats_du_pole(p_pole uuid)
returns table (organisme_id uuid, compte_id uuid, role text, nom text)
language sql stable security definer set search_path = ''
begin atomic
  select m.organisme_id, m.compte_id, m.role, m.nom from pole.mandat m
    -- Qui frappe à la porte, ou en est sorti, ne parle pour personne : ni invitation, ni liste.
    join pole.adhesion a on a.pole_id = m.pole_id and a.organisme_id = m.organisme_id and a.etat = 'active'
   where m.pole_id = p_pole and m.pole_id = any ((select porte.poles())::uuid[]) order by m.nom;
end;
grant execute on function porte.mandats_du_pole(uuid) to coforme_app;

-- Rejoindre : libre, on y est ; sinon on attend le visa de qui anime. Demander deux fois ne change rien.
create function porte.rejoindre_pole(p_pole uuid, p_cherche text, p_propose text, p_nom text, p_le timestamptz)
returns text language plpgsql volatile security definer set search_path = '' as $$
declare moi uuid := porte.organisme(); qui uuid := porte.personne(); p record; e text;
begin
  if moi is null or qui is null then
    raise exception 'Une coopérative rejoint un pôle par une de ses personnes.' using errcode = '42501';
  end if;
  select entree, etat into p from pole.pole where pole_id = p_pole and public and pole.etat in ('lance', 'actif', 'en-sommeil');
  if not found then return null; end if;
  e := case p.entree when 'libre' then 'active' else 'demandee' end;
  insert into pole.adhesion as a (pole_id, organisme_id, etat, demandee_le, demandee_par, du, cherche, propose)
    values (p_pole, moi, e, p_le, qui, case e when 'active' then (p_le at time zone 'Europe/Paris')::date end, p_cherche, p_propose)
    on conflict (pole_id, organisme_id) do update
      set etat = excluded.etat, demandee_le = excluded.demandee_le, demandee_par = excluded.demandee_par, du = excluded.du,
          au = null, motif = null, accueillie_le = null, cherche = excluded.cherche, propose = excluded.propose
      where a.etat in ('refusee', 'sortie');
  if not found then
    select etat into e from pole.adhesion where pole_id = p_pole and organisme_id = moi;
    return case e when 'demandee' then 'attente' else e end;
  end if;
  select etat into e from pole.adhesion where pole_id = p_pole and organisme_id = moi;
  insert into pole.mandat (pole_id, organisme_id, compte_id, role, nom, du) values (p_pole, moi, qui, 'titulaire', p_nom, p_le)
    on conflict do nothing;
  return e;
end $$;
comment on function porte.rejoindre_pole is 'Rend l’état de l’adhésion (active, demandee ; attente : déjà demandée), ou null si ce pôle n’accueille pas.';
grant execute on function porte.rejoindre_pole(uuid, text, text, text, timestamptz) to coforme_app;

-- Le mandat de sa coopérative, pris par une de ses personnes. Une place tenue ne se prend qu'en le disant (p_remplacer).
create function porte.prendre_mandat(p_pole uuid, p_role text, p_nom text, p_remplacer boolean, p_le timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare moi uuid := porte.organisme(); qui uuid := porte.personne();
begin
  if qui is null or p_role not in ('titulaire', 'suppleant') or not p_pole = any (porte.poles()) then return false; end if;
  if p_remplacer then
    delete from pole.mandat where pole_id = p_pole and organisme_id = moi and role = p_role;
  end if;
  insert into pole.mandat (pole_id, organisme_id, compte_id, role, nom, du) values (p_pole, moi, qui, p_role, p_nom, p_le)
    on conflict do nothing;
  return found;
end $$;
grant execute on function porte.prendre_mandat(uuid, text, text, boolean, timestamptz) to coforme_app;

-- Qui anime confie l'animation à une personne mandatée par une coopérative du pôle.
create function porte.confier_animation(p_pole uuid, p_organisme uuid, p_compte uuid, p_le timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  if not p_pole = any (porte.poles_animes()) then
    raise exception 'Qui anime le pôle en confie l’animation.' using errcode = '42501';
  end if;
  insert into pole.mandat (pole_id, organisme_id, compte_id, role, nom, du)
    select distinct on (m.compte_id) m.pole_id, m.organisme_id, m.compte_id, 'animation', m.nom, p_le
      from pole.mandat m join pole.adhesion a on a.pole_id = m.pole_id and a.organisme_id = m.organisme_id and a.etat = 'active'
     where m.pole_id = p_pole and m.organisme_id = p_organisme and m.compte_id = p_compte
    on conflict do nothing;
  return found;
end $$;
grant execute on function porte.confier_animation(uuid, uuid, uuid, timestamptz) to coforme_app;

create function porte.viser_adhesion(p_pole uuid, p_organisme uuid, p_oui boolean, p_motif text, p_le timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  if not p_pole = any (porte.poles_animes()) then
    raise exception 'Qui anime le pôle vise les adhésions.' using errcode = '42501';
  end if;
  update pole.adhesion set etat = case when p_oui then 'active' else 'refusee' end,
         du = case when p_oui then (p_le at time zone 'Europe/Paris')::date end, motif = case when p_oui then null else p_motif end
   where pole_id = p_pole and organisme_id = p_organisme and etat = 'demandee';
  return found;
end $$;
grant execute on function porte.viser_adhesion(uuid, uuid, boolean, text, timestamptz) to coforme_app;

-- Vrai une seule fois par adhésion : de quoi n'écrire qu'une bienvenue, même si la tâche repasse.
create function porte.accueillir(p_pole uuid, p_organisme uuid, p_le timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  if not p_pole = any (porte.poles()) then return false; end if;
  update pole.adhesion set accueillie_le = p_le
   where pole_id = p_pole and organisme_id = p_organisme and etat = 'active' and accueillie_le is null;
  return found;
end $$;
grant execute on function porte.accueillir(uuid, uuid, timestamptz) to coforme_app;

create function porte.quitter_pole(p_pole uuid, p_motif text, p_le timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  update pole.adhesion set etat = 'sortie', au = (p_le at time zone 'Europe/Paris')::date, motif = p_motif
   where pole_id = p_pole and organisme_id = porte.organisme() and etat = 'active';
  return found;
end $$;
grant execute on function porte.quitter_pole(uuid, text, timestamptz) to coforme_app;

-- Ouvrir fige le corps électoral : les coopératives membres à cet instant, une voix chacune.
create function porte.ouvrir_decision(p_pole uuid, p_decision uuid, p_le timestamptz) returns integer
language plpgsql volatile security definer set search_path = '' as $$
declare n integer;
begin
  if not p_pole = any (porte.poles_animes()) then
    raise exception 'Qui anime le pôle ouvre un vote.' using errcode = '42501';
  end if;
  update pole.decision set etat = 'ouverte', ouverte_le = p_le
   where pole_id = p_pole and id = p_decision and etat = 'brouillon' and ferme_le > p_le;
  if not found then return null; end if;
  insert into pole.electeur (pole_id, decision_id, organisme_id)
    select p_pole, p_decision, a.organisme_id from pole.adhesion a where a.pole_id = p_pole and a.etat = 'active';
  get diagnostics n = row_count;
  return n;
end $$;
comment on function porte.ouvrir_decision is 'Le nombre d’électeurs figés, ou null si elle n’est pas à ouvrir.';
grant execute on function porte.ouvrir_decision(uuid, uuid, timestamptz) to coforme_app;

create function porte.donner_procuration(p_pole uuid, p_decision uuid, p_a uuid) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare moi uuid := porte.organisme();
begin
  if not exists (select from pole.mandat where pole_id = p_pole and organisme_id = moi and compte_id = porte.personne()
                  and role in ('titulaire', 'suppleant')) then return 'sans-mandat'; end if;
  if not exists (select from pole.decision where pole_id = p_pole and id = p_decision and etat = 'ouverte') then return 'fermee'; end if;
  if exists (select from pole.voix where pole_id = p_pole and decision_id = p_decision and organisme_id = moi) then return 'deja-vote'; end if;
  if p_a is not null and not exists (select from pole.electeur where pole_id = p_pole and decision_id = p_decision and organisme_id = p_a) then
    return 'porteur-inconnu';
  end if;
  begin
    update pole.electeur set procuration_id = p_a where pole_id = p_pole and decision_id = p_decision and organisme_id = moi;
  exception when unique_violation then return 'porteur-pris';
  end;
  return case when found then 'donnee' else 'hors-liste' end;
end $$;
grant execute on function porte.donner_procuration(uuid, uuid, uuid) to coforme_app;

-- Voter pour sa coopérative, ou pour celle qui a donné procuration. Jusqu'à la clôture, la même personne ou une autre
-- mandatée peut changer la voix : elle la remplace, elle n'en ajoute pas une.
create function porte.voter(p_pole uuid, p_decision uuid, p_pour uuid, p_choix integer[], p_motif text, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare moi uuid := porte.organisme(); qui uuid := porte.personne(); e record; d record;
begin
  if moi is null or qui is null then return 'sans-mandat'; end if;
  if not exists (select from pole.mandat m join pole.adhesion a on a.pole_id = m.pole_id and a.organisme_id = m.organisme_id
      where m.pole_id = p_pole and m.organisme_id = moi and m.compte_id = qui and m.role in ('titulaire', 'suppleant') and a.etat = 'active') then
    return 'sans-mandat';
  end if;
  -- Verrou partagé avec la clôture : on ne vote pas pendant qu'on dépouille.
  select etat, ferme_le, cardinality(options) as n into d from pole.decision where pole_id = p_pole and id = p_decision for share;
  if not found then return 'hors-liste'; end if;
  if d.etat <> 'ouverte' or d.ferme_le <= p_le then return 'fermee'; end if;
  if cardinality(p_choix) <> d.n then return 'choix'; end if;
  select * into e from pole.electeur where pole_id = p_pole and decision_id = p_decision and organisme_id = p_pour;
  if not found then return 'hors-liste'; end if;
  if p_pour <> moi and e.procuration_id is distinct from moi then return 'pour-une-autre'; end if;
  if p_pour = moi and e.procuration_id is not null then return 'procuration-donnee'; end if;
  insert into pole.voix as v (pole_id, decision_id, organisme_id, choix, motif, compte_id, le)
    values (p_pole, p_decision, p_pour, p_choix, p_motif, qui, p_le)
    on conflict (pole_id, decision_id, organisme_id) do update
      set choix = excluded.choix, motif = excluded.motif, compte_id = excluded.compte_id, le = excluded.le
      where v.le <= excluded.le;
  return 'compte';
end $$;
comment on function porte.voter is '« compte », ou pourquoi la voix ne compte pas. Une ligne par coopérative : la clé primaire y veille.';
grant execute on function porte.voter(uuid, uuid, uuid, integer[], text, timestamptz) to coforme_app;

create function porte.corps_electoral(p_pole uuid, p_decision uuid)
returns table (organisme_id uuid, nom text, procuration_id uuid, choix integer[], motif text, le timestamptz)
language sql stable security definer set search_path = ''
begin atomic
  select e.organisme_id, o.nom, e.procuration_id, v.choix, v.motif, v.le
    from pole.electeur e join organisme.organisme o on o.organisme_id = e.organisme_id
    left join pole.voix v on v.pole_id = e.pole_id and v.decision_id = e.decision_id and v.organisme_id = e.organisme_id
   where e.pole_id = p_pole and e.decision_id = p_decision and e.pole_id = any ((select porte.poles())::uuid[])
   order by o.nom;
end;
comment on function porte.corps_electoral is 'La liste figée et les voix données, pour les membres du pôle.';
grant execute on function porte.corps_electoral(uuid, uuid) to coforme_app;
set local role coforme_owner;
