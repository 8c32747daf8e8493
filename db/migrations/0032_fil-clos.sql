-- Ce qui fermait mal le fil : un régime de TVA deviné, et des avis que personne n'envoyait.

-- ─── 1. Une coopérative neuve n'a pas encore dit sa TVA ──────────────────────────────────────────
-- « Assujettie » par défaut, elle écrivait 20 % sur sa première convention. Elle naît « à dire », et la première pièce
-- qui porte un prix le demande.
alter table organisme.organisme drop constraint organisme_regime_tva_check;
alter table organisme.organisme add constraint organisme_regime_tva_check
  check (regime_tva in ('a-dire', 'exonere', 'franchise', 'assujetti'));
grant insert (regime_tva) on organisme.organisme to coforme_porte;

set local role coforme_porte;
create or replace function porte.poser_organisme(p_organisme uuid, p_activite uuid, p_code text, p_nom text, p_forme text, p_societe text, p_cae boolean, p_siret text,
  p_compte uuid, p_acceptee boolean) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare c text := p_code;
begin
  perform pg_advisory_xact_lock(hashtext('coforme'), hashtext('fonder'));
  for i in 2..1000 loop
    exit when not exists (select from organisme.organisme where code = c);
    c := left(p_code, 55) || '-' || i;
  end loop;
  insert into organisme.organisme (organisme_id, code, nom, forme, societe, cae, siret, regime_tva)
  values (p_organisme, c, p_nom, p_forme, p_societe, p_cae, p_siret, 'a-dire');
  insert into organisme.activite (organisme_id, id, nom, commune, ouverte_le)
  values (p_organisme, p_activite, p_nom, true, current_date);
  insert into compte.adhesion (organisme_id, compte_id, roles, toutes, acceptee_le, prenom, nom)
  select p_organisme, p_compte, '{administration,responsable}', true, case when p_acceptee then now() end, k.prenom, k.nom
    from compte.compte k where k.id = p_compte;
  return c;
end $$;
set local role coforme_owner;

-- ─── 2. Les avis : report, interruption, annulation, dates changées ─────────────────────────────
-- Une ligne par personne prévenue, en ajout seul : à qui, quoi, quand, et le calendrier que l'avis disait.
create table inscriptions.avis (
  organisme_id uuid not null default app.organisme(), id uuid not null, activite_id uuid not null,
  session_id uuid not null,
  inscription_id uuid, dossier_id uuid,
  genre text not null check (genre in ('annulation', 'report', 'interruption', 'dates')),
  texte text not null check (length(texte) between 1 and 4000),
  calendrier text not null,
  envoye_le timestamptz not null, par uuid default app.personne(),
  primary key (organisme_id, id),
  foreign key (organisme_id, session_id) references sessions.session (organisme_id, id),
  foreign key (organisme_id, session_id, activite_id) references sessions.session (organisme_id, id, activite_id) on update cascade,
  foreign key (organisme_id, inscription_id) references inscriptions.inscription (organisme_id, id),
  foreign key (organisme_id, dossier_id) references inscriptions.dossier (organisme_id, id),
  check ((inscription_id is null) <> (dossier_id is null))
);
comment on table inscriptions.avis is 'Ce que la coopérative a fait savoir d’un report, d’une interruption, d’une annulation ou de dates changées.';
comment on column inscriptions.avis.calendrier is 'Les demi-journées dites : un [{date, debut, fin}] canonique ; « [] » si l’avis n’en annonce pas.';
create index avis_session on inscriptions.avis (organisme_id, session_id, envoye_le desc);
call app.proteger('inscriptions.avis', 'own', activite => true, preuve => true);
create policy lien_ajouter on inscriptions.avis as restrictive for insert to coforme_app with check (not (select porte.par_lien()));
create policy auteur on inscriptions.avis as restrictive for insert to coforme_app
  with check (par is not distinct from (select app.personne()));
grant select, insert on inscriptions.avis to coforme_app;

