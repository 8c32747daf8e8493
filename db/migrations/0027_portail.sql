-- Les actualités des pôles : écrites entre qui anime (famille « collective », règle « animation »), parues par une copie que le public
-- lit à travers des portes ; et le compteur de ce qui a paru, qui dit à chaque processus si sa mémoire des pages vaut encore.
create schema portail;

-- ─── Ce qui a paru, compté ───────────────────────────────────────────────────────────────────────
-- Une ligne. Chaque transaction qui change ce que le public lit la pousse d'un cran, à sa toute fin (déclencheur différé : le
-- verrou est le dernier pris, il ne croise donc aucun autre). Non sauvegardée : une base restaurée repart de zéro.
create table portail.compteur (
  seul boolean primary key default true check (seul),
  numero bigint not null, par xid8
);
call app.proteger('portail.compteur', 'porte', sauvegarde => false);
grant select, insert, update on portail.compteur to coforme_porte;

-- ─── Écrire ──────────────────────────────────────────────────────────────────────────────────────
create table portail.image (
  pole_id uuid not null, id uuid not null, organisme_id uuid not null default app.organisme(),
  -- Refaites par nous, sans métadonnée : 60 Ko au plus chacune.
  largeur integer not null check (largeur between 1 and 4000), hauteur integer not null check (hauteur between 1 and 4000),
  grande bytea not null check (octet_length(grande) between 1 and 61440),
  petite bytea not null check (octet_length(petite) between 1 and 61440),
  recue_le timestamptz not null,
  primary key (pole_id, id), foreign key (pole_id) references pole.pole (pole_id)
);
call app.proteger('portail.image', 'collective', cle => 'pole_id', porte => 'porte.poles()', preuve => true);

create table portail.actualite (
  pole_id uuid not null, id uuid not null, organisme_id uuid not null default app.organisme(),
  titre text not null check (length(titre) between 1 and 200),
  chapo text not null default '' check (length(chapo) <= 600),
  corps text not null default '' check (length(corps) <= 60000),
  etiquettes text[] not null default '{}' check (cardinality(etiquettes) <= 10),
  image_id uuid, image_alt text not null default '' check (length(image_alt) <= 300),
  source_nom text not null default '' check (length(source_nom) <= 200),
  source_url text not null default '' check (source_url = '' or (source_url ~ '^https?://' and length(source_url) <= 1000)),
  version integer not null default 1 check (version > 0),
  -- Ce que la liste dit de sa parution ; la copie publique est dans portail.parution.
  paraitre_le timestamptz, parue_version integer, retiree_le timestamptz,
  -- D'où elle vient, si elle fut importée : la même ne revient pas deux fois.
  origine text check (length(origine) <= 1000),
  cree_le timestamptz not null, modifiee_le timestamptz not null,
  primary key (pole_id, id), foreign key (pole_id) references pole.pole (pole_id),
  foreign key (pole_id, image_id) references portail.image (pole_id, id),
  check (image_id is null or length(image_alt) > 0)
);
create unique index actualite_origine on portail.actualite (pole_id, origine) where origine is not null;
create index on portail.actualite (pole_id, modifiee_le desc);
call app.proteger('portail.actualite', 'collective', cle => 'pole_id', porte => 'porte.poles()');

create table portail.actualite_version (
  pole_id uuid not null, actualite_id uuid not null, version integer not null check (version > 0),
  organisme_id uuid not null default app.organisme(),
  contenu jsonb not null, par text not null check (length(par) between 1 and 200), le timestamptz not null,
  primary key (pole_id, actualite_id, version),
  foreign key (pole_id, actualite_id) references portail.actualite (pole_id, id)
);
call app.proteger('portail.actualite_version', 'collective', cle => 'pole_id', porte => 'porte.poles()', preuve => true);

