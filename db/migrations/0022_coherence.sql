-- Les coutures entre modules : une demi-journée rectifiée est émargée, une fiche réunie ou un compte donné change la clé
-- des heures à venir, une inscription sait si sa place a été tenue, un dossier a quelqu'un qui le suit.

-- ─── 1. Une case rectifiée sans signature ni absence (un départ anticipé attesté) fige sa demi-journée, elle aussi ───

call app.laisser_lire('emargement.rectification', 'organisme_id, seance_id');
call app.laisser_lire('emargement.contresignature', 'organisme_id, seance_id');

-- ─── 2. La clé des heures à venir suit les fiches réunies et les comptes ─────────────────────────────────────────────

call app.laisser_lire('sessions.affectation', 'id, compte_id');
grant update (cle, compte_id) on sessions.affectation to coforme_porte;
create policy porte_cle on sessions.affectation for update to coforme_porte using (true) with check (true);

set local role coforme_porte;

create function porte.seance_emargee(p_organisme uuid, p_seance uuid) returns boolean
language sql stable security definer set search_path = ''
begin atomic
  select exists (select from emargement.signature where organisme_id = p_organisme and seance_id = p_seance)
    or exists (select from emargement.absence where organisme_id = p_organisme and seance_id = p_seance)
    or exists (select from emargement.rectification where organisme_id = p_organisme and seance_id = p_seance)
    or exists (select from emargement.contresignature where organisme_id = p_organisme and seance_id = p_seance)
    or exists (select from emargement.cloture where organisme_id = p_organisme and seance_id = p_seance);
end;

create or replace function porte.garder_seance_signee() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if (new.jour, new.debut, new.fin, new.session_id) is not distinct from (old.jour, old.debut, old.fin, old.session_id) then return new; end if;
  perform pg_advisory_xact_lock(4811, hashtext(new.id::text));
  if porte.seance_emargee(new.organisme_id, new.id) then
    raise exception 'Une demi-journée émargée ne se déplace pas.' using errcode = '23001', constraint = 'seance_signee';
  end if;
  return new;
end $$;

create or replace function porte.seances_figees(p_session uuid) returns uuid[]
language plpgsql stable security definer set search_path = '' as $$
begin
  return coalesce((select array_agg(x.id order by x.debut) from sessions.seance x
    join sessions.session s on s.organisme_id = x.organisme_id and s.id = x.session_id
    where x.organisme_id = app.organisme() and x.session_id = p_session
      and (app.toutes_activites() or s.activite_id = any (app.activites()))
      and porte.seance_emargee(x.organisme_id, x.id)), '{}');
end $$;

-- Toutes les fiches qui ne font qu'une avec celle-ci, la gardée d'abord, puis les plus proches d'elle.
create function porte.fiches_reunies(p_organisme uuid, p_personne uuid) returns uuid[]
language plpgsql stable security definer set search_path = '' as $$
declare
  fiche uuid := p_personne;
  suite uuid;
begin
  for i in 1..20 loop
    select f.garde_id into suite from tiers.fusion f
      where f.organisme_id = p_organisme and f.absorbe_id = fiche and f.defaite_le is null;
    exit when suite is null;
    fiche := suite;
  end loop;
  return (with recursive r as (
    select fiche as id, 0 as pas
    union all
    select f.absorbe_id, r.pas + 1 from r join tiers.fusion f
      on f.organisme_id = p_organisme and f.garde_id = r.id and f.defaite_le is null where r.pas < 20)
    select array_agg(id order by pas, id) from r);
end $$;

-- Le compte d'un intervenant est celui de l'une de ses fiches réunies : la gardée d'abord.
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
      and (a.au is null or a.au >= porte.aujourd_hui())), fiches[1]);
end $$;

-- Qui affecte et qui réunit s'attendent : une clé se pose avant la réunion, et elle est reposée, ou après, et elle est juste.
create or replace function porte.poser_cle() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  -- Déjà là : une restauration rend la clé telle qu'elle était.
  if new.cle is not null then return new; end if;
  perform pg_advisory_xact_lock_shared(4812, hashtext(new.organisme_id::text));
  new.cle := porte.cle_de(new.organisme_id, new.personne_id, new.compte_id);
  return new;
