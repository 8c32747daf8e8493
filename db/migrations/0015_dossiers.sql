-- Le dossier d'un client sur une session : qui achète, à quel titre, à quel prix, qui paie ; d'où le régime du contrat.

create table inscriptions.dossier (
  organisme_id uuid not null default app.organisme(), id uuid not null, activite_id uuid not null,
  session_id uuid not null,
  acheteur text not null check (acheteur in ('entreprise', 'personne', 'organisme-formation')),
  entreprise_id uuid, personne_id uuid,
  signataire_id uuid,                      -- la personne qui signe pour l'acheteur ; nul : l'acheteur lui-même, ou pas encore dite
  signataire_qualite text check (length(signataire_qualite) between 1 and 200),
  individuel_a_ses_frais boolean not null default false,   -- « à titre individuel et à ses frais » (L6353-3)
  circonstance text not null check (circonstance in ('etablissement', 'distance', 'hors-etablissement', 'demarchage')),
  -- Calculés, jamais choisis (domain/regime.ts) ; gardés parce que la pièce émise les dira.
  regime text not null check (regime in ('convention', 'contrat', 'cpf', 'sous-traitance-recue')),
  regime_article text not null check (length(regime_article) between 1 and 200),
  objectif text check (length(objectif) <= 2000),          -- le besoin dit par le client
  reference_client text check (length(reference_client) <= 100), -- son bon de commande
  prix_centimes bigint not null check (prix_centimes >= 0),      -- hors taxes, pour le dossier entier
  -- Le contrat, ou la convention : signé par le client, quand et comment. La pièce est dans documents.
  signe_le timestamptz, signature_moyen text check (signature_moyen in ('lien', 'scan')), signature_piece_id uuid,
  debut_anticipe_le timestamptz,           -- demande expresse de commencer avant la fin du délai (C. conso. L221-25)
  retracte_le timestamptz,
  -- Commencer sans convention signée : possible, jamais en silence.
  demarrage_sans_signature text check (length(demarrage_sans_signature) between 3 and 1000),
  cree_le timestamptz not null,
  version integer not null default 1 check (version > 0),  -- un formulaire périmé se refuse
  primary key (organisme_id, id),
  unique (organisme_id, id, activite_id),
  unique (organisme_id, id, session_id),
  foreign key (organisme_id, session_id) references sessions.session (organisme_id, id),
  foreign key (organisme_id, session_id, activite_id) references sessions.session (organisme_id, id, activite_id) on update cascade,
  foreign key (organisme_id, entreprise_id) references tiers.entreprise (organisme_id, id),
  foreign key (organisme_id, personne_id) references tiers.personne (organisme_id, id),
  foreign key (organisme_id, signataire_id) references tiers.personne (organisme_id, id),
  check (case acheteur when 'personne' then personne_id is not null and entreprise_id is null
                       else entreprise_id is not null and personne_id is null end),
  check (acheteur = 'personne' or not individuel_a_ses_frais),
  check ((signe_le is null) = (signature_moyen is null)),
  check (retracte_le is null or signe_le is not null)
);
create index on inscriptions.dossier (organisme_id, session_id, cree_le, id);
create index on inscriptions.dossier (organisme_id, entreprise_id);
create index on inscriptions.dossier (organisme_id, personne_id);

-- ─── L'inscription : son dossier, le statut F-1 à la date de l'action, et la suite de ses états ───────────────

alter table inscriptions.inscription
  add column dossier_id uuid,              -- nul : inscrite avant les dossiers, ou en attente d'un dossier ; un manque, dit à l'écran
  add column statut_f1 text check (statut_f1 in ('salarie-prive', 'apprenti', 'recherche-emploi', 'particulier',
    'agent-public', 'non-salarie', 'benevole')),
  -- Ce qui suit « inscrit ». L'état gardé reste « inscrit » : la place est tenue, la feuille attend sa signature.
  add column etape text check (etape in ('convoque', 'en-formation', 'realise', 'partiel', 'evalue', 'certifie', 'solde',
    'evalue-a-froid', 'archive')),
  add column version integer not null default 1 check (version > 0),
  add column remises_envois integer not null default 0 check (remises_envois >= 0),
  add column remises_envoyees_le timestamptz,
  drop constraint inscription_etat_check,
  drop constraint inscription_check;
