-- Les questionnaires : modèles composés, versions figées à l'envoi, campagnes par session, demandes personnelles, envois, réponses.
-- Une réponse ne se modifie pas. Qui répond par un lien n'écrit que par les trois portes d'en bas : sa réponse, son brouillon, son refus
-- d'être relancé ; jamais deux fois, jamais à la place d'un autre.
create schema questionnaires;

create table questionnaires.modele (
  organisme_id uuid not null default app.organisme() references organisme.organisme (organisme_id),
  id uuid not null,
  genre text not null check (length(genre) between 2 and 30),
  titre text not null check (length(titre) between 2 and 200),
  contenu jsonb not null check (jsonb_typeof(contenu) = 'object' and pg_column_size(contenu) < 200000),
  anonyme boolean not null default false,
  par_defaut boolean not null default false,    -- celui que l'envoi prend pour son genre
  revision integer not null default 1 check (revision > 0),
  retire_le timestamptz,
  cree_le timestamptz not null, modifie_le timestamptz not null, modifie_par uuid default app.personne(),
  primary key (organisme_id, id)
);
create unique index on questionnaires.modele (organisme_id, genre) where par_defaut and retire_le is null;
call app.proteger('questionnaires.modele', 'own');
grant select, insert, update (titre, contenu, anonyme, par_defaut, revision, retire_le, modifie_le, modifie_par) on questionnaires.modele to coforme_app;

-- Ce qui fut posé, mot pour mot : d'un modèle d'ici, ou d'un modèle prêt (`pret`), qui n'a pas de ligne à lui.
create table questionnaires.version (
  organisme_id uuid not null default app.organisme() references organisme.organisme (organisme_id),
  id uuid not null,
  source text not null check (length(source) between 1 and 40),   -- l'identifiant du modèle, ou la clé du modèle prêt
  modele_id uuid,
  numero integer not null check (numero > 0),
  genre text not null, titre text not null,
  contenu jsonb not null,
  empreinte bytea not null check (length(empreinte) = 32),
  figee_le timestamptz not null, figee_par uuid default app.personne(),
  primary key (organisme_id, id),
  unique (organisme_id, source, numero),
  unique (organisme_id, source, empreinte),
  foreign key (organisme_id, modele_id) references questionnaires.modele (organisme_id, id)
);
call app.proteger('questionnaires.version', 'own', preuve => true);
grant select, insert on questionnaires.version to coforme_app;

-- Un recueil : une session et un genre, ou une année et les financeurs. `contenu` : les questions posées, objectifs développés.
create table questionnaires.campagne (
  organisme_id uuid not null default app.organisme(), id uuid not null, activite_id uuid not null,
  genre text not null,
  cle text not null check (length(cle) between 4 and 40),         -- la session, ou l'année
  session_id uuid,
  offre_id uuid,
  version_id uuid not null,
  contenu jsonb not null,
  anonyme boolean not null,
  ouverte_le timestamptz not null,
  jour date not null,                      -- le jour dont il parle : la fin de la session, ou celui de l'envoi
  ferme_le date not null,                  -- dernier jour où l'on répond
  fermee_le timestamptz,                   -- clos avant terme, pour toujours
  relances smallint[] not null default '{}' check (cardinality(relances) <= 5),
  automatique boolean not null default false, par uuid default app.personne(),
  primary key (organisme_id, id),
  unique (organisme_id, id, activite_id),
  unique (organisme_id, genre, cle),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id),
  foreign key (organisme_id, version_id) references questionnaires.version (organisme_id, id),
  foreign key (organisme_id, offre_id) references catalogue.offre (organisme_id, id),
  foreign key (organisme_id, session_id) references sessions.session (organisme_id, id),
  foreign key (organisme_id, session_id, activite_id) references sessions.session (organisme_id, id, activite_id) on update cascade
);
create index on questionnaires.campagne (organisme_id, session_id);
create index on questionnaires.campagne (organisme_id, jour);
call app.proteger('questionnaires.campagne', 'own', activite => true);
grant select, insert, update (fermee_le) on questionnaires.campagne to coforme_app;

