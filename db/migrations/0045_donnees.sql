-- Long parce que l’effacement d’une personne se relit d’un trait : ce qui le demande, ce qui le retient, ce qui l’exécute.
-- Les données personnelles : ce qu'une personne demande, ce qui se garde et jusqu'à quand, ce qui s'efface, qui a lu quoi (RGPD, articles
-- 5, 12, 15 à 19 et 30). Une preuve que la loi ou un financeur fait garder reste jusqu'à son terme ; passé ce terme, elle ne nomme plus personne.
create schema donnees authorization coforme_owner;

-- ─── 1. Ce qui est effacé le dit ─────────────────────────────────────────────────────────────────
alter table tiers.personne add column effacee_le timestamptz;
comment on column tiers.personne.effacee_le is 'La fiche n’a plus ni nom ni coordonnées : il n’en reste qu’un identifiant, que les heures et les comptes désignent.';
alter table documents.piece add column effacee_le timestamptz;
comment on column documents.piece.effacee_le is 'Le contenu et les octets sont ôtés au terme de leur durée ; le numéro, la date et l’empreinte restent vérifiables.';

-- ─── 2. Les demandes (articles 15 à 18) : un mois pour répondre (article 12, 3) ──────────────────
create table donnees.demande (
  organisme_id uuid not null default app.organisme(), id uuid not null, activite_id uuid not null,
  personne_id uuid not null,
  genre text not null check (genre in ('acces', 'rectification', 'effacement', 'opposition')),
  canal text not null check (canal in ('espace', 'courriel', 'courrier', 'oral')),
  recue_le date not null, echeance date not null check (echeance > recue_le),
  prolongee_le timestamptz,                             -- deux mois de plus, dits à la personne avec leur raison
  precision_chiffree bytea check (octet_length(precision_chiffree) <= 20000),
  reponse text check (reponse in ('faite', 'en-partie', 'refusee')), repondue_le timestamptz, repondue_par uuid,
  suite text not null default '' check (length(suite) <= 1000),
  inscrite_le timestamptz not null, par uuid default app.personne(),
  primary key (organisme_id, id),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id),
  foreign key (organisme_id, personne_id) references tiers.personne (organisme_id, id),
  check ((reponse is null) = (repondue_le is null))
);
create index on donnees.demande (organisme_id, echeance) where repondue_le is null;
create index on donnees.demande (organisme_id, personne_id);
call app.proteger('donnees.demande', 'own', activite => true);
call app.fermer_aux_liens('donnees.demande');
grant select, insert, update (reponse, repondue_le, repondue_par, suite, prolongee_le, echeance) on donnees.demande to coforme_app;

-- ─── 3. Les durées : celles proposées sont dans le code, datées ; celles-ci les remplacent pour une coopérative ─────────────
create table donnees.regle (
  organisme_id uuid not null default app.organisme(), id uuid not null,
  categorie text not null check (categorie ~ '^[a-z-]{3,40}$'),
  financeur text check (financeur ~ '^[a-z-]{3,40}$'),   -- nul : quel qu'il soit
  mois integer not null check (mois between 0 and 600),
  depuis date not null,
  source text not null check (length(source) between 3 and 500),
  posee_le timestamptz not null, par uuid default app.personne(),
  primary key (organisme_id, id)
);
create index on donnees.regle (organisme_id, categorie, depuis);
call app.proteger('donnees.regle', 'own', preuve => true);
call app.fermer_aux_liens('donnees.regle');
grant select, insert on donnees.regle to coforme_app;

