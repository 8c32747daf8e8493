-- Les salles, qui intervient à chaque demi-journée, et l'interdiction d'être à deux endroits, tenue par la base.
--
-- Ce qui est décidé s'écrit dans sessions.affectation (qui) et sessions.seance_salle (où). Ce qui en découle, les
-- heures prises, est dans sessions.occupation : des déclencheurs l'écrivent, l'application n'y a aucun droit. Elle ne
-- peut donc ni oublier d'occuper, ni sonder l'emploi du temps d'autrui en essayant d'y ajouter une ligne.

-- ─── 1. L'action : une offre, et comment on la tient ─────────────────────────────────────────────

create table sessions.action (
  organisme_id uuid not null default app.organisme(), id uuid not null, activite_id uuid not null,
  offre_id uuid not null,
  modalite text not null check (modalite in ('presentiel', 'mixte', 'distance')),
  lieu text not null check (length(lieu) between 1 and 250),
  rythme text not null default '' check (length(rythme) <= 250),   -- « deux jours par semaine »
  etablissement_id uuid,
  cree_le timestamptz not null,
  primary key (organisme_id, id),
  unique (organisme_id, id, activite_id),
  unique (organisme_id, offre_id, activite_id, modalite, lieu, rythme),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id),
  foreign key (organisme_id, offre_id) references catalogue.offre (organisme_id, id),
  foreign key (organisme_id, offre_id, activite_id) references catalogue.offre (organisme_id, id, activite_id) on update cascade,
  foreign key (organisme_id, etablissement_id) references organisme.etablissement (organisme_id, id)
);

alter table sessions.session
  drop constraint session_etat_check, drop constraint session_check,
  add constraint session_etat_check check (etat in ('brouillon', 'ouverte', 'confirmee', 'en-cours', 'terminee',
    'cloturee', 'archivee', 'annulee', 'reportee', 'interrompue')),
  add constraint session_motif_exige check (etat not in ('annulee', 'reportee', 'interrompue') or motif is not null),
  add column action_id uuid,
  add column version_id uuid,              -- la version de l'offre, figée à la planification
  add column modalite text not null default 'presentiel' check (modalite in ('presentiel', 'mixte', 'distance')),
  add column lien_connexion text check (length(lien_connexion) between 8 and 500 and lien_connexion ~ '^https://'),
  add column prix_centimes bigint check (prix_centimes >= 0),    -- TTC, par stagiaire, comme au catalogue ; nul : non posé
  add column effectif_min integer check (effectif_min > 0),
  add column effectif_motif text check (length(effectif_motif) between 1 and 500), -- pourquoi l'on confirme sous le minimum
  -- Un formulaire ouvert avant le dernier changement se reconnaît à ce nombre.
  add column revision integer not null default 0,
  -- Collation C : intitulé, numéro, intervenant et lieu repliés, pour la recherche sans accents.
  add column pli text collate "C" not null default '',
  add constraint session_effectif_check check (effectif_min <= capacite);
grant update (zone, action_id, version_id, modalite, lien_connexion, prix_centimes, effectif_min, effectif_motif, revision, pli)
  on sessions.session to coforme_app;
alter table sessions.session alter column modalite set statistics 0, alter column lien_connexion set statistics 0,
  alter column effectif_motif set statistics 0, alter column pli set statistics 0;
call app.lier('sessions.session', 'session_version_fk', 'organisme_id, version_id', 'catalogue.version (organisme_id, id)');
call app.lier('sessions.session', 'session_action_fk', 'organisme_id, action_id', 'sessions.action (organisme_id, id)');

-- Une demi-journée annulée, reportée ou interrompue garde sa ligne et ses signatures, mais ne retient plus personne.
-- « lieu » : celui où s'est tenue une demi-journée émargée, quand la session en a changé depuis ; nul : celui de la session.
-- L'unicité attend la fin de l'instruction : deux demi-journées peuvent échanger leurs heures.
alter table sessions.seance
  add column tenue boolean not null default true,
  add column lieu text check (length(lieu) between 1 and 250),
  drop constraint seance_organisme_id_session_id_jour_debut_minutes_key,
  add constraint seance_une_par_heure unique (organisme_id, session_id, jour, debut_minutes) deferrable;
alter table sessions.seance alter column lieu set statistics 0;

-- ─── 2. Où et avec qui ───────────────────────────────────────────────────────────────────────────