-- Ce qu'un import a pris et laissé, entrée par entrée.
create table portail.importation (
  pole_id uuid not null, id uuid not null, organisme_id uuid not null default app.organisme(),
  source text not null check (length(source) between 1 and 1000),
  rapport jsonb not null check (length(rapport::text) <= 2000000),
  lu_le timestamptz not null, par text not null check (length(par) between 1 and 200),
  primary key (pole_id, id), foreign key (pole_id) references pole.pole (pole_id)
);
call app.proteger('portail.importation', 'collective', cle => 'pole_id', porte => 'porte.poles()', preuve => true);

grant select, insert, update on portail.actualite to coforme_app;
grant select, insert on portail.image, portail.actualite_version, portail.importation to coforme_app;
do $$
declare t text;
begin
  foreach t in array array['actualite', 'image', 'actualite_version', 'importation'] loop
    execute format('create policy animation_lire on portail.%I as restrictive for select to coforme_app using (pole_id = any ((select porte.poles_animes())::uuid[]))', t);
    execute format('create policy animation on portail.%I as restrictive for insert to coforme_app with check (pole_id = any ((select porte.poles_animes())::uuid[]))', t);
  end loop;
end $$;
-- Ce qu'une personne qui anime a commencé, une autre le reprend.
create policy animation_changer on portail.actualite as restrictive for update to coforme_app using (pole_id = any ((select porte.poles_animes())::uuid[]));
create policy anime on portail.actualite for update to coforme_app
  using (pole_id = any ((select porte.poles_animes())::uuid[])) with check (pole_id = any ((select porte.poles_animes())::uuid[]));

-- ─── Paraître ────────────────────────────────────────────────────────────────────────────────────
create table portail.parution (
  actualite_id uuid primary key, pole_id uuid not null,
  adresse text not null unique check (adresse ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(adresse) between 2 and 120),
  titre text not null, chapo text not null, corps text not null, etiquettes text[] not null,
  image_id uuid, image_alt text not null, image_largeur integer, image_hauteur integer,
  source_nom text not null, source_url text not null, version integer not null,
  paraitre_le timestamptz not null, changee_le timestamptz not null, retiree_le timestamptz,
  -- Replié (sans accent ni casse) par l'application ; la racine française fait du pluriel et du singulier un même mot.
  pli text not null,
  mots tsvector generated always as (to_tsvector('pg_catalog.french', pli)) stored,
  foreign key (pole_id, actualite_id) references portail.actualite (pole_id, id)
);
create index on portail.parution (paraitre_le desc, actualite_id desc) where retiree_le is null;
create index on portail.parution using gin (mots);
create index on portail.parution (pole_id);
create index on portail.parution (image_id) where image_id is not null;
call app.proteger('portail.parution', 'porte');
grant select, insert, update on portail.parution to coforme_porte;
call app.laisser_lire('portail.actualite', 'pole_id, id, titre, chapo, corps, etiquettes, image_id, image_alt, source_nom, source_url, version, modifiee_le');
call app.laisser_lire('portail.image', 'pole_id, id, largeur, hauteur, grande, petite');

set local role coforme_porte;
insert into portail.compteur (numero) values (1);

create function porte.noter_parution() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
begin
  update portail.compteur set numero = numero + 1, par = pg_catalog.pg_current_xact_id()
   where par is distinct from pg_catalog.pg_current_xact_id();
  return null;
end $$;
grant execute on function porte.noter_parution() to coforme_owner;

create function porte.compte_des_parutions() returns bigint
language sql stable security definer set search_path = ''
begin atomic
  select numero from portail.compteur;
end;
comment on function porte.compte_des_parutions is 'Change avec tout ce que le public lit : une page gardée en mémoire ne vaut que sous le même nombre.';
grant execute on function porte.compte_des_parutions() to coforme_app;

