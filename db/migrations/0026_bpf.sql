-- Le bilan pédagogique et financier : la reprise d'une histoire tenue ailleurs, ce que l'on en dit par exercice, ce que
-- l'on recopie sur le téléservice, et ce que l'on a déposé.
create schema bpf;

-- ─── La reprise : un fichier bpf-dossier/1 devenu des lignes ──────────────────────────────────────────────────
create table bpf.reprise (
  organisme_id uuid not null default app.organisme(), id uuid not null,
  cas text not null check (length(cas) between 1 and 200),
  debut date not null, fin date not null,
  cerfa text check (cerfa in ('10443*16', '10443*17')),
  empreinte bytea not null check (length(empreinte) = 32),      -- du cas tel que lu : le même, relu, ne refait rien
  chiffre_affaires numeric(16, 4) not null,
  fin_precedente date, produits_comptables numeric(16, 4),
  lue_le timestamptz not null, lue_par uuid default app.personne(),
  remplacee_le timestamptz,                -- un cas de même nom, lu depuis, l'a remplacée : ses lignes restent et ne comptent plus
  primary key (organisme_id, id),
  foreign key (organisme_id) references organisme.organisme (organisme_id)
);
create unique index reprise_vive on bpf.reprise (organisme_id, cas) where remplacee_le is null;
comment on table bpf.reprise is 'Ce qu’un fichier a dit d’un exercice : hors planification, donc ni chevauchement ni demi-journée n’y sont exigés.';
call app.proteger('bpf.reprise', 'own');
create policy siege_ajouter on bpf.reprise as restrictive for insert to coforme_app with check ((select app.toutes_activites()));
create policy siege_changer on bpf.reprise as restrictive for update to coforme_app using ((select app.toutes_activites()));
grant select, insert, update (remplacee_le) on bpf.reprise to coforme_app;

alter table sessions.session add column reprise_id uuid;
call app.lier('sessions.session', 'session_reprise_fk', 'organisme_id, reprise_id', 'bpf.reprise (organisme_id, id)');
create index session_reprise on sessions.session (organisme_id, reprise_id) where reprise_id is not null;
alter table sessions.seance add column reprise boolean not null default false;
call app.laisser_lire('sessions.seance', 'reprise');