-- Ce qui suspend tout effacement : un contrôle, un contentieux. Levé, il reste écrit.
create table donnees.suspension (
  organisme_id uuid not null default app.organisme(), id uuid not null, activite_id uuid not null,
  personne_id uuid not null,
  motif text not null check (length(motif) between 3 and 500),
  posee_le timestamptz not null, par uuid default app.personne(), levee_le timestamptz, levee_par uuid,
  primary key (organisme_id, id),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id),
  foreign key (organisme_id, personne_id) references tiers.personne (organisme_id, id)
);
create unique index suspension_en_cours on donnees.suspension (organisme_id, personne_id) where levee_le is null;
call app.proteger('donnees.suspension', 'own', activite => true);
call app.fermer_aux_liens('donnees.suspension');
grant select, insert, update (levee_le, levee_par) on donnees.suspension to coforme_app;

-- ─── 4. Les effacements, et la purge ─────────────────────────────────────────────────────────────
create table donnees.effacement (
  organisme_id uuid not null default app.organisme(), id uuid not null, activite_id uuid not null,
  personne_id uuid not null, demande_id uuid,
  fondement text not null check (fondement in ('duree-de-conservation', 'demande-de-la-personne', 'decision-de-justice')),
  complet boolean not null,
  nom_seul boolean not null default false,
  prochaine date,                                        -- quand la prochaine chose gardée arrive à son terme
  rapport jsonb not null check (length(rapport::text) <= 100000),   -- des comptes et des dates, jamais un nom
  motif text not null check (length(motif) between 3 and 300),
  fait_le timestamptz not null, par uuid default app.personne(),
  primary key (organisme_id, id),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id),
  foreign key (organisme_id, personne_id) references tiers.personne (organisme_id, id),
  foreign key (organisme_id, demande_id) references donnees.demande (organisme_id, id),
  check (complet = (prochaine is null))
);
create index on donnees.effacement (organisme_id, personne_id, fait_le desc);
call app.proteger('donnees.effacement', 'own', activite => true, preuve => true);
call app.fermer_aux_liens('donnees.effacement');
grant select, insert on donnees.effacement to coforme_app;

create table donnees.passage (
  organisme_id uuid not null default app.organisme(), id uuid not null,
  le timestamptz not null, essai boolean not null,
  rapport jsonb not null check (length(rapport::text) <= 200000),
  par uuid default app.personne(),
  primary key (organisme_id, id)
);
create index on donnees.passage (organisme_id, le desc);
call app.proteger('donnees.passage', 'own', preuve => true);
call app.fermer_aux_liens('donnees.passage');
grant select, insert on donnees.passage to coforme_app;

-- La purge ne détruit rien tant que la coopérative n'a pas lu un premier rapport et dit oui.
create table donnees.reglage (
  organisme_id uuid not null default app.organisme(),
  purge boolean not null default false, modifie_le timestamptz not null, modifie_par uuid default app.personne(),
  primary key (organisme_id)
);
call app.proteger('donnees.reglage', 'own');
call app.fermer_aux_liens('donnees.reglage');
grant select, insert, update (purge, modifie_le, modifie_par) on donnees.reglage to coforme_app;

-- ─── 5. Le registre des traitements (article 30) et le journal des lectures ──────────────────────
create table donnees.traitement (
  organisme_id uuid not null default app.organisme(), code text not null check (code ~ '^[a-z0-9-]{3,60}$'),
  version integer not null check (version > 0),
  contenu jsonb not null check (jsonb_typeof(contenu) = 'object' and length(contenu::text) <= 20000),
  retire boolean not null default false,
  ecrit_le timestamptz not null, par uuid default app.personne(),
  primary key (organisme_id, code, version)
);
call app.proteger('donnees.traitement', 'own', preuve => true);
call app.fermer_aux_liens('donnees.traitement');
grant select, insert on donnees.traitement to coforme_app;

-- Qui a ouvert, ou emporté, tout ce que l'on sait d'une personne.
create table donnees.lecture (
  organisme_id uuid not null default app.organisme(), id uuid not null, activite_id uuid not null,
  personne_id uuid not null,
  genre text not null check (genre in ('dossier', 'export', 'remise')),
  le timestamptz not null, par uuid default app.personne(),
  primary key (organisme_id, id),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id),
  foreign key (organisme_id, personne_id) references tiers.personne (organisme_id, id)
);
create index on donnees.lecture (organisme_id, le desc);
call app.proteger('donnees.lecture', 'own', activite => true, preuve => true);
call app.fermer_aux_liens('donnees.lecture');
grant select, insert on donnees.lecture to coforme_app;
create policy auteur on donnees.lecture as restrictive for insert to coforme_app
  with check (par is not distinct from (select app.personne()));