-- Met en ligne, maintenant ou plus tard, la version enregistrée. Rend l'adresse, ou null si l'actualité n'est pas d'un pôle qu'on anime.
create function porte.faire_paraitre(p_pole uuid, p_actualite uuid, p_adresse text, p_pli text, p_le timestamptz, p_maintenant timestamptz)
returns text language plpgsql volatile security definer set search_path = '' as $$
declare a text := p_adresse; deja text;
begin
  if not p_pole = any (porte.poles_animes()) then
    raise exception 'Qui anime le pôle publie ses actualités.' using errcode = '42501';
  end if;
  perform pg_advisory_xact_lock(hashtext('coforme'), hashtext('portail.adresse'));
  select p.adresse into deja from portail.parution p where p.actualite_id = p_actualite;
  if deja is not null then a := deja;
  else
    for i in 2..1000 loop
      exit when not exists (select from portail.parution p where p.adresse = a);
      a := left(p_adresse, 110) || '-' || i;
    end loop;
  end if;
  insert into portail.parution (actualite_id, pole_id, adresse, titre, chapo, corps, etiquettes, image_id, image_alt, image_largeur, image_hauteur,
      source_nom, source_url, version, paraitre_le, changee_le, pli)
    select x.id, x.pole_id, a, x.titre, x.chapo, x.corps, x.etiquettes, x.image_id, x.image_alt, i.largeur, i.hauteur,
           x.source_nom, x.source_url, x.version, p_le, p_maintenant, p_pli
      from portail.actualite x left join portail.image i on i.pole_id = x.pole_id and i.id = x.image_id
     where x.pole_id = p_pole and x.id = p_actualite
    on conflict (actualite_id) do update set titre = excluded.titre, chapo = excluded.chapo, corps = excluded.corps,
      etiquettes = excluded.etiquettes, image_id = excluded.image_id, image_alt = excluded.image_alt, image_largeur = excluded.image_largeur,
      image_hauteur = excluded.image_hauteur, source_nom = excluded.source_nom, source_url = excluded.source_url, version = excluded.version,
      paraitre_le = excluded.paraitre_le, changee_le = excluded.changee_le, pli = excluded.pli, retiree_le = null;
  return case when found then a end;
end $$;
grant execute on function porte.faire_paraitre(uuid, uuid, text, text, timestamptz, timestamptz) to coforme_app;

