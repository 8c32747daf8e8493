-- La vie des stagiaires que le règlement intérieur annonce : leurs délégués quand l'action dépasse cinq cents heures (R6352-9 à R6352-15), et
-- la procédure qu'une sanction demande (R6352-3 à R6352-8). Tout y est en ajout seul : un scrutin, une étape, ne se récrivent pas.
create schema stagiaires authorization coforme_owner;

create table stagiaires.scrutin (
  organisme_id uuid not null default app.organisme(), id uuid not null, activite_id uuid not null,
  session_id uuid not null,
  genre text not null check (genre in ('election', 'carence')),
  tenu_le date not null, heure_minutes integer not null check (heure_minutes between 0 and 1439),
  tours integer not null check (tours between 1 and 2),
  electeurs integer not null check (electeurs between 0 and 1000), votants integer not null check (votants between 0 and 1000),
  titulaire_id uuid, suppleant_id uuid,
  voix_titulaire integer check (voix_titulaire >= 0), voix_suppleant integer check (voix_suppleant >= 0),
  motif text not null default '' check (length(motif) <= 1000),
  piece_id uuid not null,
  inscrit_le timestamptz not null, par uuid default app.personne(),
  primary key (organisme_id, id),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id),
  foreign key (organisme_id, session_id) references sessions.session (organisme_id, id),
  foreign key (organisme_id, session_id, activite_id) references sessions.session (organisme_id, id, activite_id) on update cascade,
  foreign key (organisme_id, titulaire_id) references inscriptions.inscription (organisme_id, id),
  foreign key (organisme_id, suppleant_id) references inscriptions.inscription (organisme_id, id),
  foreign key (organisme_id, piece_id) references documents.piece (organisme_id, id),
  check (votants <= electeurs),
  check ((genre = 'election') = (titulaire_id is not null and suppleant_id is not null and voix_titulaire is not null and voix_suppleant is not null)),
  check (titulaire_id <> suppleant_id),
  check (genre = 'election' or motif <> '')
);
create index on stagiaires.scrutin (organisme_id, session_id, tenu_le);
call app.proteger('stagiaires.scrutin', 'own', activite => true, preuve => true);
call app.fermer_aux_liens('stagiaires.scrutin');
grant select, insert on stagiaires.scrutin to coforme_app;
create policy auteur on stagiaires.scrutin as restrictive for insert to coforme_app with check (par is not distinct from (select app.personne()));

-- Les griefs nomment une personne et ses actes : chiffrés, comme un récit.
create table stagiaires.procedure (
  organisme_id uuid not null default app.organisme(), id uuid not null, activite_id uuid not null,
  session_id uuid not null, inscription_id uuid not null,
  griefs bytea not null check (length(griefs) between 28 and 40000),
  -- La sanction envisagée touche-t-elle la présence ? Alors entretien et décision motivée (R6352-5, R6352-6).
  presence boolean not null,
  conservatoire boolean not null default false,             -- écartée dans l'attente de la décision (R6352-7)
  ouverte_le date not null,
  inscrite_le timestamptz not null, par uuid default app.personne(),
  primary key (organisme_id, id),
  unique (organisme_id, id, activite_id),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id),
  foreign key (organisme_id, session_id) references sessions.session (organisme_id, id),
  foreign key (organisme_id, inscription_id) references inscriptions.inscription (organisme_id, id),
  foreign key (organisme_id, inscription_id, activite_id) references inscriptions.inscription (organisme_id, id, activite_id) on update cascade
);
create index on stagiaires.procedure (organisme_id, session_id, ouverte_le);
call app.proteger('stagiaires.procedure', 'own', activite => true, preuve => true);
call app.fermer_aux_liens('stagiaires.procedure');
grant select, insert on stagiaires.procedure to coforme_app;
create policy auteur on stagiaires.procedure as restrictive for insert to coforme_app with check (par is not distinct from (select app.personne()));

