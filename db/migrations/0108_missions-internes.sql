-- Les missions entre enseignes d’une coopérative ; qui regarde sait si sa coopérative est d’activité et d’emploi.
set local role coforme_porte;
-- Une base plus ancienne vient de recevoir la neuve : elle reste.
do $$
begin
  if exists (select from pg_proc where oid = to_regprocedure('porte.visiteur(bytea)') and not 'cae' = any (proargnames)) then
    drop function porte.visiteur(bytea);
  end if;
end $$;
set local role coforme_owner;

-- Une enseigne intervient pour une autre de la coopérative : une seule personne morale, donc ni facture, ni TVA, ni contribution, ni
-- rien au bilan pédagogique et financier. La ligne est le bon : ce que l’une reçoit est, par la même ligne, ce que l’autre donne.
create table cae.mission (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  -- « cadre » : des conditions convenues d’avance pour ce qui se répète. « rectification » : un bon confirmé se corrige à rebours.
  genre text not null check (genre in ('mission', 'cadre', 'rectification')),
  acheteuse_id uuid not null,
  vendeuse_id uuid not null,
  cote text not null check (cote in ('acheteuse', 'vendeuse')), -- qui demande
  objet text not null check (length(objet) between 3 and 300),
  session_id uuid, -- celle de l’acheteuse
  cadre_id uuid,
  corrige_id uuid,
  cle text not null check (cle in ('jours', 'forfait', 'pourcent')),
  tarif_centimes bigint check (tarif_centimes between 1 and 100000000000), -- hors taxes : un jour, ou le forfait
  taux_points integer check (taux_points between 1 and 10000), -- la part d’un montant, en centièmes de pour cent
  du date not null,
  au date, -- un cadre peut n’avoir pas de terme
  motif text not null default '' check (length(motif) <= 500), -- pourquoi elle est refusée, contestée, annulée, rectifiée
  etat text not null check (etat in ('demandee', 'accordee', 'refusee', 'retiree', 'constatee', 'confirmee', 'annulee')),
  demandee_le timestamptz not null,
  demandee_par uuid not null,
  repondue_le timestamptz, -- rien sous un cadre : l’accord est celui du cadre
  repondue_par uuid,
  intervenant_id uuid, -- qui intervient, que dit la vendeuse
  -- Le constat, après le dernier jour : l’une le pose, l’autre le confirme.
  minutes integer check (minutes between 1 and 600000),
  demi_journees integer check (demi_journees between 1 and 2000),
  base_centimes bigint check (base_centimes between 1 and 100000000000), -- le montant dont on prend une part
  constat_cote text check (constat_cote in ('acheteuse', 'vendeuse')),
  constatee_le timestamptz,
  constatee_par uuid,
  confirmee_le timestamptz,
  confirmee_par uuid,
  -- La clé de partage, en un seul endroit ; un demi-centime s’arrondit au-dessus.
  montant_centimes bigint generated always as (case cle when 'forfait' then tarif_centimes
    when 'jours' then (demi_journees * tarif_centimes + 1) / 2 else (base_centimes * taux_points + 5000) / 10000 end) stored,
  primary key (organisme_id, id),
  foreign key (organisme_id, acheteuse_id) references organisme.activite (organisme_id, id),
  foreign key (organisme_id, vendeuse_id) references organisme.activite (organisme_id, id),
  foreign key (organisme_id, session_id) references sessions.session (organisme_id, id),
  foreign key (organisme_id, cadre_id) references cae.mission (organisme_id, id),
  foreign key (organisme_id, corrige_id) references cae.mission (organisme_id, id),
  foreign key (organisme_id, intervenant_id) references tiers.personne (organisme_id, id),
  check (acheteuse_id <> vendeuse_id),
  check (au >= du),
  check (genre = 'cadre' or au is not null),
  check ((cle = 'pourcent') = (taux_points is not null) and (cle = 'pourcent') = (tarif_centimes is null)),
  check ((genre = 'rectification') = (corrige_id is not null)),
  check (genre <> 'rectification' or (cle = 'forfait' and motif <> '')),
  check (genre = 'mission' or (cadre_id is null and session_id is null and etat <> 'constatee')),
  check (genre <> 'cadre' or etat <> 'confirmee'),
  check ((etat in ('constatee', 'confirmee')) <= (montant_centimes > 0)),
  -- Personne ne s’accorde ni ne se confirme à soi-même.
  check (repondue_par <> demandee_par),
  check (confirmee_par <> constatee_par)
);
comment on table cae.mission is 'Ce qu’une enseigne de la coopérative fait pour une autre : demandé, accordé, constaté, confirmé.';
create index mission_vendeuse on cae.mission (organisme_id, vendeuse_id);
create index mission_acheteuse on cae.mission (organisme_id, acheteuse_id);
create index mission_session on cae.mission (organisme_id, session_id) where session_id is not null;
create index mission_corrigee on cae.mission (organisme_id, corrige_id) where corrige_id is not null;
grant select, insert (id, genre, acheteuse_id, vendeuse_id, cote, objet, session_id, cadre_id, corrige_id, cle, tarif_centimes, taux_points, du, au, motif, demandee_le, intervenant_id),
  update (etat, motif, repondue_le, intervenant_id, minutes, demi_journees, base_centimes, constat_cote, constatee_le, confirmee_le) on cae.mission to coforme_app;
call app.proteger('cae.mission', 'own');
call app.laisser_lire('cae.mission', 'organisme_id, id, genre, acheteuse_id, vendeuse_id, cote, intervenant_id, corrige_id, cle, tarif_centimes, taux_points, du, au,
  etat, demandee_par, constat_cote, constatee_par, montant_centimes');
-- Deux enseignes la lisent, et elles seules ; ce que chacune peut y faire est dans porte.pas_de_mission.
create policy parties_lire on cae.mission as restrictive for select to coforme_app using (
  (select app.toutes_activites()) or acheteuse_id = any ((select app.activites())::uuid[]) or vendeuse_id = any ((select app.activites())::uuid[]));
create policy parties_changer on cae.mission as restrictive for update to coforme_app using (
  (select app.toutes_activites()) or acheteuse_id = any ((select app.activites())::uuid[]) or vendeuse_id = any ((select app.activites())::uuid[]));
call app.fermer_aux_liens('cae.mission');
-- Ce que la maintenance remet, ou efface d’un nom, n’est le geste de personne.
create trigger garder_mission before insert or update on cae.mission for each row
  when (current_user <> 'coforme_maintenance') execute function porte.garder_mission();