create function porte.retirer_parution(p_pole uuid, p_actualite uuid, p_le timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  if not p_pole = any (porte.poles_animes()) then
    raise exception 'Qui anime le pôle retire ses actualités.' using errcode = '42501';
  end if;
  update portail.parution set retiree_le = p_le where pole_id = p_pole and actualite_id = p_actualite and retiree_le is null;
  return found;
end $$;
grant execute on function porte.retirer_parution(uuid, uuid, timestamptz) to coforme_app;

-- La liste publique, la plus récente d'abord, à partir d'un repère ; sans les corps, qui pèsent.
create function porte.actualites(p_le timestamptz, p_pole text, p_etiquette text, p_du timestamptz, p_au timestamptz,
  p_avant timestamptz, p_avant_id uuid, p_limite integer)
returns table (id uuid, adresse text, titre text, chapo text, etiquettes text[], image_id uuid, image_alt text, image_largeur integer,
  image_hauteur integer, code text, pole text, paraitre_le timestamptz, changee_le timestamptz)
language sql stable security definer set search_path = ''
begin atomic
  select a.actualite_id, a.adresse, a.titre, a.chapo, a.etiquettes, a.image_id, a.image_alt, a.image_largeur, a.image_hauteur, p.code, p.nom,
         a.paraitre_le, a.changee_le
    from portail.parution a join pole.pole p on p.pole_id = a.pole_id
   where a.retiree_le is null and a.paraitre_le <= p_le
     and (p_pole is null or p.code = p_pole) and (p_etiquette is null or p_etiquette = any (a.etiquettes))
     and (p_du is null or a.paraitre_le >= p_du) and (p_au is null or a.paraitre_le < p_au)
     and (p_avant is null or (a.paraitre_le, a.actualite_id) < (p_avant, p_avant_id))
   order by a.paraitre_le desc, a.actualite_id desc limit least(p_limite, 1001);
end;
grant execute on function porte.actualites(timestamptz, text, text, timestamptz, timestamptz, timestamptz, uuid, integer) to coforme_app;

create function porte.actualite(p_adresse text, p_le timestamptz)
returns table (id uuid, adresse text, titre text, chapo text, etiquettes text[], image_id uuid, image_alt text, image_largeur integer,
  image_hauteur integer, code text, pole text, paraitre_le timestamptz, changee_le timestamptz, corps text, source_nom text, source_url text,
  avant_adresse text, avant_titre text, apres_adresse text, apres_titre text)
language sql stable security definer set search_path = ''
begin atomic
  select a.actualite_id, a.adresse, a.titre, a.chapo, a.etiquettes, a.image_id, a.image_alt, a.image_largeur, a.image_hauteur, p.code, p.nom,
         a.paraitre_le, a.changee_le, a.corps, a.source_nom, a.source_url, v.adresse, v.titre, s.adresse, s.titre
    from portail.parution a join pole.pole p on p.pole_id = a.pole_id
    left join lateral (select x.adresse, x.titre from portail.parution x where x.retiree_le is null
      and (x.paraitre_le, x.actualite_id) < (a.paraitre_le, a.actualite_id) order by x.paraitre_le desc, x.actualite_id desc limit 1) v on true
    left join lateral (select x.adresse, x.titre from portail.parution x where x.retiree_le is null and x.paraitre_le <= p_le
      and (x.paraitre_le, x.actualite_id) > (a.paraitre_le, a.actualite_id) order by x.paraitre_le, x.actualite_id limit 1) s on true
   where a.adresse = p_adresse and a.retiree_le is null and a.paraitre_le <= p_le;
end;
grant execute on function porte.actualite(text, timestamptz) to coforme_app;

-- Les archives (par année, à l'heure de Paris) et les étiquettes, avec leur compte.
create function porte.rayons_des_actualites(p_le timestamptz) returns table (genre text, nom text, nombre bigint)
language sql stable security definer set search_path = ''
begin atomic
  select 'annee', to_char(a.paraitre_le at time zone 'Europe/Paris', 'YYYY'), count(*) from portail.parution a
   where a.retiree_le is null and a.paraitre_le <= p_le group by 2
  union all
  select 'etiquette', e.nom, count(*) from portail.parution a cross join lateral unnest(a.etiquettes) as e (nom)
   where a.retiree_le is null and a.paraitre_le <= p_le group by 2
   order by 1, 3 desc, 2 limit 200;
end;
grant execute on function porte.rayons_des_actualites(timestamptz) to coforme_app;

create function porte.chercher_actualites(p_mots text, p_le timestamptz, p_limite integer)
returns table (adresse text, titre text, chapo text, pole text, paraitre_le timestamptz)
language sql stable security definer set search_path = ''
begin atomic
  select a.adresse, a.titre, a.chapo, p.nom, a.paraitre_le
    from portail.parution a join pole.pole p on p.pole_id = a.pole_id
   where a.mots @@ to_tsquery('pg_catalog.french', p_mots) and a.retiree_le is null and a.paraitre_le <= p_le
   order by a.paraitre_le desc limit least(p_limite, 100);
end;
grant execute on function porte.chercher_actualites(text, timestamptz, integer) to coforme_app;

-- Une image ne se lit sans compte que si une actualité parue la montre.
create function porte.image_parue(p_image uuid, p_petite boolean, p_le timestamptz) returns bytea
language sql stable security definer set search_path = ''
begin atomic
  select case when p_petite then i.petite else i.grande end
    from portail.image i join portail.parution a on a.pole_id = i.pole_id and a.image_id = i.id
   where i.id = p_image and a.image_id = p_image and a.retiree_le is null and a.paraitre_le <= p_le limit 1;
end;
grant execute on function porte.image_parue(uuid, boolean, timestamptz) to coforme_app;
set local role coforme_owner;

do $$
declare t text;
begin
  foreach t in array array['portail.parution', 'catalogue.fiche', 'organisme.organisme', 'pole.pole', 'pole.adhesion', 'pole.reunion',
      'pole.reponse', 'pole.retour'] loop
    execute format('create constraint trigger parution after insert or update or delete on %s deferrable initially deferred
      for each row execute function porte.noter_parution()', t);
  end loop;
end $$;