-- Une personne à qui l'on demande. `cle` : de qui ou de quoi elle parle (inscription, dossier, financeur, intervenant).
create table questionnaires.demande (
  organisme_id uuid not null default app.organisme(), id uuid not null, activite_id uuid not null,
  campagne_id uuid not null, cle uuid not null,
  inscription_id uuid, dossier_id uuid, entreprise_id uuid, personne_id uuid,
  cree_le timestamptz not null,
  arretee_le timestamptz, arret_par text check (arret_par in ('repondant', 'equipe')),
  repondue_le date,                        -- un jour, sans heure : d'un recueil anonyme, l'heure désignerait
  primary key (organisme_id, id),
  unique (organisme_id, id, activite_id),
  unique (organisme_id, campagne_id, cle),
  check ((arretee_le is null) = (arret_par is null)),
  foreign key (organisme_id, campagne_id) references questionnaires.campagne (organisme_id, id),
  foreign key (organisme_id, campagne_id, activite_id) references questionnaires.campagne (organisme_id, id, activite_id) on update cascade,
  foreign key (organisme_id, inscription_id) references inscriptions.inscription (organisme_id, id),
  foreign key (organisme_id, dossier_id) references inscriptions.dossier (organisme_id, id),
  foreign key (organisme_id, entreprise_id) references tiers.entreprise (organisme_id, id),
  foreign key (organisme_id, personne_id) references tiers.personne (organisme_id, id)
);
create index on questionnaires.demande (organisme_id, inscription_id);
create index on questionnaires.demande (organisme_id, entreprise_id) where entreprise_id is not null;
call app.proteger('questionnaires.demande', 'own', activite => true);
grant select, insert, update (arretee_le, arret_par, repondue_le) on questionnaires.demande to coforme_app;

create table questionnaires.envoi (
  organisme_id uuid not null default app.organisme(), activite_id uuid not null,
  demande_id uuid not null, rang smallint not null check (rang between 1 and 20),
  le timestamptz not null,
  moyen text not null check (moyen in ('courriel', 'papier')),
  primary key (organisme_id, demande_id, rang),
  foreign key (organisme_id, demande_id) references questionnaires.demande (organisme_id, id),
  foreign key (organisme_id, demande_id, activite_id) references questionnaires.demande (organisme_id, id, activite_id) on update cascade
);
call app.proteger('questionnaires.envoi', 'own', activite => true, preuve => true);
grant select, insert on questionnaires.envoi to coforme_app;

-- Anonyme : ni demande, ni jour, ni heure.
create table questionnaires.reponse (
  organisme_id uuid not null default app.organisme(), id uuid not null, activite_id uuid not null,
  campagne_id uuid not null, demande_id uuid,
  le date, recue_le timestamptz,
  voie text not null check (voie in ('lien', 'papier', 'compte')),
  alerte boolean not null default false,   -- une réponse de celles qui demandent qu'on rappelle
  par uuid default app.personne(),
  primary key (organisme_id, id),
  unique (organisme_id, id, activite_id),
  unique (organisme_id, demande_id),
  check ((demande_id is null) = (le is null) and (le is null) = (recue_le is null)),
  check (demande_id is not null or not alerte),
  foreign key (organisme_id, campagne_id) references questionnaires.campagne (organisme_id, id),
  foreign key (organisme_id, campagne_id, activite_id) references questionnaires.campagne (organisme_id, id, activite_id) on update cascade,
  foreign key (organisme_id, demande_id) references questionnaires.demande (organisme_id, id)
);
create index on questionnaires.reponse (organisme_id, campagne_id);
create index on questionnaires.reponse (organisme_id, le) where alerte;
call app.proteger('questionnaires.reponse', 'own', activite => true, preuve => true);
grant select, insert on questionnaires.reponse to coforme_app;

-- Une ligne par réponse donnée (une par case cochée). Il y a toujours un rang 0 : le compter, c'est compter qui a répondu à la question.
create table questionnaires.valeur (
  organisme_id uuid not null default app.organisme(), activite_id uuid not null,
  reponse_id uuid not null, campagne_id uuid not null,
  question text not null check (question ~ '^q[0-9a-z]{1,16}(-[0-9]{1,3})?$'),
  rang smallint not null check (rang between 0 and 99),
  code text check (length(code) between 1 and 30),
  millemes bigint,                         -- une note ou un nombre, en millièmes
  texte text check (length(texte) between 1 and 4000),
  primary key (organisme_id, reponse_id, question, rang),
  foreign key (organisme_id, reponse_id) references questionnaires.reponse (organisme_id, id),
  foreign key (organisme_id, reponse_id, activite_id) references questionnaires.reponse (organisme_id, id, activite_id) on update cascade,
  foreign key (organisme_id, campagne_id) references questionnaires.campagne (organisme_id, id)
);
create index on questionnaires.valeur (organisme_id, campagne_id, question);
call app.proteger('questionnaires.valeur', 'own', activite => true, preuve => true);
grant select, insert on questionnaires.valeur to coforme_app;

create table questionnaires.brouillon (
  organisme_id uuid not null default app.organisme(), activite_id uuid not null,
  demande_id uuid not null,
  valeurs jsonb not null check (pg_column_size(valeurs) < 100000),
  garde_le timestamptz not null,
  primary key (organisme_id, demande_id),
  foreign key (organisme_id, demande_id) references questionnaires.demande (organisme_id, id),
  foreign key (organisme_id, demande_id, activite_id) references questionnaires.demande (organisme_id, id, activite_id) on update cascade
);
call app.proteger('questionnaires.brouillon', 'own', activite => true);
grant select on questionnaires.brouillon to coforme_app;