-- ─── 3. Deux colonnes que rien n'a jamais lues ──────────────────────────────────────────────────
alter table inscriptions.inscription drop column remises_envois, drop column remises_envoyees_le;

-- ─── 4. Une adhésion acceptée après l'affectation change la clé de qui intervient ────────────────
-- Les heures déjà tenues sous la fiche passent sous le compte, que les autres coopératives voient pris. Si l'une l'est déjà
-- ailleurs, l'adhésion vaut et l'heure garde sa clé : personne ne perd sa place pour avoir accepté une invitation.
set local role coforme_porte;
create or replace function porte.reposer_cles_de(p_organisme uuid, p_personne uuid, p_ancien_compte uuid) returns integer
language plpgsql volatile security definer set search_path = '' as $$
declare
  fiches uuid[];
  compte_ uuid;
  n integer := 0;
  x record;
begin
  perform pg_advisory_xact_lock(4812, hashtext(p_organisme::text));
  fiches := porte.fiches_reunies(p_organisme, p_personne);
  select v.compte_id into compte_ from tiers.intervenant v
    where v.organisme_id = p_organisme and v.personne_id = any (fiches) and v.compte_id is not null
    order by array_position(fiches, v.personne_id) limit 1;
  for x in
    select a.id, a.seance_id, a.personne_id, a.cle, a.compte_id, k.compte_id as nouveau_compte,
        porte.cle_de(p_organisme, a.personne_id, k.compte_id) as nouvelle
      from sessions.affectation a join sessions.seance s on s.organisme_id = a.organisme_id and s.id = a.seance_id,
        lateral (select coalesce(compte_, nullif(a.compte_id, p_ancien_compte)) as compte_id) k
      where a.organisme_id = p_organisme and a.personne_id = any (fiches) and s.debut > porte.present()
      order by s.debut, s.id
  loop
    continue when (x.cle, x.compte_id) is not distinct from (x.nouvelle, x.nouveau_compte);
    update sessions.affectation set cle = x.nouvelle, compte_id = x.nouveau_compte where organisme_id = p_organisme and id = x.id;
    continue when x.cle = x.nouvelle;
    delete from sessions.occupation where organisme_id = p_organisme and seance_id = x.seance_id and genre = 'personne' and ressource_id = x.personne_id;
    if found then perform porte.prendre(p_organisme, x.seance_id, 'personne', x.personne_id, x.nouvelle); end if;
    n := n + 1;
  end loop;
  return n;
end $$;

create or replace function porte.reposer_cles(p_personne uuid, p_ancien_compte uuid) returns integer
language plpgsql volatile security definer set search_path = '' as $$
declare ici uuid := app.organisme();
begin
  if ici is null or p_personne is null then return 0; end if;
  if not exists (select from tiers.personne where organisme_id = ici and id = p_personne
      and (app.toutes_activites() or activite_id = any (app.activites()))) then return 0; end if;
  return porte.reposer_cles_de(ici, p_personne, p_ancien_compte);
end $$;

create function porte.adhesion_acceptee() returns trigger
language plpgsql security definer set search_path = '' as $$
declare p uuid;
begin
  for p in select distinct a.personne_id from sessions.affectation a
      left join tiers.intervenant v on v.organisme_id = a.organisme_id and v.personne_id = a.personne_id
     where a.organisme_id = new.organisme_id and (a.compte_id = new.compte_id or v.compte_id = new.compte_id) loop
    begin
      perform porte.reposer_cles_de(new.organisme_id, p, null);
    exception when exclusion_violation then null;
    end;
  end loop;
  return null;
end $$;
revoke execute on function porte.reposer_cles_de(uuid, uuid, uuid), porte.adhesion_acceptee() from public;
grant execute on function porte.adhesion_acceptee() to coforme_owner;
set local role coforme_owner;
create trigger adhesion_acceptee after update of acceptee_le on compte.adhesion
  for each row when (old.acceptee_le is null and new.acceptee_le is not null) execute function porte.adhesion_acceptee();
