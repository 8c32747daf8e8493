-- Ce que l'Union montre de plus : les livrables sous licence libre, le logo des coopératives ; la lettre que chacune reçoit selon ce qui
-- la concerne ; les images des actualités importées.

-- ─── 1. Les livrables que chacune peut reprendre ─────────────────────────────────────────────────
-- Ouvert : sous licence Creative Commons, hors de tout dossier fermé, d'un pôle qui se montre. Les personnes n'y sont pas nommées.
call app.laisser_lire('pole.livrable', 'pole_id, id, groupe_id, dossier_id, titre');
call app.laisser_lire('pole.livrable_version', 'pole_id, id, livrable_id, version, note, licence, valable_au, date_le, lien, fichier_nom, fichier_type, taille, octets, le');
call app.laisser_lire('pole.relecture', 'pole_id, livrable_id, version, avis');
call app.laisser_lire('pole.groupe', 'pole_id, id, nom, mandat');

set local role coforme_porte;
create function porte.versions_ouvertes(p_pole text, p_livrable uuid)
returns table (livrable uuid, titre text, groupe text, code text, pole text, version integer, note text, licence text, date_le date,
  valable_au date, lien text, fichier_nom text, fichier_type text, taille integer, bonnes bigint, le timestamptz)
language sql stable security definer set search_path = ''
begin atomic
  select l.id, l.titre, g.nom, p.code, p.nom, v.version, v.note, v.licence, v.date_le, v.valable_au, v.lien, v.fichier_nom, v.fichier_type, v.taille,
         (select count(*) from pole.relecture r where r.pole_id = v.pole_id and r.livrable_id = v.livrable_id and r.version = v.version and r.avis = 'bon'),
         v.le
    from pole.livrable l
    join pole.pole p on p.pole_id = l.pole_id and p.public and p.etat <> 'propose'
    join pole.groupe g on g.pole_id = l.pole_id and g.id = l.groupe_id
    join pole.livrable_version v on v.pole_id = l.pole_id and v.livrable_id = l.id
   where l.dossier_id is null and v.licence in ('cc-by', 'cc-by-sa', 'cc-by-nc-sa')
     and (p_pole is null or p.code = p_pole) and (p_livrable is null or l.id = p_livrable)
   order by v.le desc, v.version desc limit 2000;
end;
comment on function porte.versions_ouvertes is 'Les versions sous licence libre, lues sans compte ; un dossier fermé n’en montre aucune.';
grant execute on function porte.versions_ouvertes(text, uuid) to coforme_app;

create function porte.fichier_ouvert(p_livrable uuid, p_version integer) returns table (nom text, type text, octets bytea)
language sql stable security definer set search_path = ''
begin atomic
  select v.fichier_nom, v.fichier_type, v.octets
    from porte.versions_ouvertes(null, p_livrable) o
    join pole.livrable_version v on v.livrable_id = o.livrable and v.version = o.version
   where o.version = p_version and v.octets is not null;
end;
grant execute on function porte.fichier_ouvert(uuid, integer) to coforme_app;
set local role coforme_owner;

-- ─── 2. Le logo d'une coopérative ────────────────────────────────────────────────────────────────
-- Une image refaite par nous, ou la copie du tracé qui figure sur ses documents. Il ne se lit sans compte que si la fiche est publiée.
create table portail.logo (
  organisme_id uuid not null default app.organisme() references organisme.organisme (organisme_id),
  type text not null check (type in ('image/webp', 'image/svg+xml')),
  octets bytea not null check (octet_length(octets) between 1 and 61440),
  largeur integer check (largeur between 1 and 4000), hauteur integer check (hauteur between 1 and 4000),
  cle text not null check (cle ~ '^[0-9a-f]{16}$'),
  pose_le timestamptz not null,
  primary key (organisme_id)
);
call app.proteger('portail.logo', 'own');
call app.fermer_aux_liens('portail.logo');
grant select, insert, update, delete on portail.logo to coforme_app;
create constraint trigger parution after insert or update or delete on portail.logo deferrable initially deferred
  for each row execute function porte.noter_parution();
call app.laisser_lire('portail.logo', 'organisme_id, type, octets, largeur, hauteur, cle');
set local role coforme_porte;
-- Le logo change d'adresse quand il change : sa clé est tirée de ses octets, et se garde longtemps chez qui le lit.
create function porte.logos_publics(p_organismes uuid[]) returns table (id uuid, cle text, largeur integer, hauteur integer)
language sql stable security definer set search_path = ''
begin atomic
  select l.organisme_id, l.cle, l.largeur, l.hauteur from portail.logo l
    join portail.fiche f on f.organisme_id = l.organisme_id and f.publiee_le is not null
   where l.organisme_id = any (p_organismes);