-- Ce que l'on a fait d'une réponse qui alerte. `objet_id` : la réclamation, l'action qu'elle est devenue.
create table questionnaires.suite (
  organisme_id uuid not null default app.organisme(), id uuid not null, activite_id uuid not null,
  reponse_id uuid not null,
  genre text not null check (genre in ('recontact', 'sans-suite', 'reclamation', 'action')),
  le date not null,
  texte text not null check (length(texte) between 3 and 2000),
  objet_id uuid,
  inscrite_le timestamptz not null, par uuid default app.personne(),
  primary key (organisme_id, id),
  foreign key (organisme_id, reponse_id) references questionnaires.reponse (organisme_id, id),
  foreign key (organisme_id, reponse_id, activite_id) references questionnaires.reponse (organisme_id, id, activite_id) on update cascade
);
create index on questionnaires.suite (organisme_id, reponse_id);
call app.proteger('questionnaires.suite', 'own', activite => true, preuve => true);
grant select, insert on questionnaires.suite to coforme_app;

create table questionnaires.reglage (
  organisme_id uuid not null default app.organisme() references organisme.organisme (organisme_id),
  automatiques text[] not null default '{}',
  ecarts jsonb not null default '{}',      -- par genre, le jour d'envoi compté du début ou de la fin de la session
  relances smallint[] not null check (cardinality(relances) <= 5),
  seuil_anonyme smallint not null check (seuil_anonyme between 3 and 50),
  modifie_le timestamptz not null, modifie_par uuid default app.personne(),
  primary key (organisme_id)
);
call app.proteger('questionnaires.reglage', 'own');
create policy siege_ajouter on questionnaires.reglage as restrictive for insert to coforme_app with check ((select app.toutes_activites()));
create policy siege_modifier on questionnaires.reglage as restrictive for update to coforme_app using ((select app.toutes_activites()));
grant select, insert, update on questionnaires.reglage to coforme_app;

-- Un résultat rendu public (RNQ, indicateurs 2 et 3) : valeur, formule, période, effectif, réponses. Tout y est public.
create table questionnaires.publication (
  organisme_id uuid not null default app.organisme(), id uuid not null, activite_id uuid not null,
  offre_id uuid not null,
  mesure text not null check (mesure in ('satisfaction', 'recommandation', 'retour', 'acquis')),
  libelle text not null check (length(libelle) between 3 and 300),
  formule text not null check (length(formule) between 10 and 600),
  du date not null, au date not null check (du <= au),
  valeur_milliemes integer not null check (valeur_milliemes between 0 and 1000),
  numerateur integer not null check (numerateur >= 0), denominateur integer not null check (denominateur > 0),
  interroges integer not null, repondants integer not null check (repondants between 0 and interroges),
  publiee_le timestamptz not null, retiree_le timestamptz,
  primary key (organisme_id, id),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id),
  foreign key (organisme_id, offre_id) references catalogue.offre (organisme_id, id),
  foreign key (organisme_id, offre_id, activite_id) references catalogue.offre (organisme_id, id, activite_id) on update cascade
);
create index on questionnaires.publication (organisme_id, offre_id, publiee_le desc);
create unique index on questionnaires.publication (organisme_id, offre_id, mesure) where retiree_le is null;
call app.proteger('questionnaires.publication', 'publie', publie => 'retiree_le is null', activite => true);
grant select, insert, update (retiree_le) on questionnaires.publication to coforme_app;

do $$
declare t record;
begin
  for t in select nom from app.famille where split_part(nom, '.', 1) = 'questionnaires' loop
    call app.fermer_aux_liens(t.nom);
  end loop;
end $$;

-- ─── Répondre sans compte ────────────────────────────────────────────────────────────────────────
alter table compte.lien drop constraint lien_usage_check;
alter table compte.lien add constraint lien_usage_check
  check (usage in ('invitation', 'reinitialisation', 'emargement', 'signature', 'questionnaire'));

call app.laisser_lire('questionnaires.campagne', 'organisme_id, id, anonyme, fermee_le');
call app.laisser_lire('questionnaires.demande', 'organisme_id, id, activite_id, campagne_id, repondue_le, arretee_le');
call app.laisser_lire('questionnaires.reponse', 'organisme_id, id');
call app.laisser_lire('questionnaires.valeur', 'organisme_id, reponse_id');
call app.laisser_lire('questionnaires.brouillon', 'organisme_id, activite_id, demande_id, valeurs, garde_le');
grant update (repondue_le, arretee_le, arret_par) on questionnaires.demande to coforme_porte;
grant insert on questionnaires.reponse, questionnaires.valeur to coforme_porte;
grant insert, update, delete on questionnaires.brouillon to coforme_porte;
create policy porte_modifier on questionnaires.demande for update to coforme_porte using (true) with check (true);
create policy porte_ajouter on questionnaires.reponse for insert to coforme_porte with check (true);
create policy porte_ajouter on questionnaires.valeur for insert to coforme_porte with check (true);
create policy porte_ajouter on questionnaires.brouillon for insert to coforme_porte with check (true);
create policy porte_modifier on questionnaires.brouillon for update to coforme_porte using (true) with check (true);
create policy porte_retirer on questionnaires.brouillon for delete to coforme_porte using (true);