-- Une salle est à toute la coopérative : deux enseignes se la partagent, c'est ce qui la fait se prendre deux fois.
create table sessions.salle (
  organisme_id uuid not null default app.organisme(), id uuid not null,
  etablissement_id uuid not null,
  nom text not null check (length(nom) between 1 and 120),
  pli text collate "C" not null,
  places integer check (places between 1 and 2000),
  fermee_le date,
  cree_le timestamptz not null,
  primary key (organisme_id, id),
  foreign key (organisme_id, etablissement_id) references organisme.etablissement (organisme_id, id)
);
create unique index salle_nom on sessions.salle (organisme_id, etablissement_id, pli) where fermee_le is null;

create table sessions.seance_salle (
  organisme_id uuid not null default app.organisme(), activite_id uuid not null,
  seance_id uuid not null, salle_id uuid not null,
  primary key (organisme_id, seance_id, salle_id),
  foreign key (organisme_id, seance_id) references sessions.seance (organisme_id, id) on delete cascade,
  foreign key (organisme_id, seance_id, activite_id) references sessions.seance (organisme_id, id, activite_id) on update cascade on delete cascade,
  foreign key (organisme_id, salle_id) references sessions.salle (organisme_id, id)
);

create table sessions.affectation (
  organisme_id uuid not null default app.organisme(), id uuid not null, activite_id uuid not null,
  seance_id uuid not null, personne_id uuid not null,
  compte_id uuid,                          -- son compte ici, s'il en a un : ce qui rend la session « sienne »
  minutes integer not null check (minutes between 1 and 1440),   -- temps d'intervention, au plus la séance
  confiee_a_id uuid,                       -- la structure à qui cette intervention est sous-traitée (BPF, cadre F)
  -- La personne, la même d'un organisme et d'une enseigne à l'autre : son compte s'il est rattaché ici, sinon sa
  -- fiche. Posée par la base ; l'application n'y écrit pas, elle prendrait sinon le temps de qui elle voudrait.
  cle uuid not null,
  primary key (organisme_id, id),
  unique (organisme_id, seance_id, personne_id),
  foreign key (organisme_id, seance_id) references sessions.seance (organisme_id, id) on delete cascade,
  foreign key (organisme_id, seance_id, activite_id) references sessions.seance (organisme_id, id, activite_id) on update cascade on delete cascade,
  foreign key (organisme_id, personne_id) references tiers.personne (organisme_id, id),
  foreign key (organisme_id, confiee_a_id) references tiers.entreprise (organisme_id, id)
);
create index on sessions.affectation (organisme_id, personne_id);

-- ─── 3. Les heures prises ────────────────────────────────────────────────────────────────────────

-- « [) » : 12 h et 12 h se touchent sans se chevaucher. Des instants, jamais des heures de pendule : Paris, La Réunion
-- et le jour du changement d'heure se comparent juste.
create table sessions.occupation (
  organisme_id uuid not null, seance_id uuid not null,
  genre text not null check (genre in ('salle', 'personne')),
  ressource_id uuid not null,              -- la salle, ou la fiche de la personne
  cle uuid not null,                       -- la salle, ou la personne d'un organisme à l'autre
  creneau tstzrange not null check (not isempty(creneau) and not lower_inf(creneau) and not upper_inf(creneau)),
  primary key (organisme_id, seance_id, genre, ressource_id),
  foreign key (organisme_id, seance_id) references sessions.seance (organisme_id, id) on delete cascade,
  constraint salle_libre exclude using gist (organisme_id with =, cle with =, creneau with &&) where (genre = 'salle'),
  constraint personne_libre exclude using gist (cle with =, creneau with &&) where (genre = 'personne')
);
comment on table sessions.occupation is 'Les heures prises. Écrite par les déclencheurs ; refaite d’eux à la restauration.';

call app.proteger('sessions.action', 'own', activite => true);
call app.proteger('sessions.salle', 'own');
call app.proteger('sessions.seance_salle', 'own', activite => true);
call app.proteger('sessions.affectation', 'own', activite => true);
call app.proteger('sessions.occupation', 'porte', sauvegarde => false);
grant select, insert on sessions.action to coforme_app;
grant select, insert, update (nom, pli, places, fermee_le) on sessions.salle to coforme_app;
grant select, insert, delete on sessions.seance_salle to coforme_app;
grant select, insert (id, activite_id, seance_id, personne_id, compte_id, minutes, confiee_a_id),
  update (minutes, confiee_a_id), delete on sessions.affectation to coforme_app;