end;
create function porte.logo_public(p_code text, p_cle text) returns table (type text, octets bytea)
language sql stable security definer set search_path = ''
begin atomic
  select l.type, l.octets from portail.logo l
    join portail.fiche f on f.organisme_id = l.organisme_id and f.publiee_le is not null
    join organisme.organisme o on o.organisme_id = l.organisme_id
   where o.code = p_code and l.cle = p_cle;
end;
grant execute on function porte.logos_publics(uuid[]), porte.logo_public(text, text) to coforme_app;
set local role coforme_owner;

-- ─── 3. La lettre, selon ce qui concerne ─────────────────────────────────────────────────────────
-- Vide : tout. Ce qu'une personne n'a pas précisé, elle le reçoit.
alter table portail.abonnement
  add column poles uuid[] not null default '{}' check (cardinality(poles) <= 50),
  add column departements text[] not null default '{}' check (cardinality(departements) <= 20),
  add column themes text[] not null default '{}' check (cardinality(themes) <= 20);
-- À qui elle part, parmi celles et ceux qui suivent ce pôle.
alter table portail.lettre
  add column departements text[] not null default '{}' check (cardinality(departements) <= 20),
  add column themes text[] not null default '{}' check (cardinality(themes) <= 20);
-- Une estimation du planificateur ne dit rien de ce qui est dans la base.
alter table portail.lettre alter column departements set statistics 0, alter column themes set statistics 0;
call app.laisser_lire('portail.lettre', 'departements, themes');

set local role coforme_porte;
create function porte.lettre_le_concerne(a portail.abonnement, p_pole uuid, p_departements text[], p_themes text[]) returns boolean
language sql stable security definer set search_path = ''
begin atomic
  select a.etat = 'actif' and (cardinality(a.poles) = 0 or p_pole = any (a.poles))
     and (cardinality(p_departements) = 0 or cardinality(a.departements) = 0 or a.departements && p_departements)
     and (cardinality(p_themes) = 0 or cardinality(a.themes) = 0 or a.themes && p_themes);
end;

-- Rend l'abonnement et son état. Actif : rien n'y change ici, on en change par le lien que la boîte reçoit.
drop function porte.demander_la_lettre(uuid, bytea, bytea, timestamptz);
create function porte.demander_la_lettre(p_id uuid, p_empreinte bytea, p_chiffre bytea, p_poles text[], p_departements text[], p_themes text[],
  p_le timestamptz) returns table (id uuid, etat text)
language plpgsql volatile security definer set search_path = '' as $$
begin
  return query insert into portail.abonnement as a (id, empreinte, chiffre, etat, demande_le, poles, departements, themes)
    values (p_id, p_empreinte, p_chiffre, 'a-confirmer', p_le,
      array(select p.pole_id from pole.pole p where p.public and p.code = any (p_poles)), p_departements, p_themes)
    on conflict (empreinte) do update set chiffre = excluded.chiffre, etat = 'a-confirmer', poles = excluded.poles,
      departements = excluded.departements, themes = excluded.themes,
      demande_le = p_le, fini_le = null, confirme_le = null where a.etat <> 'actif'
    returning a.id, a.etat;
  if not found then
    return query select a.id, a.etat from portail.abonnement a where a.empreinte = p_empreinte;
  end if;
end $$;

create function porte.choix_de_la_lettre(p_id uuid) returns table (etat text, poles text[], departements text[], themes text[])
language sql stable security definer set search_path = ''
begin atomic
  select a.etat, array(select p.code from pole.pole p where p.pole_id = any (a.poles) order by p.code), a.departements, a.themes
    from portail.abonnement a where a.id = p_id;
end;
create function porte.choisir_la_lettre(p_id uuid, p_poles text[], p_departements text[], p_themes text[]) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  update portail.abonnement a set departements = p_departements, themes = p_themes,
      poles = array(select p.pole_id from pole.pole p where p.public and p.code = any (p_poles))
   where a.id = p_id and a.etat = 'actif';
  return found;
end $$;

