-- Un pôle naît de plusieurs coopératives : l'une le propose, d'autres signent, qui tient le département donne son avis, et le pôle se
-- lance. Une proposition se lit par toute coopérative de l'instance ; signer y est un acte public entre elles.

-- Combien de coopératives signent, celle qui propose comprise. Aucune ligne : trois, l'usage (portail.md, § 3).
create table pole.reglage (
  seul boolean primary key default true check (seul),
  signatures integer not null check (signatures between 1 and 20),
  modifie_le timestamptz not null
);
call app.proteger('pole.reglage', 'porte');
grant select, insert, update on pole.reglage to coforme_porte;

create table pole.proposition (
  id uuid primary key, organisme_id uuid not null, compte_id uuid not null,
  code text not null check (code ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(code) between 2 and 60),
  genre text not null check (genre in ('metier', 'territorial')),
  nom text not null check (length(nom) between 2 and 120),
  raison text not null check (length(raison) between 10 and 2000),
  territoire text not null default '' check (length(territoire) <= 200),
  departement text not null check (length(departement) between 2 and 3),
  courriel text not null default '' check (length(courriel) <= 254),
  entree text not null check (entree in ('libre', 'visa')),
  par text not null check (length(par) between 1 and 200),
  etat text not null check (etat in ('ouverte', 'lancee', 'retiree')),
  proposee_le timestamptz not null, finie_le timestamptz, pole_id uuid references pole.pole (pole_id),
  avis_de text check (length(avis_de) <= 200), avis text check (avis in ('favorable', 'reserve')),
  avis_texte text not null default '' check (length(avis_texte) <= 2000), avis_le timestamptz,
  check ((etat = 'ouverte') = (finie_le is null)), check ((etat = 'lancee') = (pole_id is not null)),
  check ((avis is null) = (avis_le is null))
);
-- Deux propositions ouvertes ne portent pas le même nom ; l'adresse d'un pôle est publique.
create unique index proposition_ouverte on pole.proposition (code) where etat = 'ouverte';
create index on pole.proposition (organisme_id);
call app.proteger('pole.proposition', 'porte');

-- Une signature par coopérative : la clé primaire en est l'arbitre. Elle se reprend tant que le pôle n'est pas lancé.
create table pole.soutien (
  proposition_id uuid not null references pole.proposition (id), organisme_id uuid not null, compte_id uuid not null,
  nom text not null check (length(nom) between 1 and 200), mot text not null default '' check (length(mot) <= 500),
  le timestamptz not null,
  primary key (proposition_id, organisme_id)
);
call app.proteger('pole.soutien', 'porte');
grant select, insert, update on pole.proposition to coforme_porte;
grant select, insert, delete on pole.soutien to coforme_porte;

set local role coforme_porte;

create function porte.signatures_d_un_pole() returns integer
language sql stable security definer set search_path = ''
begin atomic
  select coalesce((select signatures from pole.reglage), 3);
end;
comment on function porte.signatures_d_un_pole is 'Combien de coopératives signent pour qu’un pôle naisse, celle qui propose comprise.';
grant execute on function porte.signatures_d_un_pole() to coforme_app;