alter table inscriptions.inscription
  add constraint inscription_etat_check check (etat in ('besoin', 'positionnement', 'proposition', 'contractualisation',
    'financement-en-attente', 'liste-attente', 'inscrit', 'refuse', 'retracte', 'annule', 'abandon', 'exclu',
    'force-majeure', 'absent-total')),
  add constraint inscription_motif check (etat not in ('refuse', 'retracte', 'annule', 'abandon', 'exclu', 'force-majeure',
    'absent-total') or motif is not null),
  add constraint inscription_etape check (etape is null or etat = 'inscrit');
call app.lier('inscriptions.inscription', 'inscription_dossier', 'organisme_id, dossier_id',
  'inscriptions.dossier (organisme_id, id)');
-- Le dossier est celui de la même session.
call app.lier('inscriptions.inscription', 'inscription_dossier_session', 'organisme_id, dossier_id, session_id',
  'inscriptions.dossier (organisme_id, id, session_id)');
create index on inscriptions.inscription (organisme_id, dossier_id);
-- Une seule inscription vivante par personne, qu'elle soit déjà « inscrit » ou encore en préparation.
create unique index inscription_vivante on inscriptions.inscription (organisme_id, session_id, personne_id)
  where etat in ('besoin', 'positionnement', 'proposition', 'contractualisation', 'financement-en-attente',
    'liste-attente', 'inscrit');
grant update (dossier_id, statut_f1, etape, version, remises_envois, remises_envoyees_le)
  on inscriptions.inscription to coforme_app;

-- ─── Qui paie quoi ────────────────────────────────────────────────────────────────────────────────────────────

create table inscriptions.financement (
  organisme_id uuid not null default app.organisme(), id uuid not null, activite_id uuid not null,
  dossier_id uuid not null,
  inscription_id uuid,                     -- nul : pour tout le dossier
  rang smallint not null check (rang >= 0),
  payeur_entreprise_id uuid, payeur_personne_id uuid,
  dispositif text not null check (dispositif in ('entreprise', 'opco-apprentissage', 'opco-contrat-pro', 'opco-pro-a',
    'transitions-pro', 'cdc-cpf', 'opco-demandeurs-emploi', 'faf-non-salaries', 'opco-plan', 'public-agents', 'europe',
    'etat', 'region', 'france-travail', 'autre-public', 'particulier', 'autre-of', 'autre-formation', 'hors-formation')),
  montant_ht_centimes bigint not null check (montant_ht_centimes > 0),
  subrogation boolean not null default false,
  accord_reference text check (length(accord_reference) <= 100), accord_le date,
  minutes integer check (minutes > 0),     -- plafond d'heures accordé
  primary key (organisme_id, id),
  foreign key (organisme_id, dossier_id) references inscriptions.dossier (organisme_id, id),
  foreign key (organisme_id, dossier_id, activite_id) references inscriptions.dossier (organisme_id, id, activite_id) on update cascade,
  foreign key (organisme_id, inscription_id) references inscriptions.inscription (organisme_id, id),
  foreign key (organisme_id, payeur_entreprise_id) references tiers.entreprise (organisme_id, id),
  foreign key (organisme_id, payeur_personne_id) references tiers.personne (organisme_id, id),
  check ((payeur_entreprise_id is null) <> (payeur_personne_id is null))
);
create index on inscriptions.financement (organisme_id, dossier_id, rang);
create index on inscriptions.financement (organisme_id, payeur_entreprise_id);

-- Ce que doit la personne d'un contrat, et quand (L6353-6).
create table inscriptions.echeance (
  organisme_id uuid not null default app.organisme(), id uuid not null, activite_id uuid not null,
  dossier_id uuid not null,
  jour date not null, montant_centimes bigint not null check (montant_centimes > 0),
  primary key (organisme_id, id),
  unique (organisme_id, dossier_id, jour),
  foreign key (organisme_id, dossier_id) references inscriptions.dossier (organisme_id, id),
  foreign key (organisme_id, dossier_id, activite_id) references inscriptions.dossier (organisme_id, id, activite_id) on update cascade
);

