-- Le registre hors de chez soi : des coopératives témoins gardent et contresignent les jalons ; une part s'efface par une
-- entrée ; un reçu se vérifie sans compte.

-- Qui témoigne pour qui. Les deux consentent : l'une demande, l'autre accepte ; chacune peut cesser.
create table emargement.temoin (
  organisme_id uuid not null, temoin_id uuid not null,
  etat text not null check (etat in ('demande', 'accepte', 'refuse', 'retire')),
  demande_le timestamptz not null, demande_par uuid not null, repondu_le timestamptz, repondu_par uuid,
  primary key (organisme_id, temoin_id),
  check (organisme_id <> temoin_id)
);
create index on emargement.temoin (temoin_id);

-- Les jalons d'autrui, chez le témoin. La clé est l'empreinte du jalon : deux jalons contraires du même rang se gardent tous deux.
create table emargement.jalon_garde (
  organisme_id uuid not null, de_organisme_id uuid not null, jalon bytea not null check (length(jalon) = 32),
  numero bigint not null, contenu text not null check (length(contenu) <= 2000), signature bytea not null check (length(signature) = 64),
  recu_le timestamptz not null default clock_timestamp(),
  primary key (organisme_id, jalon)
);
-- Ce que le témoin en dit : contresigné, ou non, avec la raison.
create table emargement.contreseing (
  organisme_id uuid not null default app.organisme(), de_organisme_id uuid not null, jalon bytea not null,
  vaut boolean not null, raison text check (raison in ('illisible', 'non-signe', 'detache', 'deux-chaines')),
  contenu text check (length(contenu) <= 2000), signature bytea check (length(signature) = 64), cle bytea check (length(cle) = 32),
  le timestamptz not null,
  primary key (organisme_id, jalon),
  foreign key (organisme_id, jalon) references emargement.jalon_garde (organisme_id, jalon),
  check (vaut = (raison is null)),
  check (vaut = (contenu is not null) and vaut = (signature is not null) and vaut = (cle is not null))
);
call app.proteger('emargement.temoin', 'porte');
call app.proteger('emargement.jalon_garde', 'own', preuve => true);
call app.proteger('emargement.contreseing', 'own', preuve => true);
grant select, insert, update on emargement.temoin to coforme_porte;
grant select on emargement.jalon_garde to coforme_app;
grant select, insert on emargement.contreseing to coforme_app;
grant insert on emargement.jalon_garde to coforme_porte;
call app.laisser_lire('emargement.jalon_garde', 'organisme_id, de_organisme_id, jalon, numero');
create policy porte_ajouter on emargement.jalon_garde for insert to coforme_porte with check (true);
call app.laisser_lire('emargement.contreseing', 'organisme_id, de_organisme_id, jalon, vaut, raison, contenu, signature, cle, le');
call app.laisser_lire('emargement.jalon', 'organisme_id, numero, contenu, signature, pose_le');
create policy lien_ajouter on emargement.contreseing as restrictive for insert to coforme_app with check (not (select porte.par_lien()));

-- La vérification publique d'un reçu cherche sans connaître l'organisme ; l'index n'est pas unique, il n'apprend rien.
create index maillon_empreinte on emargement.maillon (empreinte);

grant delete on emargement.prive to coforme_porte;
create policy porte_effacer on emargement.prive for delete to coforme_porte using (true);

set local role coforme_porte;

create function porte.candidats_temoins() returns table (organisme_id uuid, nom text)
language sql stable security definer set search_path = ''
begin atomic
  select distinct o.organisme_id, o.nom from pole.adhesion a join organisme.organisme o on o.organisme_id = a.organisme_id
   where a.pole_id = any ((select porte.poles())::uuid[]) and a.etat = 'active' and a.organisme_id <> (select porte.organisme())
     and not exists (select from emargement.temoin t where t.organisme_id = (select porte.organisme()) and t.temoin_id = a.organisme_id
       and t.etat in ('demande', 'accepte'))
   order by o.nom;
end;
comment on function porte.candidats_temoins is 'Les coopératives de nos pôles à qui demander de témoigner.';
grant execute on function porte.candidats_temoins() to coforme_app;