create or replace function porte.finir_la_lettre(p_id uuid, p_le timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  update portail.abonnement set etat = 'fini', chiffre = null, fini_le = p_le, poles = '{}', departements = '{}', themes = '{}'
   where id = p_id and etat <> 'fini';
  return exists (select from portail.abonnement where id = p_id);
end $$;

drop function porte.nombre_d_abonnes();
-- Un nombre, et seulement à qui anime : à qui la lettre partirait.
create function porte.nombre_d_abonnes(p_pole uuid, p_departements text[], p_themes text[]) returns bigint
language sql stable security definer set search_path = ''
begin atomic
  select count(*) from portail.abonnement a
   where p_pole = any ((select porte.poles_animes())::uuid[]) and porte.lettre_le_concerne(a, p_pole, p_departements, p_themes);
end;

create or replace function porte.envoyer_la_lettre(p_pole uuid, p_lettre uuid) returns bigint
language plpgsql volatile security definer set search_path = '' as $$
declare l record;
begin
  select departements, themes into l from portail.lettre where pole_id = p_pole and id = p_lettre;
  if not found or not p_pole = any (porte.poles_animes()) then
    raise exception 'Qui anime le pôle envoie sa lettre.' using errcode = '42501';
  end if;
  perform porte.enfiler('portail.envoyer-lettre', jsonb_build_object('lettre', p_lettre), 'lettre:' || p_lettre, null);
  return porte.nombre_d_abonnes(p_pole, l.departements, l.themes);
end $$;

create or replace function porte.lettre_a_remettre(p_lettre uuid, p_limite integer)
returns table (abonnement uuid, chiffre bytea, objet text, contenu text)
language sql stable security definer set search_path = ''
begin atomic
  select a.id, a.chiffre, l.objet, l.contenu from portail.lettre l cross join portail.abonnement a
   where l.id = p_lettre and porte.lettre_le_concerne(a, l.pole_id, l.departements, l.themes)
     and not exists (select from portail.remise r where r.lettre_id = p_lettre and r.abonnement_id = a.id)
   order by a.id limit least(p_limite, 500);
end;
grant execute on function porte.demander_la_lettre(uuid, bytea, bytea, text[], text[], text[], timestamptz), porte.choix_de_la_lettre(uuid),
  porte.choisir_la_lettre(uuid, text[], text[], text[]), porte.nombre_d_abonnes(uuid, text[], text[]) to coforme_app;
set local role coforme_owner;

-- ─── 4. Les images d'un import ───────────────────────────────────────────────────────────────────
-- Ce qu'il reste à aller chercher, et pourquoi ce qui ne l'est pas ne l'est pas. Une image sans texte de remplacement n'est pas prise.
create table portail.image_importee (
  pole_id uuid not null, actualite_id uuid not null, organisme_id uuid not null default app.organisme(), importation_id uuid not null,
  url text not null check (url ~ '^https?://' and length(url) <= 1000), alt text not null check (length(alt) <= 300),
  etat text not null check (etat in ('attend', 'prise', 'laissee')), pourquoi text not null default '' check (length(pourquoi) <= 500),
  primary key (pole_id, actualite_id),
  foreign key (pole_id, actualite_id) references portail.actualite (pole_id, id),
  foreign key (pole_id, importation_id) references portail.importation (pole_id, id)
);
create index on portail.image_importee (pole_id, importation_id, etat);
call app.proteger('portail.image_importee', 'collective', cle => 'pole_id', porte => 'porte.poles()');
call app.fermer_aux_liens('portail.image_importee');
grant select, insert, update on portail.image_importee to coforme_app;
create policy animation_lire on portail.image_importee as restrictive for select to coforme_app using (pole_id = any ((select porte.poles_animes())::uuid[]));
create policy animation on portail.image_importee as restrictive for insert to coforme_app with check (pole_id = any ((select porte.poles_animes())::uuid[]));
create policy animation_changer on portail.image_importee as restrictive for update to coforme_app using (pole_id = any ((select porte.poles_animes())::uuid[]));
create policy anime on portail.image_importee for update to coforme_app
  using (pole_id = any ((select porte.poles_animes())::uuid[])) with check (pole_id = any ((select porte.poles_animes())::uuid[]));

-- Un livrable qui paraît, ou qui se relit, change ce que le public lit.
create constraint trigger parution after insert or update or delete on pole.livrable_version deferrable initially deferred
  for each row execute function porte.noter_parution();
create constraint trigger parution after insert or update or delete on pole.relecture deferrable initially deferred
  for each row execute function porte.noter_parution();
create constraint trigger parution after insert or update or delete on pole.groupe deferrable initially deferred
  for each row execute function porte.noter_parution();