-- Ce que l'on remet à la personne par son lien : chiffré sous les clés de l'instance, trente jours.
create table donnees.archive (
  organisme_id uuid not null default app.organisme(), id uuid not null, activite_id uuid not null,
  personne_id uuid not null, demande_id uuid,
  octets bytea check (octet_length(octets) <= 200000000),
  composee_le timestamptz not null, expire_le timestamptz not null,
  primary key (organisme_id, id),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id),
  foreign key (organisme_id, personne_id) references tiers.personne (organisme_id, id),
  foreign key (organisme_id, demande_id) references donnees.demande (organisme_id, id)
);
create index on donnees.archive (organisme_id, personne_id, composee_le desc);
call app.proteger('donnees.archive', 'own', activite => true, sauvegarde => false);
call app.fermer_aux_liens('donnees.archive');
grant select, insert, update (octets), delete on donnees.archive to coforme_app;

-- ─── 6. Effacer ──────────────────────────────────────────────────────────────────────────────────
set local role coforme_porte;

create function porte.conduit_un_effacement() returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return porte.organisme() is not null and porte.portee() = '*' and (porte.est_une_tache()
    or exists (select from compte.adhesion a where a.organisme_id = porte.organisme() and a.compte_id = porte.personne()
      and a.roles && '{dpo,responsable}' and a.acceptee_le is not null
      and a.du <= porte.aujourd_hui() and (a.au is null or a.au >= porte.aujourd_hui())));
end $$;
comment on function porte.conduit_un_effacement is 'La personne déléguée, la direction, ou la purge de la nuit.';

-- La purge de la nuit efface aussi les parts échues du registre. Le reste est inchangé.
create or replace function porte.effacer_parts(p_id uuid, p_activite uuid, p_objet bytea, p_contenu text, p_numeros bigint[], p_parts text[],
  out numero bigint, out effacees integer)
language plpgsql volatile security definer set search_path = '' as $$
declare
  moi uuid := porte.organisme();
  c jsonb := p_contenu::jsonb;
begin
  if not porte.conduit_un_effacement() then
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

grant execute on function porte.conduit_un_effacement(), porte.aujourd_hui() to coforme_maintenance;
grant create on schema porte to coforme_maintenance;

-- Ce qui suit appartient à coforme_maintenance, qui a déjà ces droits sur chaque table que app.proteger déclare, présente et à venir :
-- une table neuve est ainsi couverte sans qu'on y pense. Chaque fonction ne touche que l'organisme de la transaction, et seulement
-- pour qui conduit un effacement.
set local role coforme_maintenance;

