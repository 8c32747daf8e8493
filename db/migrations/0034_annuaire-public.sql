-- Long parce que les portes de ce que l’on écrit sans compte se relisent ensemble.
-- Ce que l'Union montre et reçoit : l'annuaire des coopératives, les demandes à un·e délégué·e, les candidatures, la lettre, les
-- mentions. Ce qu'une personne écrit sans compte est chiffré par les clés de l'instance ; la base n'en garde que l'état.
create table portail.fiche (
  organisme_id uuid not null default app.organisme() references organisme.organisme (organisme_id),
  description text not null default '' check (length(description) <= 2000),
  themes text[] not null default '{}' check (cardinality(themes) <= 12),
  publics text not null default '' check (length(publics) <= 500),
  departements text[] not null default '{}' check (cardinality(departements) <= 110),
  nsf text[] not null default '{}' check (cardinality(nsf) <= 20),
  formacodes text[] not null default '{}' check (cardinality(formacodes) <= 20),
  effectif text not null default '' check (effectif in ('', '0', '1-5', '6-9', '10-19', '20-49', '50-99', '100+')),
  creee_en integer check (creee_en between 1800 and 2200),
  -- Une portée ne se dit qu'avec sa source et son jour (arrêté du 17 juin 2021, usage de la marque).
  qualiopi text[] not null default '{}' check (qualiopi <@ '{AF,BC,VAE,CFA}'),
  qualiopi_source text check (qualiopi_source in ('annuaire-entreprises', 'liste-of', 'declaree')), qualiopi_le date,
  siege_masque boolean not null default false,
  contact text not null default '' check (length(contact) <= 254),
  -- Nom, ville, thèmes, description, repliés ; le nom est celui du dernier enregistrement.
  tri text collate "C" not null default '', pli text not null default '',
  mots tsvector generated always as (to_tsvector('pg_catalog.french', pli)) stored,
  publiee_le timestamptz, modifiee_le timestamptz not null,
  primary key (organisme_id),
  check ((cardinality(qualiopi) = 0) = (qualiopi_source is null)), check ((qualiopi_source is null) = (qualiopi_le is null))
);
create index on portail.fiche using gin (mots);
create index on portail.fiche (tri, organisme_id) where publiee_le is not null;
call app.proteger('portail.fiche', 'publie', publie => 'publiee_le is not null');
grant select, insert, update on portail.fiche to coforme_app;
create constraint trigger parution after insert or update or delete on portail.fiche deferrable initially deferred
  for each row execute function porte.noter_parution();

-- La recherche commune lit aussi les offres : leur texte est déjà replié.
alter table catalogue.fiche add column mots tsvector generated always as (to_tsvector('pg_catalog.french', recherche)) stored;
create index on catalogue.fiche using gin (mots) where retiree_le is null;

create table portail.delegue (
  id uuid primary key,
  nom text not null check (length(nom) between 2 and 200), courriel text not null check (length(courriel) between 3 and 254),
  -- Vide : reçoit ce qu'aucun autre ne reçoit.
  departements text[] not null default '{}' check (cardinality(departements) <= 110),
  depuis_le timestamptz not null, parti_le timestamptz
);
call app.proteger('portail.delegue', 'porte');

create table portail.demande (
  id uuid primary key,
  departement text not null check (length(departement) between 2 and 3),
  sujet text not null check (sujet in ('rejoindre', 'impulser', 'creer', 'question')),
  chiffre bytea check (octet_length(chiffre) <= 20000),     -- nom, courriel, texte ; s'efface avec le temps
  delegue_id uuid references portail.delegue (id),
  etat text not null check (etat in ('a-prouver', 'transmise', 'prise', 'repondue')),
  recue_le timestamptz not null, prouvee_le timestamptz, prise_le timestamptz, repondue_le timestamptz
);
create index on portail.demande (recue_le);
call app.proteger('portail.demande', 'porte');