-- Ce que le planning ne sait pas dire d'une séance reprise : une journée d'un seul tenant, une part asynchrone, une durée
-- qui n'est pas un nombre de minutes. `heures` est exact : le fichier en donne vingt décimales au plus.
create table bpf.seance_reprise (
  organisme_id uuid not null default app.organisme(), activite_id uuid not null, seance_id uuid not null,
  ref text not null check (length(ref) between 1 and 200),
  moment text not null check (moment in ('matin', 'apres-midi', 'soiree', 'journee', 'asynchrone')),
  heures numeric(32, 20) not null check (heures > 0),
  confiee_a text check (length(confiee_a) between 1 and 200),
  cotraitant text check (length(cotraitant) between 1 and 200),
  primary key (organisme_id, seance_id),
  check (confiee_a is null or cotraitant is null),
  foreign key (organisme_id, seance_id) references sessions.seance (organisme_id, id),
  foreign key (organisme_id, seance_id, activite_id) references sessions.seance (organisme_id, id, activite_id) on update cascade
);
create table bpf.intervention_reprise (
  organisme_id uuid not null default app.organisme(), activite_id uuid not null,
  seance_id uuid not null, personne_id uuid not null,
  heures numeric(32, 20) not null check (heures >= 0),
  primary key (organisme_id, seance_id, personne_id),
  foreign key (organisme_id, seance_id) references sessions.seance (organisme_id, id),
  foreign key (organisme_id, seance_id, activite_id) references sessions.seance (organisme_id, id, activite_id) on update cascade,
  foreign key (organisme_id, personne_id) references tiers.personne (organisme_id, id)
);
create table bpf.presence_reprise (
  organisme_id uuid not null default app.organisme(), activite_id uuid not null,
  inscription_id uuid not null, seance_id uuid not null,
  heures numeric(32, 20) not null check (heures > 0),
  primary key (organisme_id, inscription_id, seance_id),
  foreign key (organisme_id, inscription_id) references inscriptions.inscription (organisme_id, id),
  foreign key (organisme_id, inscription_id, activite_id) references inscriptions.inscription (organisme_id, id, activite_id) on update cascade,
  foreign key (organisme_id, seance_id) references sessions.seance (organisme_id, id),
  foreign key (organisme_id, seance_id, activite_id) references sessions.seance (organisme_id, id, activite_id) on update cascade
);
-- Les fiches que le fichier nomme : une seconde reprise retrouve les mêmes personnes. `cle` distingue, sous un même nom,
-- deux suites de statuts.
create table bpf.fiche_reprise (
  organisme_id uuid not null default app.organisme(), activite_id uuid not null,
  genre text not null check (genre in ('formateur', 'participant')),
  ref text not null check (length(ref) between 1 and 200), cle bytea not null check (length(cle) = 32),
  personne_id uuid not null,
  primary key (organisme_id, activite_id, genre, ref, cle),
  foreign key (organisme_id, personne_id) references tiers.personne (organisme_id, id),
  foreign key (organisme_id, personne_id, activite_id) references tiers.personne (organisme_id, id, activite_id) on update cascade
);
create table bpf.produit_repris (
  organisme_id uuid not null default app.organisme(), id uuid not null, activite_id uuid not null,
  reprise_id uuid not null, rang integer not null check (rang >= 0),
  ref text not null check (length(ref) between 1 and 200),
  financeur text check (financeur in ('entreprise', 'opco_apprentissage', 'opco_contrat_pro', 'opco_pro_a', 'transitions_pro',
    'cdc_cpf', 'opco_demandeurs_emploi', 'faf_non_salaries', 'opco_plan', 'public_agents', 'europe', 'etat', 'region',
    'france_travail', 'autre_public', 'particulier', 'autre_of', 'autre_formation', 'hors_formation')), -- nul : à affecter (R20)
  montant numeric(16, 4) not null,         -- euros hors taxes ; un avoir est négatif
  session_id uuid, acquis_le date, ecriture numeric(16, 4),
  affecte_le timestamptz, affecte_par uuid,
  primary key (organisme_id, id),
  unique (organisme_id, reprise_id, rang),
  check (num_nonnulls(session_id, acquis_le, ecriture) = 1),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id),
  foreign key (organisme_id, reprise_id) references bpf.reprise (organisme_id, id),
  foreign key (organisme_id, session_id) references sessions.session (organisme_id, id)
);
create table bpf.charge_reprise (
  organisme_id uuid not null default app.organisme(), id uuid not null, activite_id uuid not null,
  reprise_id uuid not null, rang integer not null check (rang >= 0),
  compte text not null check (length(compte) between 1 and 40),
  libelle text not null default '' check (length(libelle) <= 200),
  montant numeric(16, 4) not null,
  formateur boolean not null, prestation boolean not null,
  primary key (organisme_id, id),
  unique (organisme_id, reprise_id, rang),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id),
  foreign key (organisme_id, reprise_id) references bpf.reprise (organisme_id, id)
);
call app.proteger('bpf.seance_reprise', 'own', activite => true, preuve => true);
call app.proteger('bpf.intervention_reprise', 'own', activite => true, preuve => true);
call app.proteger('bpf.presence_reprise', 'own', activite => true, preuve => true);
call app.proteger('bpf.fiche_reprise', 'own', activite => true, preuve => true);
call app.proteger('bpf.produit_repris', 'own', activite => true);
call app.proteger('bpf.charge_reprise', 'own', activite => true, preuve => true);
grant select, insert on bpf.seance_reprise, bpf.intervention_reprise, bpf.presence_reprise, bpf.fiche_reprise,
  bpf.charge_reprise to coforme_app;
-- Une recette sans origine s'affecte à la main ; rien d'autre d'une reprise ne change.
grant select, insert, update (financeur, affecte_le, affecte_par) on bpf.produit_repris to coforme_app;