-- Un plancher que nulle page ne franchit, quel que soit le réglage : dix ans pour une facture (C. com., L123-22), trois pour ce qui prouve
-- l'action ou l'engagement (engagement du certificat : trois ans à compter de la fin de l'année du paiement).
create function porte.oublier_pieces(p_pieces uuid[], p_le timestamptz) returns text[]
language plpgsql volatile security definer set search_path = '' as $$
declare
  moi uuid := porte.organisme();
  oter text[];
begin
  if not porte.conduit_un_effacement() then
    raise exception 'La personne déléguée, ou la direction, conduit un effacement.' using errcode = '42501';
  end if;
  if exists (select from documents.piece p where p.organisme_id = moi and p.id = any (p_pieces) and p.effacee_le is null
      and p.emise_le > clock_timestamp() - case
        when p.genre in ('facture', 'facture-acompte', 'avoir') then interval '10 years'
        when p.genre in ('certificat-realisation', 'attestation', 'feuille-emargement', 'extrait-presence') then interval '3 years'
        when p.genre in ('convention', 'contrat', 'avenant', 'devis') and exists (select from documents.signature s
          where s.organisme_id = moi and s.piece_id = p.id and s.acte = 'signature') then interval '3 years'
        else interval '0' end) then
    raise exception 'Cette pièce se garde encore : la loi le demande.' using errcode = '23001', constraint = 'piece_gardee';
  end if;
  select coalesce(array_agg(distinct f), '{}') into oter from (
    select p.fichier as f from documents.piece p where p.organisme_id = moi and p.id = any (p_pieces)
    union select e.fichier from documents.exemplaire e where e.organisme_id = moi and e.piece_id = any (p_pieces)
    union select s.scan from documents.signature s where s.organisme_id = moi and s.piece_id = any (p_pieces) and s.scan is not null) x;
  delete from documents.exemplaire where organisme_id = moi and piece_id = any (p_pieces);
  delete from documents.signature_privee v using documents.signature s
   where s.organisme_id = moi and s.piece_id = any (p_pieces) and v.organisme_id = moi and v.signature_id = s.id;
  update documents.signature set nom = 'Personne effacée', qualite = '' where organisme_id = moi and piece_id = any (p_pieces);
  update documents.demande set nom = 'Personne effacée', qualite = '', courriel = 'effacé', motif = '', code = null,
      retiree_le = coalesce(retiree_le, p_le) where organisme_id = moi and piece_id = any (p_pieces);
  update documents.piece set donnees = '{}', libelle = 'Pièce effacée', pli = 'piece effacee', effacee_le = coalesce(effacee_le, p_le)
   where organisme_id = moi and id = any (p_pieces);
  delete from plateforme.fichier g where g.organisme_id = moi and encode(g.empreinte, 'hex') = any (oter)
     and not exists (select from documents.piece p where p.organisme_id = moi and p.fichier = encode(g.empreinte, 'hex') and p.effacee_le is null);
  return oter;
end $$;
comment on function porte.oublier_pieces is 'Ôte le contenu et les octets de pièces échues ; leur numéro, leur date et leur empreinte restent. Rend les fichiers ôtés.';

-- Ce qu'une inscription a laissé : `p_quoi` parmi parcours, reclamation, handicap, distance.
create function porte.oublier_parcours(p_inscriptions uuid[], p_quoi text[]) returns text[]
language plpgsql volatile security definer set search_path = '' as $$
declare
  moi uuid := porte.organisme();
  oter text[] := '{}';
  genres text[] := (case when 'handicap' = any (p_quoi) then '{adaptation}' else '{}' end)::text[]
    || (case when 'reclamation' = any (p_quoi) then '{reclamation,difficulte,alea,signalement}' else '{}' end)::text[];
begin
  if not porte.conduit_un_effacement() then
    raise exception 'La personne déléguée, ou la direction, conduit un effacement.' using errcode = '42501';
  end if;
  update qualite.suite s set texte = 'effacé' from qualite.affaire a
   where a.organisme_id = moi and a.inscription_id = any (p_inscriptions) and a.genre = any (genres)
     and s.organisme_id = moi and s.affaire_id = a.id;
  update qualite.affaire set objet = 'effacé', recit = decode(repeat('00', 28), 'hex')
   where organisme_id = moi and inscription_id = any (p_inscriptions) and genre = any (genres);
  if 'parcours' = any (p_quoi) then
    update qualite.entree set besoin = 'effacé', resultat = case when resultat = '' then '' else 'effacé' end,
        decision_detail = case when decision_detail = '' then '' else 'effacé' end
     where organisme_id = moi and inscription_id = any (p_inscriptions);
    update qualite.suivi set texte = 'effacé' where organisme_id = moi and inscription_id = any (p_inscriptions);
    update inscriptions.inscription set motif = 'effacé' where organisme_id = moi and id = any (p_inscriptions) and motif is not null;
    update inscriptions.avis set texte = 'effacé' where organisme_id = moi and inscription_id = any (p_inscriptions);
  end if;
  if 'distance' = any (p_quoi) then
    select coalesce(array_agg(distinct fichier), '{}') into oter from emargement.element_probant
     where organisme_id = moi and inscription_id = any (p_inscriptions) and fichier is not null;
    update emargement.element_probant set intitule = 'effacé', fichier_nom = case when fichier is null then null else 'effacé' end
     where organisme_id = moi and inscription_id = any (p_inscriptions);
    update emargement.connexion c set nom = 'effacé', courriel = null where c.organisme_id = moi and exists (
      select from emargement.rapprochement r where r.organisme_id = moi and r.connexion_id = c.id and r.inscription_id = any (p_inscriptions));
    delete from plateforme.fichier g where g.organisme_id = moi and encode(g.empreinte, 'hex') = any (oter)
       and not exists (select from emargement.element_probant e where e.organisme_id = moi and e.fichier = encode(g.empreinte, 'hex')
         and (e.inscription_id is null or e.inscription_id <> all (p_inscriptions)));
  end if;
  return oter;
end $$;
comment on function porte.oublier_parcours is 'Vide les textes qu’une inscription a laissés ; les dates et les codes restent.';

-- Le fichier d'une liste de connexion nomme tout un groupe : il s'ôte quand la séance est échue pour tous.
create function porte.oublier_listes(p_listes uuid[]) returns text[]
language plpgsql volatile security definer set search_path = '' as $$
declare
  moi uuid := porte.organisme();
  oter text[];
begin
  if not porte.conduit_un_effacement() then
    raise exception 'La personne déléguée, ou la direction, conduit un effacement.' using errcode = '42501';
  end if;
  select coalesce(array_agg(distinct fichier), '{}') into oter from emargement.liste_connexion where organisme_id = moi and id = any (p_listes);
  update emargement.connexion set nom = 'effacé', courriel = null where organisme_id = moi and liste_id = any (p_listes);
  update emargement.liste_connexion set fichier_nom = 'effacé' where organisme_id = moi and id = any (p_listes);
  delete from plateforme.fichier where organisme_id = moi and encode(empreinte, 'hex') = any (oter);
  return oter;
end $$;

-- Remplace des mots par d'autres dans tout texte libre de l'organisme. Ce qui est haché ou figé n'est jamais touché ainsi : une pièce,
-- une entrée du registre, une version s'effacent entières ou restent entières.
create function porte.remplacer_partout(p_termes text[], p_exacts text[], p_par text) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  moi uuid := porte.organisme();
  c record;
  mots text := (select string_agg(regexp_replace(t, '([\\.^$*+?()\[\]{}|/-])', '\\\1', 'g'), '|' order by length(t) desc) from unnest(p_termes) t where length(t) >= 3);
  exacts text := (select string_agg(regexp_replace(t, '([\\.^$*+?()\[\]{}|/-])', '\\\1', 'g'), '|' order by length(t) desc) from unnest(p_exacts) t where length(t) >= 3);
  un text; ligne bigint;
  faits jsonb := '{}'; echecs text[] := '{}';
begin
  if not porte.conduit_un_effacement() then
    raise exception 'La personne déléguée, ou la direction, conduit un effacement.' using errcode = '42501';
  end if;
  if mots is null and exacts is null then return jsonb_build_object('faits', faits, 'echecs', echecs); end if;
  for c in select f.nom as tab, a.attname as col, format_type(a.atttypid, null) as genre
      from app.famille f join pg_catalog.pg_attribute a on a.attrelid = f.nom::regclass
     where f.famille in ('own', 'publie') and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
       and format_type(a.atttypid, null) in ('text', 'text[]', 'jsonb')
       and exists (select from pg_catalog.pg_attribute o where o.attrelid = a.attrelid and o.attname = 'organisme_id')
       and split_part(f.nom, '.', 1) <> all ('{organisme,compte,pole,portail,support,temoin,catalogue,app}'::text[])
       and f.nom <> all ('{emargement.maillon,emargement.prive,emargement.jalon,emargement.jalon_garde,emargement.contreseing,emargement.hors_ligne,
         documents.piece,documents.signature,documents.signature_privee,documents.conditions,tiers.personne,tiers.mot,tiers.entreprise,bpf.depot}'::text[])
     order by 1, 2 loop
    -- Le texte d'un jsonb se remplace comme un texte : les noms n'y ont ni guillemet ni barre (les termes en sont dépouillés avant).
    un := format('%I::text', c.col);
    if mots is not null then un := format('regexp_replace(%s, $re$(?<![[:alnum:]])(%s)(?![[:alnum:]])$re$, %L, ''gi'')', un, mots, p_par); end if;
    if exacts is not null then un := format('regexp_replace(%s, $re$(?<![[:alnum:]])(%s)(?![[:alnum:]])$re$, %L, ''g'')', un, exacts, p_par); end if;
    begin
      execute format('update %s set %I = (%s)::%s where organisme_id = $1 and %I is not null and %s is distinct from %I::text',
        c.tab::regclass, c.col, un, c.genre, c.col, un, c.col) using moi;
      get diagnostics ligne = row_count;
      if ligne > 0 then faits := faits || jsonb_build_object(c.tab || '.' || c.col, ligne); end if;
    exception when check_violation or unique_violation or foreign_key_violation or not_null_violation or invalid_text_representation then
      echecs := echecs || (c.tab || '.' || c.col);
    end;
  end loop;
  return jsonb_build_object('faits', faits, 'echecs', to_jsonb(echecs));
end $$;
comment on function porte.remplacer_partout is 'Remplace des noms et des adresses dans les textes libres de l’organisme ; dit où, et où ce fut impossible.';

-- La fiche. `p_complet` : plus rien ne la retient, elle ne garde ni nom ni coordonnée ; sinon ses coordonnées seulement.
create function porte.oublier_personne(p_personnes uuid[], p_complet boolean, p_le timestamptz) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare moi uuid := porte.organisme();
begin
  if not porte.conduit_un_effacement() then
    raise exception 'La personne déléguée, ou la direction, conduit un effacement.' using errcode = '42501';
  end if;
  if exists (select from donnees.suspension s where s.organisme_id = moi and s.personne_id = any (p_personnes) and s.levee_le is null) then
    raise exception 'Une suspension court : rien ne s’efface de cette personne.' using errcode = '23001', constraint = 'personne_suspendue';
  end if;
  if p_complet and (
      exists (select from inscriptions.inscription i
        join (select organisme_id, inscription_id, maillon_id from emargement.signature
          union all select organisme_id, inscription_id, maillon_id from emargement.absence
          union all select organisme_id, inscription_id, maillon_id from emargement.rectification) f
          on f.organisme_id = moi and f.inscription_id = i.id
        join emargement.prive v on v.organisme_id = moi and v.maillon_id = f.maillon_id
       where i.organisme_id = moi and i.personne_id = any (p_personnes))
      or exists (select from documents.piece p join inscriptions.inscription i on i.organisme_id = moi and i.id = p.objet_id
        where p.organisme_id = moi and i.personne_id = any (p_personnes) and p.effacee_le is null)) then
    raise exception 'Le registre ou une pièce garde encore quelque chose de cette personne.' using errcode = '23001', constraint = 'personne_gardee';
  end if;
  update tiers.personne set courriel = null, telephone = null, adresse = null, code_postal = null, ville = null
   where organisme_id = moi and id = any (p_personnes);
  update tiers.contact set retire_le = coalesce(retire_le, p_le) where organisme_id = moi and personne_id = any (p_personnes);
  update sessions.abonnement set nom = 'Agenda effacé', revoque_le = coalesce(revoque_le, p_le)
   where organisme_id = moi and genre = 'personne' and objet_id = any (p_personnes);
  update donnees.demande set precision_chiffree = null where organisme_id = moi and personne_id = any (p_personnes) and repondue_le is not null;
  delete from donnees.archive where organisme_id = moi and personne_id = any (p_personnes);
  if p_complet then
    update tiers.personne set prenom = 'Personne', nom = 'effacée', pli = 'effacee personne', entreprise_id = null,
        effacee_le = coalesce(effacee_le, p_le) where organisme_id = moi and id = any (p_personnes);
    update tiers.contact set fonction = null where organisme_id = moi and personne_id = any (p_personnes);
    update tiers.intervenant set titres = '', rapport = '' where organisme_id = moi and personne_id = any (p_personnes);
    update donnees.demande set precision_chiffree = null where organisme_id = moi and personne_id = any (p_personnes);
    update facturation.facture set payeur_nom = 'Personne effacée', pli = 'personne effacee' where organisme_id = moi and payeur_personne_id = any (p_personnes);
    update facturation.reglement set payeur_nom = 'Personne effacée' where organisme_id = moi and payeur_personne_id = any (p_personnes);
    update facturation.relance r set destinataire = 'effacé', objet = 'effacé', texte = 'Texte effacé' from facturation.facture f
     where f.organisme_id = moi and f.payeur_personne_id = any (p_personnes) and r.organisme_id = moi and r.facture_id = f.id;
    update bpf.fiche_reprise set ref = 'effacée ' || personne_id::text where organisme_id = moi and personne_id = any (p_personnes);
  end if;
  -- Les mots cherchés, que la fiche refait à chaque changement : une fiche effacée ne se cherche plus.
  delete from tiers.mot m using tiers.personne p
   where p.organisme_id = moi and p.id = any (p_personnes) and p.effacee_le is not null and m.organisme_id = moi and m.personne_id = p.id;
end $$;
comment on function porte.oublier_personne is 'Vide la fiche d’une personne : ses coordonnées, ou tout quand plus rien ne la retient.';

-- Les brouillons et les fichiers d'import qui portent ces mots ; rien d'autre ne s'y lit.
create function porte.oublier_brouillons(p_termes text[]) returns integer
language plpgsql volatile security definer set search_path = '' as $$
declare
  moi uuid := porte.organisme();
  n integer; m integer;
begin
  if not porte.conduit_un_effacement() then
    raise exception 'La personne déléguée, ou la direction, conduit un effacement.' using errcode = '42501';
  end if;
  delete from plateforme.brouillon b where b.organisme_id = moi
    and exists (select from unnest(p_termes) t where length(t) >= 3 and position(lower(t) in lower(b.valeurs::text)) > 0);
  get diagnostics n = row_count;
  update tiers.lecture_csv l set contenu = null where l.organisme_id = moi and l.contenu is not null
    and exists (select from unnest(p_termes) t where length(t) >= 3
      and (position(convert_to(t, 'UTF8') in l.contenu) > 0 or position(convert_to(upper(t), 'UTF8') in l.contenu) > 0));
  get diagnostics m = row_count;
  return n + m;
end $$;

revoke execute on function porte.oublier_pieces(uuid[], timestamptz), porte.oublier_parcours(uuid[], text[]), porte.oublier_listes(uuid[]),
  porte.remplacer_partout(text[], text[], text), porte.oublier_personne(uuid[], boolean, timestamptz), porte.oublier_brouillons(text[]) from public;
grant execute on function porte.oublier_pieces(uuid[], timestamptz), porte.oublier_parcours(uuid[], text[]), porte.oublier_listes(uuid[]),
  porte.remplacer_partout(text[], text[], text), porte.oublier_personne(uuid[], boolean, timestamptz), porte.oublier_brouillons(text[]) to coforme_app;

set local role coforme_porte;
revoke create on schema porte from coforme_maintenance;
set local role coforme_owner;