create table portail.candidature (
  id uuid primary key, chiffre bytea check (octet_length(chiffre) <= 20000),
  demandee_le timestamptz not null, faite_le timestamptz
);
create index on portail.candidature (demandee_le);
call app.proteger('portail.candidature', 'porte');

create table portail.abonnement (
  id uuid primary key, empreinte bytea not null unique check (length(empreinte) = 32),
  chiffre bytea check (octet_length(chiffre) <= 2000), etat text not null check (etat in ('a-confirmer', 'actif', 'fini')),
  demande_le timestamptz not null, confirme_le timestamptz, fini_le timestamptz,
  check ((etat = 'actif') <= (chiffre is not null))
);
call app.proteger('portail.abonnement', 'porte');

create table portail.lettre (
  pole_id uuid not null, id uuid not null, organisme_id uuid not null default app.organisme(),
  objet text not null check (length(objet) between 3 and 150), mot text not null default '' check (length(mot) <= 3000),
  contenu text not null check (length(contenu) <= 40000),    -- le texte tel qu'il part
  envoyee_le timestamptz not null, par text not null check (length(par) between 1 and 200),
  primary key (pole_id, id), foreign key (pole_id) references pole.pole (pole_id)
);
call app.proteger('portail.lettre', 'collective', cle => 'pole_id', porte => 'porte.poles()', preuve => true);
grant select, insert on portail.lettre to coforme_app;
create policy animation on portail.lettre as restrictive for insert to coforme_app with check (pole_id = any ((select porte.poles_animes())::uuid[]));
-- Qui l'a reçue : l'envoi repris n'écrit pas deux fois.
create table portail.remise (
  lettre_id uuid not null, abonnement_id uuid not null references portail.abonnement (id), le timestamptz not null,
  primary key (lettre_id, abonnement_id)
);
call app.proteger('portail.remise', 'porte');

-- Ce que la loi demande de dire de qui publie (loi 2004-575 du 21 juin 2004, art. 1-1) : une ligne, tenue par qui administre l'instance.
create table portail.mention (
  seul boolean primary key default true check (seul),
  editeur text not null default '' check (length(editeur) <= 500), directeur text not null default '' check (length(directeur) <= 200),
  hebergeur text not null default '' check (length(hebergeur) <= 500), contact text not null default '' check (length(contact) <= 254),
  modifiee_le timestamptz not null
);
call app.proteger('portail.mention', 'porte');