-- Ce qui est remis au stagiaire avant son inscription définitive (L6353-8), et l'accusé qu'il en donne.
create table inscriptions.remise (
  organisme_id uuid not null default app.organisme(), activite_id uuid not null,
  inscription_id uuid not null,
  genre text not null check (genre in ('information-l6353-8', 'reglement-interieur')),
  remis_le timestamptz not null, moyen text not null check (moyen in ('lien', 'courriel', 'main-propre')),
  piece_id uuid,
  accuse_le timestamptz, accuse_moyen text check (accuse_moyen in ('lien', 'main-propre')),
  primary key (organisme_id, inscription_id, genre),
  foreign key (organisme_id, inscription_id) references inscriptions.inscription (organisme_id, id),
  foreign key (organisme_id, inscription_id, activite_id) references inscriptions.inscription (organisme_id, id, activite_id) on update cascade,
  foreign key (organisme_id, piece_id) references documents.piece (organisme_id, id),
  check ((accuse_le is null) = (accuse_moyen is null))
);

call app.proteger('inscriptions.dossier', 'own', activite => true);
call app.proteger('inscriptions.financement', 'own', activite => true);
call app.proteger('inscriptions.echeance', 'own', activite => true);
call app.proteger('inscriptions.remise', 'own', activite => true);
grant select, insert on inscriptions.dossier, inscriptions.remise to coforme_app;
grant update (acheteur, entreprise_id, personne_id, signataire_id, signataire_qualite, individuel_a_ses_frais, circonstance,
  regime, regime_article, objectif, reference_client, prix_centimes, signe_le, signature_moyen, signature_piece_id,
  debut_anticipe_le, retracte_le, demarrage_sans_signature, version) on inscriptions.dossier to coforme_app;
grant select, insert, delete on inscriptions.financement, inscriptions.echeance to coforme_app;
grant update (accuse_le, accuse_moyen, piece_id) on inscriptions.remise to coforme_app;

-- ─── Un lien de signature (accusé, pièce) ouvre comme celui d'une demi-journée ──────────────────────────
-- L'objet dit de quoi il parle ; un lien ne s'emploie que là où son objet existe.
alter table compte.lien drop constraint lien_usage_check;
alter table compte.lien add constraint lien_usage_check
  check (usage in ('invitation', 'reinitialisation', 'emargement', 'signature'));

set local role coforme_porte;
create or replace function porte.ouvrir_lien(p_jeton bytea) returns table (organisme uuid, personne uuid, portee text)
language plpgsql volatile security definer set search_path = '' as $$
begin
  select l.organisme, array[l.activite]::text into organisme, portee from porte.lien_valable(p_jeton) l
   where l.usage in ('emargement', 'signature');
  if organisme is null then return; end if;
  perform porte.sceller(organisme, null, portee);
  return next;
end $$;

create or replace function porte.consommer_lien(p_jeton bytea) returns uuid
language plpgsql volatile security definer set search_path = '' as $$
declare o uuid;
begin
  select p.objet into o from porte.lien_valable(p_jeton) v, porte.prendre_lien(p_jeton, v.usage) p
   where v.organisme = porte.organisme() and v.usage in ('emargement', 'signature');
  return o;
end $$;

create or replace function porte.retirer_liens(p_objet uuid) returns integer
language plpgsql volatile security definer set search_path = '' as $$
declare n integer;
begin
  if not porte.est_membre_ici() then return 0; end if;
  update compte.lien set retire_le = now() where organisme_id = porte.organisme() and objet_id = p_objet
     and (porte.portee() = '*' or activite_id = any (nullif(porte.portee(), '*')::uuid[]))
     and usage in ('emargement', 'signature') and consomme_le is null and retire_le is null;
  get diagnostics n = row_count;
  return n;
end $$;
set local role coforme_owner;