end $$;

-- À appeler après une réunion, une séparation, ou un compte donné : les heures à venir de ces fiches se reprennent sous leur
-- clé du moment. Prises par ailleurs : 23P01, comme d'une affectation. Le passé garde la clé qu'il avait.
create function porte.reposer_cles(p_personne uuid, p_ancien_compte uuid) returns integer
language plpgsql volatile security definer set search_path = '' as $$
declare
  ici uuid := app.organisme();
  fiches uuid[];
  compte_ uuid;
  n integer := 0;
  x record;
begin
  if ici is null or p_personne is null then return 0; end if;
  perform pg_advisory_xact_lock(4812, hashtext(ici::text));
  fiches := porte.fiches_reunies(ici, p_personne);
  if not exists (select from tiers.personne where organisme_id = ici and id = p_personne
      and (app.toutes_activites() or activite_id = any (app.activites()))) then return 0; end if;
  select v.compte_id into compte_ from tiers.intervenant v
    where v.organisme_id = ici and v.personne_id = any (fiches) and v.compte_id is not null
    order by array_position(fiches, v.personne_id) limit 1;
  for x in
    select a.id, a.seance_id, a.personne_id, a.cle, a.compte_id, k.compte_id as nouveau_compte,
        porte.cle_de(ici, a.personne_id, k.compte_id) as nouvelle
      from sessions.affectation a join sessions.seance s on s.organisme_id = a.organisme_id and s.id = a.seance_id,
        lateral (select coalesce(compte_, nullif(a.compte_id, p_ancien_compte)) as compte_id) k
      where a.organisme_id = ici and a.personne_id = any (fiches) and s.debut > porte.present()
      order by s.debut, s.id
  loop
    continue when (x.cle, x.compte_id) is not distinct from (x.nouvelle, x.nouveau_compte);
    update sessions.affectation set cle = x.nouvelle, compte_id = x.nouveau_compte where organisme_id = ici and id = x.id;
    continue when x.cle = x.nouvelle;
    delete from sessions.occupation where organisme_id = ici and seance_id = x.seance_id and genre = 'personne' and ressource_id = x.personne_id;
    if found then perform porte.prendre(ici, x.seance_id, 'personne', x.personne_id, x.nouvelle); end if;
    n := n + 1;
  end loop;
  return n;
end $$;
comment on function porte.reposer_cles is 'Reprend les heures à venir de ces fiches réunies sous leur clé du moment ; 23P01 si elles sont prises.';
revoke execute on function porte.seance_emargee(uuid, uuid), porte.fiches_reunies(uuid, uuid), porte.reposer_cles(uuid, uuid) from public;
grant execute on function porte.reposer_cles(uuid, uuid) to coforme_app;
set local role coforme_owner;

-- ─── 3. L'inscription sait si sa place a été tenue ───────────────────────────────────────────────────────────────────

alter table inscriptions.inscription add column definitive_le timestamptz;
comment on column inscriptions.inscription.definitive_le is 'Le jour où la place a été tenue pour de bon ; nul : jamais.';
set local role coforme_maintenance;
update inscriptions.inscription set definitive_le = inscrite_le
  where etat in ('inscrit', 'abandon', 'exclu', 'force-majeure', 'absent-total');
set local role coforme_owner;
grant update (definitive_le) on inscriptions.inscription to coforme_app;

-- ─── 4. Le dossier : qui le suit, ce qui rend un client « sien » ─────────────────────────────────────────────────────

alter table inscriptions.dossier add column suivi_par uuid;
alter table inscriptions.dossier alter column suivi_par set default app.personne();
comment on column inscriptions.dossier.suivi_par is 'Le compte qui suit ce client : qui l’a ouvert, ou à qui on l’a confié. Nul : personne en particulier.';
grant update (suivi_par) on inscriptions.dossier to coforme_app;
create index on inscriptions.dossier (organisme_id, suivi_par) where suivi_par is not null;