grant select, insert, update on portail.delegue, portail.mention to coforme_porte;
grant select, insert, update, delete on portail.demande, portail.candidature, portail.abonnement to coforme_porte;
grant select, insert, delete on portail.remise to coforme_porte;
call app.laisser_lire('portail.fiche', 'organisme_id, description, themes, publics, departements, nsf, formacodes, effectif, creee_en, qualiopi,
  qualiopi_source, qualiopi_le, siege_masque, contact, tri, mots, publiee_le, modifiee_le');
call app.laisser_lire('portail.lettre', 'pole_id, id, objet, contenu, envoyee_le');
call app.laisser_lire('catalogue.fiche', 'organisme_nom, offre_id, intitule, mots, echoit_le, pli');

-- L'adresse et le numéro que les registres disent s'écrivent à la naissance de la coopérative.
grant update (nda, adresse, code_postal, ville) on organisme.organisme to coforme_porte;
create policy porte_completer on organisme.organisme for update to coforme_porte using (true) with check (true);

set local role coforme_porte;

-- ─── L'annuaire ──────────────────────────────────────────────────────────────────────────────────
create function porte.annuaire(p_mots text, p_departement text, p_theme text, p_code text, p_portee text, p_forme text,
  p_apres text, p_apres_id uuid, p_limite integer)
returns table (id uuid, code text, nom text, forme text, cae boolean, ville text, code_postal text, description text, themes text[],
  departements text[], nsf text[], formacodes text[], qualiopi text[], qualiopi_source text, qualiopi_le date, tri text)
language sql stable security definer set search_path = ''
begin atomic
  select f.organisme_id, o.code, o.nom, o.forme, o.cae, case when f.siege_masque then '' else o.ville end,
         case when f.siege_masque then '' else o.code_postal end, f.description, f.themes, f.departements, f.nsf, f.formacodes, f.qualiopi,
         f.qualiopi_source, f.qualiopi_le, f.tri
    from portail.fiche f join organisme.organisme o on o.organisme_id = f.organisme_id
   where f.publiee_le is not null
     and (p_mots is null or f.mots @@ to_tsquery('pg_catalog.french', p_mots))
     and (p_departement is null or p_departement = any (f.departements)) and (p_theme is null or p_theme = any (f.themes))
     and (p_code is null or p_code = any (f.nsf) or p_code = any (f.formacodes)) and (p_portee is null or p_portee = any (f.qualiopi))
     and (p_forme is null or (p_forme = 'cae' and o.cae) or (p_forme <> 'cae' and o.forme = p_forme))
     and (p_apres is null or (f.tri, f.organisme_id) > (p_apres, p_apres_id))
   order by f.tri, f.organisme_id limit least(p_limite, 5001);
end;
comment on function porte.annuaire is 'Les coopératives qui ont publié leur fiche ; le siège d’une fiche masquée ne sort pas.';
grant execute on function porte.annuaire(text, text, text, text, text, text, text, uuid, integer) to coforme_app;

create function porte.fiche_publique(p_code text)
returns table (id uuid, code text, nom text, forme text, cae boolean, siret text, nda text, adresse text, code_postal text, ville text, site text,
  description text, themes text[], publics text, departements text[], nsf text[], formacodes text[], effectif text, creee_en integer,
  qualiopi text[], qualiopi_source text, qualiopi_le date, contact text, modifiee_le timestamptz, poles text[], offres bigint)
language sql stable security definer set search_path = ''
begin atomic
  select f.organisme_id, o.code, o.nom, o.forme, o.cae, o.siret, o.nda, case when f.siege_masque then '' else o.adresse end,
         case when f.siege_masque then '' else o.code_postal end, case when f.siege_masque then '' else o.ville end, o.site, f.description, f.themes,
         f.publics, f.departements, f.nsf, f.formacodes, f.effectif, f.creee_en, f.qualiopi, f.qualiopi_source, f.qualiopi_le, f.contact,
         f.modifiee_le,
         array(select p.nom from pole.adhesion a join pole.pole p on p.pole_id = a.pole_id where a.organisme_id = f.organisme_id
               and a.etat = 'active' and p.public order by p.nom),
         (select count(*) from catalogue.fiche c where c.organisme_id = f.organisme_id and c.retiree_le is null)
    from portail.fiche f join organisme.organisme o on o.organisme_id = f.organisme_id
   where o.code = p_code and f.publiee_le is not null;
end;
grant execute on function porte.fiche_publique(text) to coforme_app;

-- Combien par département, et quels thèmes : la carte et les filtres.
create function porte.rayons_de_l_annuaire() returns table (genre text, nom text, nombre bigint)
language sql stable security definer set search_path = ''
begin atomic
  select 'departement', d.nom, count(*) from portail.fiche f cross join lateral unnest(f.departements) as d (nom)
   where f.publiee_le is not null group by 2
  union all
  select 'theme', t.nom, count(*) from portail.fiche f cross join lateral unnest(f.themes) as t (nom)
   where f.publiee_le is not null group by 2
  union all
  select 'nsf', n.nom, count(*) from portail.fiche f cross join lateral unnest(f.nsf) as n (nom)
   where f.publiee_le is not null group by 2
   order by 1, 3 desc, 2 limit 600;
end;
grant execute on function porte.rayons_de_l_annuaire() to coforme_app;

create function porte.chercher_offres(p_mots text, p_jour date, p_limite integer)
returns table (offre uuid, intitule text, organisme text)
language sql stable security definer set search_path = ''
begin atomic
  select f.offre_id, f.intitule, f.organisme_nom from catalogue.fiche f
   where f.mots @@ to_tsquery('pg_catalog.french', p_mots) and f.retiree_le is null and (f.echoit_le is null or f.echoit_le >= p_jour)
   limit least(p_limite, 100);
end;
grant execute on function porte.chercher_offres(text, date, integer) to coforme_app;

-- ─── Qui administre l'instance ───────────────────────────────────────────────────────────────────
create function porte.administre_l_instance() returns boolean
language sql stable security definer set search_path = ''
begin atomic
  select exists (select from compte.compte c where c.id = (select porte.personne()) and c.administre_instance);
end;
grant execute on function porte.administre_l_instance() to coforme_app;

create function porte.tenir_delegue(p_id uuid, p_nom text, p_courriel text, p_departements text[], p_parti boolean, p_le timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  if not porte.administre_l_instance() then
    raise exception 'Qui administre l’instance tient la liste des délégués.' using errcode = '42501';
  end if;
  insert into portail.delegue as d (id, nom, courriel, departements, depuis_le, parti_le)
    values (p_id, p_nom, p_courriel, p_departements, p_le, case when p_parti then p_le end)
    on conflict (id) do update set nom = excluded.nom, courriel = excluded.courriel, departements = excluded.departements,
      parti_le = case when p_parti then coalesce(d.parti_le, p_le) end;
  return true;
end $$;
grant execute on function porte.tenir_delegue(uuid, text, text, text[], boolean, timestamptz) to coforme_app;

-- Pour qui administre : la liste, et ce que chaque délégué·e a reçu. Aucune demande n'y est nommée.
create function porte.delegues() returns table (id uuid, nom text, courriel text, departements text[], recues bigint, repondues bigint, delai_median interval)
language sql stable security definer set search_path = ''
begin atomic
  select d.id, d.nom, d.courriel, d.departements, count(q.id) filter (where q.etat <> 'a-prouver'), count(q.id) filter (where q.etat = 'repondue'),
         percentile_cont(0.5) within group (order by q.repondue_le - q.prouvee_le)
    from portail.delegue d left join portail.demande q on q.delegue_id = d.id
   where d.parti_le is null and (select porte.administre_l_instance()) group by d.id order by d.nom;
end;
grant execute on function porte.delegues() to coforme_app;

create function porte.mentions() returns table (editeur text, directeur text, hebergeur text, contact text, modifiee_le timestamptz)
language sql stable security definer set search_path = ''
begin atomic
  select editeur, directeur, hebergeur, contact, modifiee_le from portail.mention
  union all
  -- Rien n'est encore dit : une instance neuve n'a aucune ligne, et se restaure.
  select '', '', '', '', '2026-01-01T00:00:00Z'::timestamptz where not exists (select from portail.mention);
end;
create function porte.tenir_mentions(p_editeur text, p_directeur text, p_hebergeur text, p_contact text, p_le timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  if not porte.administre_l_instance() then
    raise exception 'Qui administre l’instance tient ses mentions.' using errcode = '42501';
  end if;
  insert into portail.mention (editeur, directeur, hebergeur, contact, modifiee_le)
    values (p_editeur, p_directeur, p_hebergeur, p_contact, p_le)
    on conflict (seul) do update set editeur = excluded.editeur, directeur = excluded.directeur, hebergeur = excluded.hebergeur,
      contact = excluded.contact, modifiee_le = excluded.modifiee_le;
  return true;
end $$;
grant execute on function porte.mentions(), porte.tenir_mentions(text, text, text, text, timestamptz) to coforme_app;

-- ─── Écrire à son ou sa délégué·e ────────────────────────────────────────────────────────────────
-- Le lien reçu par courriel porte l'identifiant et une preuve tirée des clés de l'instance, que l'application vérifie : qui arrive ici
-- la tient. Un identifiant seul n'ouvre aucune page.
create function porte.deposer_demande(p_id uuid, p_departement text, p_sujet text, p_chiffre bytea, p_le timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  insert into portail.demande (id, departement, sujet, chiffre, etat, recue_le) values (p_id, p_departement, p_sujet, p_chiffre, 'a-prouver', p_le)
    on conflict do nothing;
  return found;
end $$;
create function porte.lire_demande(p_id uuid)
returns table (departement text, sujet text, chiffre bytea, etat text, delegue text, recue_le timestamptz, prouvee_le timestamptz, prise_le timestamptz, repondue_le timestamptz)
language sql stable security definer set search_path = ''
begin atomic
  select q.departement, q.sujet, q.chiffre, q.etat, d.nom, q.recue_le, q.prouvee_le, q.prise_le, q.repondue_le
    from portail.demande q left join portail.delegue d on d.id = q.delegue_id where q.id = p_id;
end;
-- Prouvée : elle va à qui tient ce département, sinon à qui les tient tous. Rend le courriel une seule fois.
create function porte.prouver_demande(p_id uuid, p_le timestamptz) returns table (nom text, courriel text)
language plpgsql volatile security definer set search_path = '' as $$
declare d record;
begin
  select x.id, x.nom, x.courriel into d from portail.delegue x join portail.demande q on q.id = p_id
   where x.parti_le is null and (q.departement = any (x.departements) or cardinality(x.departements) = 0)
   order by cardinality(x.departements) = 0, x.depuis_le limit 1;
  if not found then return; end if;
  update portail.demande q set etat = 'transmise', prouvee_le = p_le, delegue_id = d.id
   where q.id = p_id and q.etat = 'a-prouver' and q.recue_le > p_le - interval '3 days';
  if found then return query select d.nom, d.courriel; end if;
end $$;
create function porte.suivre_demande(p_id uuid, p_etat text, p_le timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  update portail.demande set etat = p_etat, prise_le = coalesce(prise_le, p_le), repondue_le = case p_etat when 'repondue' then p_le end
   where id = p_id and ((p_etat = 'prise' and etat = 'transmise') or (p_etat = 'repondue' and etat in ('transmise', 'prise')));
  return found;
end $$;
create function porte.departements_des_delegues() returns text[]
language sql stable security definer set search_path = ''
begin atomic
  select coalesce(array_agg(distinct x.nom), '{}') from (
    select unnest(case when cardinality(d.departements) = 0 then '{*}' else d.departements end) as nom from portail.delegue d where d.parti_le is null) x;
end;
grant execute on function porte.deposer_demande(uuid, text, text, bytea, timestamptz), porte.lire_demande(uuid), porte.prouver_demande(uuid, timestamptz),
  porte.suivre_demande(uuid, text, timestamptz), porte.departements_des_delegues() to coforme_app;

-- ─── Une coopérative arrive ──────────────────────────────────────────────────────────────────────
create function porte.deposer_candidature(p_id uuid, p_chiffre bytea, p_le timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  insert into portail.candidature (id, chiffre, demandee_le) values (p_id, p_chiffre, p_le) on conflict do nothing;
  return found;
end $$;
create function porte.lire_candidature(p_id uuid) returns table (chiffre bytea, demandee_le timestamptz, faite_le timestamptz)
language sql stable security definer set search_path = ''
begin atomic
  select c.chiffre, c.demandee_le, c.faite_le from portail.candidature c where c.id = p_id;
end;
-- Le courriel est prouvé : la coopérative et la personne naissent ensemble, et demandent à rejoindre le pôle choisi. « faite », « siren-pris »,
-- « mot-de-passe » (il en faut un : ce courriel n'a pas de compte), « perimee ». Qui a déjà un compte garde son mot de passe.
create function porte.accueillir_candidature(p_id uuid, p_organisme uuid, p_activite uuid, p_code text, p_nom text, p_forme text, p_societe text,
  p_cae boolean, p_siret text, p_compte uuid, p_courriel text, p_prenom text, p_nom_personne text, p_sel bytea, p_parametres text, p_derivee bytea,
  p_nda text, p_adresse text, p_code_postal text, p_ville text, p_pole text, p_cherche text, p_propose text, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare c record; p record; sans boolean; qui uuid; e text;
begin
  perform pg_advisory_xact_lock(hashtext('coforme'), hashtext('fonder'));
  select * into c from portail.candidature x where x.id = p_id for update;
  if not found or c.faite_le is not null or c.demandee_le < p_le - interval '3 days' then return 'perimee'; end if;
  if exists (select from organisme.organisme o where left(o.siret, 9) = left(p_siret, 9)) then return 'siren-pris'; end if;
  select k.id, k.derivee is null into qui, sans from compte.compte k where k.courriel = lower(p_courriel);
  if coalesce(sans, true) and p_derivee is null then return 'mot-de-passe'; end if;
  if qui is null then
    insert into compte.compte (id, courriel, prenom, nom, administre_instance) values (p_compte, lower(p_courriel), p_prenom, p_nom_personne, false);
    qui := p_compte;
  end if;
  if coalesce(sans, true) then perform porte.poser_mot_de_passe(qui, p_sel, p_parametres, p_derivee); end if;
  perform porte.poser_organisme(p_organisme, p_activite, p_code, p_nom, p_forme, p_societe, p_cae, p_siret, qui, true);
  update organisme.organisme set nda = p_nda, adresse = p_adresse, code_postal = p_code_postal, ville = p_ville where organisme_id = p_organisme;
  update portail.candidature set faite_le = p_le, chiffre = null where id = p_id;
  select x.pole_id, x.entree into p from pole.pole x where x.code = p_pole and x.public and x.etat in ('lance', 'actif', 'en-sommeil');
  if found then
    e := case p.entree when 'libre' then 'active' else 'demandee' end;
    insert into pole.adhesion (pole_id, organisme_id, etat, demandee_le, demandee_par, du, cherche, propose)
      values (p.pole_id, p_organisme, e, p_le, qui, case e when 'active' then (p_le at time zone 'Europe/Paris')::date end, p_cherche, p_propose);
    insert into pole.mandat (pole_id, organisme_id, compte_id, role, nom, du)
      values (p.pole_id, p_organisme, qui, 'titulaire', left(p_prenom || ' ' || p_nom_personne, 200), p_le);
    if e = 'active' then
      perform porte.enfiler('pole.accueillir', jsonb_build_object('organisme', p_organisme, 'pole', p.pole_id, 'cooperative', p_organisme), null, null);
    end if;
  end if;
  return 'faite';
end $$;
grant execute on function porte.deposer_candidature(uuid, bytea, timestamptz), porte.lire_candidature(uuid),
  porte.accueillir_candidature(uuid, uuid, uuid, text, text, text, text, boolean, text, uuid, text, text, text, bytea, text, bytea, text, text, text, text, text, text, text, timestamptz)
  to coforme_app;

-- ─── La lettre ───────────────────────────────────────────────────────────────────────────────────
-- Rend l'identifiant dont il faut prouver le courriel ; le même tant qu'il n'est pas fini. null : déjà active, il n'y a rien à confirmer.
create function porte.demander_la_lettre(p_id uuid, p_empreinte bytea, p_chiffre bytea, p_le timestamptz) returns uuid
language plpgsql volatile security definer set search_path = '' as $$
declare r uuid;
begin
  insert into portail.abonnement as a (id, empreinte, chiffre, etat, demande_le) values (p_id, p_empreinte, p_chiffre, 'a-confirmer', p_le)
    on conflict (empreinte) do update set chiffre = excluded.chiffre, etat = 'a-confirmer',
      demande_le = p_le, fini_le = null, confirme_le = null where a.etat <> 'actif'
    returning a.id into r;
  return r;
end $$;
create function porte.confirmer_la_lettre(p_id uuid, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare e text;
begin
  update portail.abonnement set etat = 'actif', confirme_le = p_le where id = p_id and etat = 'a-confirmer' and demande_le > p_le - interval '7 days';
  select etat into e from portail.abonnement where id = p_id;
  return e;
end $$;
-- Fini : l'adresse s'efface, l'empreinte reste, qui dit seulement qu'on ne veut plus rien.
create function porte.finir_la_lettre(p_id uuid, p_le timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  update portail.abonnement set etat = 'fini', chiffre = null, fini_le = p_le where id = p_id and etat <> 'fini';
  return exists (select from portail.abonnement where id = p_id);
end $$;
create function porte.envoyer_la_lettre(p_pole uuid, p_lettre uuid) returns bigint
language plpgsql volatile security definer set search_path = '' as $$
begin
  if not p_pole = any (porte.poles_animes()) or not exists (select from portail.lettre l where l.pole_id = p_pole and l.id = p_lettre) then
    raise exception 'Qui anime le pôle envoie sa lettre.' using errcode = '42501';
  end if;
  perform porte.enfiler('portail.envoyer-lettre', jsonb_build_object('lettre', p_lettre), 'lettre:' || p_lettre, null);
  return (select count(*) from portail.abonnement where etat = 'actif');
end $$;
create function porte.nombre_d_abonnes() returns bigint
language sql stable security definer set search_path = ''
begin atomic
  select count(*) from portail.abonnement where etat = 'actif' and cardinality((select porte.poles_animes())) > 0;
end;
grant execute on function porte.demander_la_lettre(uuid, bytea, bytea, timestamptz), porte.confirmer_la_lettre(uuid, timestamptz),
  porte.finir_la_lettre(uuid, timestamptz), porte.envoyer_la_lettre(uuid, uuid), porte.nombre_d_abonnes() to coforme_app;

-- L'ouvrier seul : la lettre, et les abonnés qui ne l'ont pas encore, par lots.
create function porte.lettre_a_remettre(p_lettre uuid, p_limite integer)
returns table (abonnement uuid, chiffre bytea, objet text, contenu text)
language sql stable security definer set search_path = ''
begin atomic
  select a.id, a.chiffre, l.objet, l.contenu from portail.lettre l cross join portail.abonnement a
   where l.id = p_lettre and a.etat = 'actif'
     and not exists (select from portail.remise r where r.lettre_id = p_lettre and r.abonnement_id = a.id)
   order by a.id limit least(p_limite, 500);
end;
create function porte.noter_remise(p_lettre uuid, p_abonnement uuid, p_le timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  insert into portail.remise (lettre_id, abonnement_id, le) values (p_lettre, p_abonnement, p_le) on conflict do nothing;
  return found;
end $$;
-- Ce qui n'a pas été prouvé en trois jours s'oublie, ce qui a été répondu en treize mois (portail.md, § 6).
create function porte.purger_portail(p_le timestamptz) returns integer
language plpgsql volatile security definer set search_path = '' as $$
declare n integer; t integer := 0;
begin
  delete from portail.demande where (etat = 'a-prouver' and recue_le < p_le - interval '3 days') or recue_le < p_le - interval '13 months';
  get diagnostics n = row_count; t := t + n;
  delete from portail.candidature where (faite_le is null and demandee_le < p_le - interval '3 days') or demandee_le < p_le - interval '13 months';
  get diagnostics n = row_count; t := t + n;
  delete from portail.remise r using portail.abonnement a where r.abonnement_id = a.id
    and (a.etat = 'a-confirmer' and a.demande_le < p_le - interval '7 days' or r.le < p_le - interval '13 months');
  delete from portail.abonnement a where a.etat = 'a-confirmer' and a.demande_le < p_le - interval '7 days';
  get diagnostics n = row_count;
  return t + n;
end $$;
grant execute on function porte.lettre_a_remettre(uuid, integer), porte.noter_remise(uuid, uuid, timestamptz), porte.purger_portail(timestamptz) to coforme_worker;
set local role coforme_owner;

do $$
begin
  execute 'create constraint trigger parution after insert or update or delete on portail.mention deferrable initially deferred
      for each row execute function porte.noter_parution()';
  execute 'create constraint trigger parution after insert or update or delete on portail.delegue deferrable initially deferred
      for each row execute function porte.noter_parution()';
end $$;