create function porte.demander_temoin(p_temoin uuid, p_le timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare moi uuid := porte.organisme(); qui uuid := porte.personne();
begin
  if moi is null or qui is null or not exists (select from porte.candidats_temoins() c where c.organisme_id = p_temoin) then return false; end if;
  insert into emargement.temoin as t (organisme_id, temoin_id, etat, demande_le, demande_par) values (moi, p_temoin, 'demande', p_le, qui)
    on conflict (organisme_id, temoin_id) do update
      set etat = 'demande', demande_le = p_le, demande_par = qui, repondu_le = null, repondu_par = null
      where t.etat in ('refuse', 'retire');
  return found;
end $$;
grant execute on function porte.demander_temoin(uuid, timestamptz) to coforme_app;

create function porte.repondre_temoin(p_organisme uuid, p_oui boolean, p_le timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  if porte.personne() is null then return false; end if;
  update emargement.temoin set etat = case when p_oui then 'accepte' else 'refuse' end, repondu_le = p_le, repondu_par = porte.personne()
   where organisme_id = p_organisme and temoin_id = porte.organisme() and etat = 'demande';
  return found;
end $$;
grant execute on function porte.repondre_temoin(uuid, boolean, timestamptz) to coforme_app;

-- L'une ou l'autre cesse ; ce qui est déjà gardé le reste.
create function porte.retirer_temoin(p_autre uuid, p_le timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare moi uuid := porte.organisme();
begin
  if porte.personne() is null then return false; end if;
  update emargement.temoin set etat = 'retire', repondu_le = p_le, repondu_par = porte.personne()
   where ((organisme_id = moi and temoin_id = p_autre) or (organisme_id = p_autre and temoin_id = moi)) and etat in ('demande', 'accepte');
  return found;
end $$;
grant execute on function porte.retirer_temoin(uuid, timestamptz) to coforme_app;

create function porte.temoins()
returns table (nous boolean, organisme_id uuid, nom text, etat text, demande_le timestamptz, repondu_le timestamptz, gardes bigint, dernier bigint,
  contresignes bigint, contredits bigint)
language sql stable security definer set search_path = ''
begin atomic
  select x.nous, x.autre, o.nom, x.etat, x.demande_le, x.repondu_le, count(g.jalon), coalesce(max(g.numero), 0),
      count(c.jalon) filter (where c.vaut), count(c.jalon) filter (where not c.vaut)
    from (select t.organisme_id = (select porte.organisme()) as nous,
            case when t.organisme_id = (select porte.organisme()) then t.temoin_id else t.organisme_id end as autre, t.*
          from emargement.temoin t
          where t.organisme_id = (select porte.organisme()) or t.temoin_id = (select porte.organisme())) x
    join organisme.organisme o on o.organisme_id = x.autre
    left join emargement.jalon_garde g on g.organisme_id = x.temoin_id and g.de_organisme_id = x.organisme_id
    left join emargement.contreseing c on c.organisme_id = g.organisme_id and c.de_organisme_id = g.de_organisme_id and c.jalon = g.jalon
   group by 1, 2, 3, 4, 5, 6 order by 1 desc, 3;
end;
comment on function porte.temoins is '« nous » : ils témoignent pour nous ; sinon, nous pour eux. Ce qui est gardé et contresigné avec.';
grant execute on function porte.temoins() to coforme_app;

-- Porte aux témoins ce qu'ils n'ont pas encore. Rien ne vient de l'appelant : les jalons sont ceux de la base.
create function porte.deposer_jalons() returns setof uuid
language plpgsql volatile security definer set search_path = '' as $$
declare moi uuid := porte.organisme();
begin
  return query
    with poses as (
      insert into emargement.jalon_garde (organisme_id, de_organisme_id, jalon, numero, contenu, signature)
        select t.temoin_id, moi, sha256(convert_to(j.contenu, 'UTF8')), j.numero, j.contenu, j.signature
          from emargement.temoin t join emargement.jalon j on j.organisme_id = moi
         where t.organisme_id = moi and t.etat = 'accepte'
      on conflict do nothing returning organisme_id)
    select t.temoin_id from emargement.temoin t where t.organisme_id = moi and t.etat = 'accepte'
      and (exists (select from poses p where p.organisme_id = t.temoin_id)
        or exists (select from emargement.jalon_garde g where g.organisme_id = t.temoin_id and g.de_organisme_id = moi
          and not exists (select from emargement.contreseing c where c.organisme_id = g.organisme_id and c.de_organisme_id = moi and c.jalon = g.jalon)));
end $$;
comment on function porte.deposer_jalons is 'Les témoins qui ont quelque chose à contresigner.';
grant execute on function porte.deposer_jalons() to coforme_app;

create function porte.contreseings_recus()
returns table (temoin uuid, nom text, numero bigint, jalon bytea, vaut boolean, raison text, contenu text, signature bytea, cle bytea, le timestamptz)
language sql stable security definer set search_path = ''
begin atomic
  select c.organisme_id, o.nom, g.numero, c.jalon, c.vaut, c.raison, c.contenu, c.signature, c.cle, c.le
    from emargement.contreseing c
    join emargement.jalon_garde g on g.organisme_id = c.organisme_id and g.de_organisme_id = c.de_organisme_id and g.jalon = c.jalon
    join organisme.organisme o on o.organisme_id = c.organisme_id
   where c.de_organisme_id = (select porte.organisme()) order by g.numero, o.nom;
end;
comment on function porte.contreseings_recus is 'Ce que nos témoins ont dit de nos jalons.';
grant execute on function porte.contreseings_recus() to coforme_app;

-- Pour la tournée quotidienne : qui a des entrées que nul jalon ne couvre.
create function porte.registres_a_jalonner() returns setof uuid
language sql stable security definer set search_path = ''
begin atomic
  select o.organisme_id from organisme.organisme o
   where (select max(m.numero) from emargement.maillon m where m.organisme_id = o.organisme_id)
       > coalesce((select max(j.numero) from emargement.jalon j where j.organisme_id = o.organisme_id), 0);
end;
grant execute on function porte.registres_a_jalonner() to coforme_worker;

-- Effacer des parts et le dire, d'un geste. L'entrée nomme les numéros et le fondement : la porte refuse qu'elle en nomme d'autres.
create function porte.effacer_parts(p_id uuid, p_activite uuid, p_objet bytea, p_contenu text, p_numeros bigint[], p_parts text[],
  out numero bigint, out effacees integer)
language plpgsql volatile security definer set search_path = '' as $$
declare
  moi uuid := porte.organisme();
  c jsonb := p_contenu::jsonb;
begin
  if moi is null or porte.portee() <> '*' or not exists (select from compte.adhesion a where a.organisme_id = moi and a.compte_id = porte.personne()
      and a.roles && '{dpo,responsable}' and a.acceptee_le is not null
      and a.du <= porte.aujourd_hui() and (a.au is null or a.au >= porte.aujourd_hui())) then
    raise exception 'La personne déléguée, ou la direction, conduit un effacement.' using errcode = '42501';
  end if;
  if c ->> 'genre' is distinct from 'effacement' or c ->> 'id' is distinct from p_id::text
     or c -> 'vise' is distinct from to_jsonb(p_numeros) or c #> '{effacement,parts}' is distinct from to_jsonb(p_parts)
     or not coalesce((c #>> '{effacement,fondement}') in ('duree-de-conservation', 'demande-de-la-personne', 'decision-de-justice'), false)
     or exists (select from unnest(p_numeros) as n (numero) where not exists (select from emargement.maillon m
        where m.organisme_id = moi and m.numero = n.numero and m.objet = p_objet)) then
    raise exception 'L’entrée d’un effacement nomme ce qu’il ôte, et son fondement.' using errcode = '22023';
  end if;
  delete from emargement.prive v using emargement.maillon m
   where m.organisme_id = moi and m.numero = any (p_numeros) and v.organisme_id = moi and v.maillon_id = m.id and v.part = any (p_parts);
  get diagnostics effacees = row_count;
  select r.numero into numero from porte.prolonger_le_registre(moi, p_id, p_activite, p_objet, p_contenu) as r;
end $$;
comment on function porte.effacer_parts is 'Ôte des parts personnelles et inscrit l’entrée qui le dit.';
grant execute on function porte.effacer_parts(uuid, uuid, bytea, text, bigint[], text[]) to coforme_app;

-- Ouverte à tous : une entrée retrouvée par son reçu. Ni session, ni personne, ni heure n'en sortent.
create function porte.verifier_entree(p_empreinte bytea)
returns table (organisme text, numero bigint, jour date, empreinte bytea, jalon bigint, jalon_le timestamptz, temoins bigint)
language plpgsql stable security definer set search_path = '' as $$
begin
  if octet_length(p_empreinte) < 8 or octet_length(p_empreinte) > 32 then return; end if;
  return query
    select o.nom, m.numero, (m.inscrit_le at time zone 'Europe/Paris')::date, m.empreinte, j.numero, j.pose_le,
        (select count(distinct c.organisme_id) from emargement.contreseing c where c.de_organisme_id = m.organisme_id and c.vaut
          and c.jalon = sha256(convert_to(j.contenu, 'UTF8')))
      from emargement.maillon m join organisme.organisme o on o.organisme_id = m.organisme_id
      left join lateral (select x.numero, x.pose_le, x.contenu from emargement.jalon x
        where x.organisme_id = m.organisme_id and x.numero >= m.numero order by x.numero limit 1) j on true
     where m.empreinte >= p_empreinte and m.empreinte <= p_empreinte || decode(repeat('ff', 32 - octet_length(p_empreinte)), 'hex')
     order by m.inscrit_le limit 2;
end $$;
comment on function porte.verifier_entree is 'L’organisme, le numéro et le jour d’une entrée du registre, par (début d’)empreinte. Publique.';
grant execute on function porte.verifier_entree(bytea) to coforme_app;

set local role coforme_owner;