create function porte.regler_les_signatures(p_signatures integer, p_le timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  if not porte.administre_l_instance() then
    raise exception 'Qui administre l’instance règle combien de coopératives signent.' using errcode = '42501';
  end if;
  insert into pole.reglage (signatures, modifie_le) values (p_signatures, p_le)
    on conflict (seul) do update set signatures = excluded.signatures, modifie_le = excluded.modifie_le;
  return true;
end $$;
grant execute on function porte.regler_les_signatures(integer, timestamptz) to coforme_app;

-- Un nom est pris par un pôle, ou par une proposition qui attend.
create or replace function porte.code_de_pole_pris(p_code text) returns boolean
language sql stable security definer set search_path = ''
begin atomic
  select exists (select from pole.pole where code = p_code)
      or exists (select from pole.proposition where code = p_code and etat = 'ouverte');
end;

-- Propose, et signe : « proposee », « deja » (le même envoi), « pris » (ce nom).
create function porte.proposer_pole(p_id uuid, p_code text, p_genre text, p_nom text, p_raison text, p_territoire text,
  p_departement text, p_courriel text, p_entree text, p_par text, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare moi uuid := porte.organisme(); qui uuid := porte.personne();
begin
  if moi is null or qui is null then
    raise exception 'Un pôle se propose au nom d’une coopérative, par une personne.' using errcode = '42501';
  end if;
  if exists (select from pole.proposition where id = p_id) then return 'deja'; end if;
  if porte.code_de_pole_pris(p_code) then return 'pris'; end if;
  insert into pole.proposition (id, organisme_id, compte_id, code, genre, nom, raison, territoire, departement, courriel, entree, par, etat, proposee_le)
    values (p_id, moi, qui, p_code, p_genre, p_nom, p_raison, p_territoire, p_departement, p_courriel, p_entree, p_par, 'ouverte', p_le)
    on conflict do nothing;
  if not found then return 'pris'; end if;
  insert into pole.soutien (proposition_id, organisme_id, compte_id, nom, le) values (p_id, moi, qui, p_par, p_le);
  perform porte.enfiler('portail.demander-avis', jsonb_build_object('proposition', p_id), 'avis:' || p_id, null);
  return 'proposee';
end $$;
grant execute on function porte.proposer_pole(uuid, text, text, text, text, text, text, text, text, text, timestamptz) to coforme_app;

-- Toute coopérative de l'instance lit les propositions ouvertes, et les siennes une fois finies.
create function porte.propositions_de_poles()
returns table (id uuid, code text, genre text, nom text, raison text, territoire text, departement text, courriel text, entree text, etat text,
  par text, cooperative text, proposee_le timestamptz, pole_id uuid, avis_de text, avis text, avis_texte text, avis_le timestamptz,
  signatures bigint, sienne boolean, signee boolean)
language sql stable security definer set search_path = ''
begin atomic
  select p.id, p.code, p.genre, p.nom, p.raison, p.territoire, p.departement, p.courriel, p.entree, p.etat, p.par, o.nom, p.proposee_le, p.pole_id,
         p.avis_de, p.avis, p.avis_texte, p.avis_le, (select count(*) from pole.soutien s where s.proposition_id = p.id),
         p.organisme_id = (select porte.organisme()),
         exists (select from pole.soutien s where s.proposition_id = p.id and s.organisme_id = (select porte.organisme()))
    from pole.proposition p join organisme.organisme o on o.organisme_id = p.organisme_id
   where (select porte.organisme()) is not null
     and (p.etat = 'ouverte' or p.organisme_id = (select porte.organisme())
       or exists (select from pole.soutien s where s.proposition_id = p.id and s.organisme_id = (select porte.organisme())))
   order by p.proposee_le desc limit 200;
end;
comment on function porte.propositions_de_poles is 'Les pôles qui cherchent des signatures, pour toute coopérative ; finies, pour qui les a signées.';
grant execute on function porte.propositions_de_poles() to coforme_app;

create function porte.soutiens_d_un_pole(p_id uuid)
returns table (organisme_id uuid, cooperative text, nom text, mot text, le timestamptz)
language sql stable security definer set search_path = ''
begin atomic
  select s.organisme_id, o.nom, s.nom, s.mot, s.le
    from pole.soutien s join organisme.organisme o on o.organisme_id = s.organisme_id
   where s.proposition_id = p_id and p_id in (select x.id from porte.propositions_de_poles() x)
   order by s.le, o.nom;
end;
grant execute on function porte.soutiens_d_un_pole(uuid) to coforme_app;

-- « signee », « deja », ou null : cette proposition n'attend plus. La dernière qui manquait prévient qui propose.
create function porte.soutenir_pole(p_id uuid, p_nom text, p_mot text, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare moi uuid := porte.organisme(); qui uuid := porte.personne(); p record;
begin
  if moi is null or qui is null then return null; end if;
  select organisme_id, etat into p from pole.proposition where id = p_id for update;
  if not found or p.etat <> 'ouverte' then return null; end if;
  insert into pole.soutien (proposition_id, organisme_id, compte_id, nom, mot, le) values (p_id, moi, qui, p_nom, p_mot, p_le)
    on conflict do nothing;
  if not found then return 'deja'; end if;
  if (select count(*) from pole.soutien where proposition_id = p_id) = porte.signatures_d_un_pole() then
    perform porte.enfiler('pole.signatures-reunies', jsonb_build_object('organisme', p.organisme_id, 'proposition', p_id), 'signatures:' || p_id, null);
  end if;
  return 'signee';
end $$;
grant execute on function porte.soutenir_pole(uuid, text, text, timestamptz) to coforme_app;

-- Qui propose retire la proposition entière, pas sa signature.
create function porte.retirer_soutien(p_id uuid) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare p record;
begin
  select organisme_id, etat into p from pole.proposition where id = p_id for update;
  if not found or porte.personne() is null or p.etat <> 'ouverte' or p.organisme_id = porte.organisme() then return false; end if;
  delete from pole.soutien where proposition_id = p_id and organisme_id = porte.organisme();
  return found;
end $$;
grant execute on function porte.retirer_soutien(uuid) to coforme_app;

create function porte.retirer_proposition(p_id uuid, p_le timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  update pole.proposition set etat = 'retiree', finie_le = p_le
   where id = p_id and organisme_id = porte.organisme() and porte.personne() is not null and etat = 'ouverte';
  return found;
end $$;
grant execute on function porte.retirer_proposition(uuid, timestamptz) to coforme_app;

-- Lance le pôle : chaque coopérative qui a signé en est membre, la personne qui a signé parle pour elle, celle qui lance l'anime.
-- « lance », « signatures » (il en manque), « pris » (ce nom, entre-temps), ou null : pas à elle, ou plus ouverte.
create function porte.lancer_pole(p_id uuid, p_pole uuid, p_anime text, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare moi uuid := porte.organisme(); qui uuid := porte.personne(); p record; jour date := (p_le at time zone 'Europe/Paris')::date; s record;
begin
  if qui is null then return null; end if;
  select * into p from pole.proposition where id = p_id and organisme_id = moi for update;
  if not found then return null; end if;
  if p.etat = 'lancee' then return 'lance'; end if;
  if p.etat <> 'ouverte' then return null; end if;
  if (select count(*) from pole.soutien where proposition_id = p_id) < porte.signatures_d_un_pole() then return 'signatures'; end if;
  if exists (select from pole.pole where code = p.code) then return 'pris'; end if;
  insert into pole.pole (pole_id, organisme_id, code, genre, nom, raison, territoire, courriel, entree, etat, lance_le, cree_le)
    values (p_pole, moi, p.code, p.genre, p.nom, p.raison, p.territoire, p.courriel, p.entree, 'lance', jour, p_le);
  insert into pole.adhesion (pole_id, organisme_id, etat, demandee_le, demandee_par, du, propose)
    select p_pole, x.organisme_id, 'active', x.le, x.compte_id, jour, x.mot from pole.soutien x where x.proposition_id = p_id;
  insert into pole.mandat (pole_id, organisme_id, compte_id, role, nom, du)
    select p_pole, x.organisme_id, x.compte_id, 'titulaire', x.nom, p_le from pole.soutien x where x.proposition_id = p_id;
  insert into pole.mandat (pole_id, organisme_id, compte_id, role, nom, du) values (p_pole, moi, qui, 'animation', p_anime, p_le);
  update pole.proposition set etat = 'lancee', finie_le = p_le, pole_id = p_pole where id = p_id;
  for s in select x.organisme_id from pole.soutien x where x.proposition_id = p_id and x.organisme_id <> moi loop
    perform porte.enfiler('pole.accueillir', jsonb_build_object('organisme', s.organisme_id, 'pole', p_pole, 'cooperative', s.organisme_id), null, null);
  end loop;
  return 'lance';
end $$;
grant execute on function porte.lancer_pole(uuid, uuid, text, timestamptz) to coforme_app;

create function porte.auteur_de_la_proposition(p_id uuid) returns uuid
language sql stable security definer set search_path = ''
begin atomic
  select compte_id from pole.proposition where id = p_id and organisme_id = (select porte.organisme());
end;
grant execute on function porte.auteur_de_la_proposition(uuid) to coforme_app;

-- Ce que le site de l'Union en montre, sans compte : aucune coopérative n'y est nommée, sinon celle qui propose.
create function porte.poles_a_naitre()
returns table (id uuid, genre text, nom text, raison text, territoire text, departement text, cooperative text, proposee_le timestamptz, signatures bigint)
language sql stable security definer set search_path = ''
begin atomic
  select p.id, p.genre, p.nom, p.raison, p.territoire, p.departement, o.nom, p.proposee_le,
         (select count(*) from pole.soutien s where s.proposition_id = p.id)
    from pole.proposition p join organisme.organisme o on o.organisme_id = p.organisme_id
   where p.etat = 'ouverte' order by p.proposee_le desc limit 50;
end;
grant execute on function porte.poles_a_naitre() to coforme_app;

-- L'avis de qui tient le département : demandé par courriel, donné par un lien prouvé. Il éclaire, il ne bloque pas.
create function porte.avis_a_demander(p_id uuid) returns table (delegue text, courriel text)
language sql stable security definer set search_path = ''
begin atomic
  select d.nom, d.courriel from pole.proposition p
    join portail.delegue d on d.parti_le is null and (p.departement = any (d.departements) or cardinality(d.departements) = 0)
   where p.id = p_id and p.etat = 'ouverte' and p.avis is null
   order by cardinality(d.departements) = 0, d.depuis_le limit 1;
end;
grant execute on function porte.avis_a_demander(uuid) to coforme_app;

create function porte.donner_avis(p_id uuid, p_avis text, p_texte text, p_le timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare n text;
begin
  select a.delegue into n from porte.avis_a_demander(p_id) a;
  if n is null then return false; end if;
  update pole.proposition set avis = p_avis, avis_texte = p_texte, avis_de = n, avis_le = p_le where id = p_id;
  perform porte.enfiler('pole.avis-donne', jsonb_build_object('organisme', organisme_id, 'proposition', id), 'avis-donne:' || p_id, null)
    from pole.proposition where id = p_id;
  return true;
end $$;
grant execute on function porte.donner_avis(uuid, text, text, timestamptz) to coforme_app;

set local role coforme_owner;

create constraint trigger parution after insert or update or delete on pole.proposition deferrable initially deferred
  for each row execute function porte.noter_parution();
create constraint trigger parution after insert or update or delete on pole.soutien deferrable initially deferred
  for each row execute function porte.noter_parution();