-- Une séance reprise n'occupe personne : l'histoire n'est pas un planning.
set local role coforme_porte;
create or replace function porte.prendre(p_organisme uuid, p_seance uuid, p_genre text, p_ressource uuid, p_cle uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare x record;
begin
  select debut, fin, tenue, reprise into x from sessions.seance where organisme_id = p_organisme and id = p_seance;
  -- Absente : une restauration pose les affectations d'abord ; la séance les prendra en arrivant.
  if not found or not x.tenue or x.reprise then return; end if;
  insert into sessions.occupation (organisme_id, seance_id, genre, ressource_id, cle, creneau)
    values (p_organisme, p_seance, p_genre, p_ressource, p_cle, tstzrange(x.debut, x.fin, '[)')) on conflict do nothing;
  if not found then
    raise exception 'occupé' using errcode = '23P01', constraint = p_genre || '_libre', table = 'occupation', schema = 'sessions';
  end if;
end $$;
set local role coforme_owner;

-- Le porteur de projet en CAPE anime sans être salarié ; sa ligne du cadre E est un doute (R13), pas son statut.
alter table tiers.statut drop constraint statut_statut_check, add constraint statut_statut_check check (statut in ('salarie',
  'entrepreneur-salarie', 'dirigeant', 'benevole', 'mise-a-disposition', 'porteur-cape', 'honoraires', 'sous-traitant-of', 'portage'));

-- ─── L'exercice : ce que l'on en dit ───────────────────────────────────────────────────────────────────────────
create table bpf.exercice (
  organisme_id uuid not null default app.organisme(), debut date not null, fin date not null,
  echeance_le date,                        -- la prolongation annoncée, ou la campagne que l'on retient
  lectures jsonb not null default '{}' check (jsonb_typeof(lectures) = 'object' and length(lectures::text) <= 4000),
  version integer not null default 1 check (version > 0),
  modifie_le timestamptz not null, modifie_par uuid default app.personne(),
  primary key (organisme_id, debut, fin),
  check (debut < fin and fin < debut + interval '25 months'),
  foreign key (organisme_id) references organisme.organisme (organisme_id)
);
comment on column bpf.exercice.lectures is 'Les règles que la notice ne tranche pas, tranchées pour cet exercice : nom du doute, valeur retenue.';
call app.proteger('bpf.exercice', 'own');
create policy siege_ajouter on bpf.exercice as restrictive for insert to coforme_app with check ((select app.toutes_activites()));
create policy siege_changer on bpf.exercice as restrictive for update to coforme_app using ((select app.toutes_activites()));
grant select, insert, update (echeance_le, lectures, version, modifie_le, modifie_par) on bpf.exercice to coforme_app;

-- « Recopié » : cette case a été portée sur Mon Activité Formation, avec cette valeur, ce jour-là.
create table bpf.recopie (
  organisme_id uuid not null default app.organisme(), debut date not null, fin date not null,
  repere text not null check (length(repere) between 1 and 40),
  valeur text not null check (length(valeur) <= 60),
  le timestamptz not null, par uuid default app.personne(),
  primary key (organisme_id, debut, fin, repere),
  foreign key (organisme_id) references organisme.organisme (organisme_id)
);
call app.proteger('bpf.recopie', 'own');
create policy siege_ajouter on bpf.recopie as restrictive for insert to coforme_app with check ((select app.toutes_activites()));
grant select, insert, delete on bpf.recopie to coforme_app;

-- Le dépôt fige : version du formulaire, faits, cases et contrôles, dans un texte canonique dont l'empreinte est à côté.
create table bpf.depot (
  organisme_id uuid not null default app.organisme(), id uuid not null,
  debut date not null, fin date not null, rang integer not null check (rang > 0),
  cerfa text not null check (cerfa in ('10443*16', '10443*17')),
  contenu text not null check (length(contenu) between 2 and 60000000),
  empreinte bytea not null check (length(empreinte) = 32),
  transmis_le date not null, recepisse text not null default '' check (length(recepisse) <= 200),
  depose_le timestamptz not null, depose_par uuid default app.personne(),
  primary key (organisme_id, id),
  unique (organisme_id, debut, fin, rang),
  check (empreinte = sha256(convert_to(contenu, 'UTF8'))),
  foreign key (organisme_id) references organisme.organisme (organisme_id)
);
comment on table bpf.depot is 'Ce qui a été transmis. Un nouveau dépôt du même exercice est une nouvelle ligne.';
call app.proteger('bpf.depot', 'own', preuve => true);
create policy siege_ajouter on bpf.depot as restrictive for insert to coforme_app with check ((select app.toutes_activites()));
grant select, insert on bpf.depot to coforme_app;