create table stagiaires.etape (
  organisme_id uuid not null default app.organisme(), id uuid not null, activite_id uuid not null,
  procedure_id uuid not null, rang integer not null check (rang between 1 and 50),
  genre text not null check (genre in ('griefs', 'convocation', 'entretien', 'sanction', 'classement', 'employeur', 'financeur')),
  le date not null,
  entretien_le date, entretien_minutes integer check (entretien_minutes between 0 and 1439),
  lieu text not null default '' check (length(lieu) <= 300),
  remise text check (remise in ('recommandee', 'decharge')),
  sanction text check (sanction in ('avertissement', 'blame', 'exclusion-temporaire', 'exclusion-definitive')),
  jours integer check (jours between 1 and 90),
  texte bytea check (length(texte) between 28 and 40000),   -- motifs, ce qui fut dit : chiffré
  piece_id uuid,
  inscrite_le timestamptz not null, par uuid default app.personne(),
  primary key (organisme_id, id),
  unique (organisme_id, procedure_id, rang),
  foreign key (organisme_id, procedure_id) references stagiaires.procedure (organisme_id, id),
  foreign key (organisme_id, procedure_id, activite_id) references stagiaires.procedure (organisme_id, id, activite_id) on update cascade,
  foreign key (organisme_id, piece_id) references documents.piece (organisme_id, id),
  check ((genre = 'sanction') = (sanction is not null)),
  check (genre <> 'convocation' or (entretien_le is not null and entretien_minutes is not null and lieu <> '' and remise is not null)),
  check ((sanction is not distinct from 'exclusion-temporaire') = (jours is not null))
);
call app.proteger('stagiaires.etape', 'own', activite => true, preuve => true);
call app.fermer_aux_liens('stagiaires.etape');
grant select, insert on stagiaires.etape to coforme_app;
create policy auteur on stagiaires.etape as restrictive for insert to coforme_app with check (par is not distinct from (select app.personne()));

-- Les griefs et les motifs partent avec le parcours. Le reste est inchangé.
set local role coforme_porte;
grant create on schema porte to coforme_maintenance;
set local role coforme_maintenance;
create or replace function porte.oublier_parcours(p_inscriptions uuid[], p_quoi text[]) returns text[]
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
    -- Ce qu'elle a écrit aux questionnaires nominatifs ; ses notes restent, sans texte. Un recueil anonyme ne mène pas à elle.
    update questionnaires.valeur v set texte = 'effacé' from questionnaires.reponse y join questionnaires.demande q
        on q.organisme_id = y.organisme_id and q.id = y.demande_id
     where y.organisme_id = moi and q.inscription_id = any (p_inscriptions) and v.organisme_id = moi and v.reponse_id = y.id and v.texte is not null;
    update questionnaires.suite x set texte = 'effacé' from questionnaires.reponse y join questionnaires.demande q
        on q.organisme_id = y.organisme_id and q.id = y.demande_id
     where y.organisme_id = moi and q.inscription_id = any (p_inscriptions) and x.organisme_id = moi and x.reponse_id = y.id;
    delete from questionnaires.brouillon b using questionnaires.demande q
     where q.organisme_id = moi and q.inscription_id = any (p_inscriptions) and b.organisme_id = moi and b.demande_id = q.id;
    update stagiaires.procedure set griefs = decode(repeat('00', 28), 'hex') where organisme_id = moi and inscription_id = any (p_inscriptions);
    update stagiaires.etape e set texte = decode(repeat('00', 28), 'hex') from stagiaires.procedure r
     where r.organisme_id = moi and r.inscription_id = any (p_inscriptions) and e.organisme_id = moi and e.procedure_id = r.id and e.texte is not null;
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
set local role coforme_porte;
revoke create on schema porte from coforme_maintenance;
set local role coforme_owner;

-- Un brouillon d'offre que rien n'a adopté se supprime ; ce qui fut une version, ou porte une session, reste : la clé étrangère le retient.
grant delete on catalogue.offre to coforme_app;
create policy brouillon on catalogue.offre as restrictive for delete to coforme_app
  using (etat = 'brouillon' and adoptee_le is null and not exists (select from catalogue.version v where v.organisme_id = offre.organisme_id and v.offre_id = offre.id));