set local role coforme_porte;
create or replace function porte.ouvrir_lien(p_jeton bytea) returns table (organisme uuid, personne uuid, portee text)
language plpgsql volatile security definer set search_path = '' as $$
declare o uuid;
begin
  select l.organisme, array[l.activite]::text, l.objet into organisme, portee, o from porte.lien_valable(p_jeton) l
   where l.usage in ('emargement', 'signature', 'questionnaire');
  if organisme is null then return; end if;
  perform porte.sceller(organisme, null, portee);
  perform porte.sceller_objet(o);
  return next;
end $$;

-- Une seule fois : la demande passe à « répondue », ou rien ne s'écrit. Rend faux si elle l'était, si le recueil est clos, ou si le lien
-- parle d'autre chose. D'un recueil anonyme, la réponse ne garde ni la demande, ni le jour ; son identifiant est tiré au sort.
create function porte.repondre_par_lien(p_reponse uuid, p_jour date, p_recue timestamptz, p_alerte boolean, p_valeurs jsonb) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare
  moi uuid := porte.organisme();
  quoi uuid := porte.objet();
  d record;
  r uuid;
begin
  if moi is null or quoi is null or not porte.par_lien() then return false; end if;
  select x.activite_id, x.campagne_id, c.anonyme into d from questionnaires.demande x
    join questionnaires.campagne c on c.organisme_id = x.organisme_id and c.id = x.campagne_id
   where x.organisme_id = moi and x.id = quoi and c.fermee_le is null;
  if not found then return false; end if;
  update questionnaires.demande set repondue_le = p_jour where organisme_id = moi and id = quoi and repondue_le is null;
  if not found then return false; end if;
  r := case when d.anonyme then gen_random_uuid() else p_reponse end;
  insert into questionnaires.reponse (organisme_id, id, activite_id, campagne_id, demande_id, le, recue_le, voie, alerte, par)
    values (moi, r, d.activite_id, d.campagne_id, case when not d.anonyme then quoi end, case when not d.anonyme then p_jour end,
      case when not d.anonyme then p_recue end, 'lien', p_alerte and not d.anonyme, null);
  insert into questionnaires.valeur (organisme_id, activite_id, reponse_id, campagne_id, question, rang, code, millemes, texte)
    select moi, d.activite_id, r, d.campagne_id, v.question, v.rang, v.code, v.millemes, v.texte
      from jsonb_to_recordset(p_valeurs) as v (question text, rang smallint, code text, millemes bigint, texte text);
  delete from questionnaires.brouillon where organisme_id = moi and demande_id = quoi;
  return true;
end $$;
comment on function porte.repondre_par_lien is 'La réponse à la demande dont parle le lien, une fois.';

create function porte.garder_brouillon_du_lien(p_valeurs jsonb, p_le timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare
  moi uuid := porte.organisme();
  quoi uuid := porte.objet();
begin
  if moi is null or quoi is null or not porte.par_lien() then return false; end if;
  insert into questionnaires.brouillon as b (organisme_id, activite_id, demande_id, valeurs, garde_le)
    select moi, x.activite_id, quoi, p_valeurs, p_le from questionnaires.demande x
      where x.organisme_id = moi and x.id = quoi and x.repondue_le is null
    on conflict (organisme_id, demande_id) do update set valeurs = excluded.valeurs, garde_le = excluded.garde_le;
  return found;
end $$;
comment on function porte.garder_brouillon_du_lien is 'Ce que la personne a écrit et pas encore envoyé.';

create function porte.ne_plus_relancer_le_lien(p_le timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  if porte.organisme() is null or porte.objet() is null or not porte.par_lien() then return false; end if;
  update questionnaires.demande set arretee_le = p_le, arret_par = 'repondant'
   where organisme_id = porte.organisme() and id = porte.objet() and arretee_le is null;
  return found;
end $$;
comment on function porte.ne_plus_relancer_le_lien is 'La personne ne veut plus de rappel de cette demande.';

revoke execute on all functions in schema porte from public;
grant execute on function porte.repondre_par_lien(uuid, date, timestamptz, boolean, jsonb), porte.garder_brouillon_du_lien(jsonb, timestamptz),
  porte.ne_plus_relancer_le_lien(timestamptz) to coforme_app;
set local role coforme_owner;