grant select, insert, delete on sessions.occupation to coforme_porte;

call app.laisser_lire('sessions.session', 'organisme_id, id, activite_id');
call app.laisser_lire('sessions.seance', 'organisme_id, id, session_id, debut, fin, tenue');
call app.laisser_lire('sessions.salle', 'organisme_id, id');
call app.laisser_lire('sessions.seance_salle', 'organisme_id, seance_id, salle_id');
call app.laisser_lire('sessions.affectation', 'organisme_id, seance_id, personne_id, cle');
call app.laisser_lire('tiers.personne', 'organisme_id, id, activite_id');
call app.laisser_lire('tiers.fusion', 'organisme_id, garde_id, absorbe_id, defaite_le');
call app.laisser_lire('tiers.intervenant', 'organisme_id, personne_id, compte_id');
call app.laisser_lire('emargement.absence', 'organisme_id, seance_id');
call app.laisser_lire('emargement.cloture', 'organisme_id, seance_id');

set local role coforme_porte;

-- Deux fiches réunies sont une personne. Un compte ne vaut que rattaché ici, accepté et en poste : nommer celui d'une
-- autre maison n'occupe personne.
create function porte.cle_de(p_organisme uuid, p_personne uuid, p_compte uuid) returns uuid
language plpgsql stable security definer set search_path = '' as $$
declare
  fiche uuid := p_personne;
  suite uuid;
  compte_ uuid := p_compte;
begin
  for i in 1..20 loop
    select f.garde_id into suite from tiers.fusion f
      where f.organisme_id = p_organisme and f.absorbe_id = fiche and f.defaite_le is null;
    exit when suite is null;
    fiche := suite;
  end loop;
  if compte_ is null then
    select v.compte_id into compte_ from tiers.intervenant v where v.organisme_id = p_organisme and v.personne_id = fiche;
  end if;
  return coalesce((select a.compte_id from compte.adhesion a
    where a.organisme_id = p_organisme and a.compte_id = compte_ and a.acceptee_le is not null
      and (a.au is null or a.au >= porte.aujourd_hui())), fiche);
end $$;

create function porte.poser_cle() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  -- Déjà là : une restauration rend la clé telle qu'elle était.
  new.cle := coalesce(new.cle, porte.cle_de(new.organisme_id, new.personne_id, new.compte_id));
  return new;
end $$;

-- « on conflict do nothing » attend avant d'écrire ; l'ajout nu écrit, puis attend, et deux gestes s'y bloquent l'un
-- l'autre. Qui ajoute plusieurs heures les trie par ressource, puis par début.
create function porte.prendre(p_organisme uuid, p_seance uuid, p_genre text, p_ressource uuid, p_cle uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare x record;
begin
  select debut, fin, tenue into x from sessions.seance where organisme_id = p_organisme and id = p_seance;
  -- Absente : une restauration pose les affectations d'abord ; la séance les prendra en arrivant.
  if not found or not x.tenue then return; end if;
  insert into sessions.occupation (organisme_id, seance_id, genre, ressource_id, cle, creneau)
    values (p_organisme, p_seance, p_genre, p_ressource, p_cle, tstzrange(x.debut, x.fin, '[)')) on conflict do nothing;
  if not found then
    raise exception 'occupé' using errcode = '23P01', constraint = p_genre || '_libre', table = 'occupation', schema = 'sessions';
  end if;
end $$;

create function porte.suivre_affectation() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if tg_op = 'INSERT' then
    perform porte.prendre(new.organisme_id, new.seance_id, 'personne', new.personne_id, new.cle);
  else
    delete from sessions.occupation where organisme_id = old.organisme_id and seance_id = old.seance_id
      and genre = 'personne' and ressource_id = old.personne_id;
  end if;
  return null;
end $$;

create function porte.suivre_salle() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if tg_op = 'INSERT' then
    perform porte.prendre(new.organisme_id, new.seance_id, 'salle', new.salle_id, new.salle_id);
  else
    delete from sessions.occupation where organisme_id = old.organisme_id and seance_id = old.seance_id
      and genre = 'salle' and ressource_id = old.salle_id;
  end if;
  return null;
end $$;

create function porte.suivre_seance() returns trigger
language plpgsql security definer set search_path = '' as $$
declare r record;
begin
  if tg_op = 'UPDATE' and (new.debut, new.fin, new.tenue) is not distinct from (old.debut, old.fin, old.tenue) then return null; end if;
  delete from sessions.occupation where organisme_id = new.organisme_id and seance_id = new.id;
  for r in select 'personne' as genre, personne_id as ressource, cle from sessions.affectation
             where organisme_id = new.organisme_id and seance_id = new.id
           union all select 'salle', salle_id, salle_id from sessions.seance_salle
             where organisme_id = new.organisme_id and seance_id = new.id order by 3 loop
    perform porte.prendre(new.organisme_id, new.id, r.genre, r.ressource, r.cle);
  end loop;
  return null;
end $$;

-- On ne déplace pas une demi-journée émargée. Même verrou que l'émargement (4811, la séance) : qui signe au même moment
-- passe tout entier avant, ou tout entier après. La lecture suit dans une autre instruction, pour voir ce qu'il a validé.
create function porte.garder_seance_signee() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if (new.jour, new.debut, new.fin, new.session_id) is not distinct from (old.jour, old.debut, old.fin, old.session_id) then return new; end if;
  perform pg_advisory_xact_lock(4811, hashtext(new.id::text));
  if exists (select from emargement.signature where organisme_id = new.organisme_id and seance_id = new.id)
     or exists (select from emargement.absence where organisme_id = new.organisme_id and seance_id = new.id)
     or exists (select from emargement.cloture where organisme_id = new.organisme_id and seance_id = new.id) then
    raise exception 'Une demi-journée émargée ne se déplace pas.' using errcode = '23001', constraint = 'seance_signee';
  end if;
  return new;
end $$;

-- « Occupé ? » : oui ou non sur la fenêtre demandée, null pour qui l'on ne connaît pas. Ni qui, ni quoi, ni d'où à où.
-- p_sauf : une session d'ici dont les heures ne comptent pas, celle que l'on replanifie.
create function porte.occupe(p_salle uuid, p_personne uuid, p_compte uuid, p_du timestamptz, p_au timestamptz, p_sauf uuid)
returns boolean
language plpgsql stable security definer set search_path = '' as $$
declare
  ici uuid := app.organisme();
  c uuid;
begin
  if ici is null or not p_du < p_au or p_au > p_du + interval '32 days' then return null; end if;
  if p_salle is not null then
    select id into c from sessions.salle where organisme_id = ici and id = p_salle;
  else
    select porte.cle_de(ici, id, p_compte) into c from tiers.personne where organisme_id = ici and id = p_personne
      and (app.toutes_activites() or activite_id = any (app.activites()));
    -- Un membre d'ici qui n'a pas encore de fiche.
    if c is null and p_personne is null then c := porte.cle_de(ici, null, p_compte); end if;
  end if;
  if c is null then return null; end if;
  return exists (select from sessions.occupation o
    where o.genre = case when p_salle is null then 'personne' else 'salle' end and o.cle = c
      and (p_salle is null or o.organisme_id = ici) and o.creneau && tstzrange(p_du, p_au, '[)')
      and not (p_sauf is not null and o.organisme_id = ici and exists (select from sessions.seance s
        where s.organisme_id = ici and s.id = o.seance_id and s.session_id = p_sauf)));
end $$;
-- L'émargement est au-dessus des sessions : une porte dit à celles-ci ce qu'elles ne peuvent plus changer.
create function porte.seances_figees(p_session uuid) returns uuid[]
language plpgsql stable security definer set search_path = '' as $$
begin
  return coalesce((select array_agg(x.id order by x.debut) from sessions.seance x
    join sessions.session s on s.organisme_id = x.organisme_id and s.id = x.session_id
    where x.organisme_id = app.organisme() and x.session_id = p_session
      and (app.toutes_activites() or s.activite_id = any (app.activites()))
      and (exists (select from emargement.signature e where e.organisme_id = x.organisme_id and e.seance_id = x.id)
        or exists (select from emargement.absence e where e.organisme_id = x.organisme_id and e.seance_id = x.id)
        or exists (select from emargement.cloture e where e.organisme_id = x.organisme_id and e.seance_id = x.id))), '{}');
end $$;
comment on function porte.seances_figees is 'Les demi-journées de cette session où quelqu’un a signé, manqué, ou que le formateur a closes.';
grant execute on function porte.seances_figees(uuid) to coforme_app;

comment on function porte.occupe is 'Salle d’ici, ou personne d’ici : prise sur cette fenêtre ? null : inconnue d’ici.';

grant execute on function porte.occupe(uuid, uuid, uuid, timestamptz, timestamptz, uuid) to coforme_app;
grant execute on function porte.poser_cle(), porte.suivre_affectation(), porte.suivre_salle(), porte.suivre_seance(),
  porte.garder_seance_signee() to coforme_owner;
set local role coforme_owner;

-- ─── 4. Ce qui existait ──────────────────────────────────────────────────────────────────────────
-- Chaque session avait un nom d'intervenant : il devient une fiche de personne, affectée à chaque demi-journée. Deux
-- sessions d'avant pouvaient prendre la même personne : la plus ancienne garde l'heure, rien n'est perdu de l'autre.

set local role coforme_maintenance;
update sessions.seance x set tenue = false from sessions.session s
  where s.organisme_id = x.organisme_id and s.id = x.session_id and s.etat = 'annulee';

update sessions.session set pli = btrim(regexp_replace(regexp_replace(lower(normalize(
  intitule || ' ' || numero || ' ' || formateur || ' ' || lieu, NFKD)), U&'[\0300-\036F]', '', 'g'), '[^a-z0-9]+', ' ', 'g'));

with nommes as (
  select distinct on (organisme_id, activite_id, coalesce(formateur_id::text, pli)) organisme_id, activite_id, formateur_id, pli, nom,
    gen_random_uuid() as personne_id
  from (select organisme_id, activite_id, formateur_id, id, btrim(formateur) as nom,
      btrim(regexp_replace(regexp_replace(lower(normalize(formateur, NFKD)), U&'[\0300-\036F]', '', 'g'), '[^a-z0-9]+', ' ', 'g')) as pli
    from sessions.session) t
  order by organisme_id, activite_id, coalesce(formateur_id::text, pli), id
), fiches as (
  insert into tiers.personne (organisme_id, id, activite_id, prenom, nom, pli, cree_le)
  select organisme_id, personne_id, activite_id, left(split_part(nom, ' ', 1), 100),
    left(coalesce(nullif(btrim(substr(nom, length(split_part(nom, ' ', 1)) + 1)), ''), nom), 100),
    -- « nom prénom », comme les autres fiches.
    btrim(substr(pli, length(split_part(pli, ' ', 1)) + 1) || ' ' || split_part(pli, ' ', 1)), now()
  from nommes
), animent as (
  insert into tiers.intervenant (organisme_id, activite_id, personne_id, compte_id, cree_le)
  select organisme_id, activite_id, personne_id,
    -- Un compte n'est qu'à un intervenant par organisme.
    case when row_number() over (partition by organisme_id, formateur_id order by personne_id) = 1 then formateur_id end, now()
  from nommes
)
insert into sessions.affectation (organisme_id, id, activite_id, seance_id, personne_id, compte_id, minutes, cle)
select x.organisme_id, gen_random_uuid(), x.activite_id, x.id, n.personne_id, s.formateur_id, x.fin_minutes - x.debut_minutes,
  coalesce((select a.compte_id from compte.adhesion a where a.organisme_id = s.organisme_id and a.compte_id = s.formateur_id
    and a.acceptee_le is not null and (a.au is null or a.au >= current_date)), n.personne_id)
from sessions.seance x
  join sessions.session s on s.organisme_id = x.organisme_id and s.id = x.session_id
  join nommes n on n.organisme_id = s.organisme_id and n.activite_id = s.activite_id
    and coalesce(n.formateur_id::text, n.pli) = coalesce(s.formateur_id::text,
      btrim(regexp_replace(regexp_replace(lower(normalize(s.formateur, NFKD)), U&'[\0300-\036F]', '', 'g'), '[^a-z0-9]+', ' ', 'g')));

insert into sessions.occupation (organisme_id, seance_id, genre, ressource_id, cle, creneau)
select a.organisme_id, a.seance_id, 'personne', a.personne_id, a.cle, tstzrange(x.debut, x.fin, '[)')
from sessions.affectation a join sessions.seance x on x.organisme_id = a.organisme_id and x.id = a.seance_id
where x.tenue order by x.session_id, x.debut on conflict do nothing;
set local role coforme_owner;

create trigger poser_cle before insert on sessions.affectation for each row execute function porte.poser_cle();
create trigger suivre after insert or delete on sessions.affectation for each row execute function porte.suivre_affectation();
create trigger suivre after insert or delete on sessions.seance_salle for each row execute function porte.suivre_salle();
create trigger suivre after insert or update of debut, fin, tenue on sessions.seance for each row execute function porte.suivre_seance();
create trigger garder_signee before update on sessions.seance for each row execute function porte.garder_seance_signee();
