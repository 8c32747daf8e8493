-- Le registre des présences : rien n'y est jamais modifié ; l'application ne peut qu'y lire, et y ajouter par une porte.
-- Format d'un maillon : empreinte = SHA-256(précédente || int8(numero) || objet || SHA-256(contenu)).
-- La première « précédente » est SHA-256('coforme-registre/1 ' || organisme_id).
create schema emargement authorization coforme_owner;

create table emargement.maillon (
  organisme_id uuid not null, numero bigint not null check (numero > 0), id uuid not null,
  activite_id uuid not null,                              -- hors de l'empreinte : le mur des enseignes seulement
  objet bytea not null check (length(objet) = 32),        -- SHA-256(sel de la session || id de la session)
  contenu text not null check (length(contenu) between 2 and 20000), -- JSON canonique (RFC 8785), tel quel
  empreinte bytea not null check (length(empreinte) = 32),
  inscrit_le timestamptz not null default clock_timestamp(),
  primary key (organisme_id, numero), unique (organisme_id, id),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id)
);
create index maillon_objet on emargement.maillon (organisme_id, objet, numero);
comment on table emargement.maillon is 'La chaîne des présences d’un organisme. Ajout par emargement.inscrire seulement.';

-- L'ajout à la chaîne est la dernière instruction de la transaction (le verrou est ainsi le plus court) : ce qui
-- renvoie au maillon est donc écrit avant lui, et la clé étrangère attend la fin de la transaction.

-- La part personnelle, et son sel : effaçable sans rompre la chaîne.
create table emargement.prive (
  organisme_id uuid not null default app.organisme(), activite_id uuid not null, maillon_id uuid not null,
  part text not null check (part in ('identite', 'connexion', 'trace', 'motif')),
  sel bytea not null check (length(sel) = 32), contenu text not null check (length(contenu) <= 40000),
  primary key (organisme_id, maillon_id, part),
  foreign key (organisme_id, maillon_id) references emargement.maillon (organisme_id, id) deferrable initially deferred,
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id)
);

-- Ce que le lien personnel désigne : une inscription et une demi-journée.
create table emargement.invitation (
  organisme_id uuid not null default app.organisme(), id uuid not null, activite_id uuid not null,
  inscription_id uuid not null, seance_id uuid not null,
  cree_le timestamptz not null, envois integer not null default 0 check (envois >= 0), envoyee_le timestamptz,
  primary key (organisme_id, id),
  unique (organisme_id, inscription_id, seance_id),
  foreign key (organisme_id, inscription_id) references inscriptions.inscription (organisme_id, id),
  foreign key (organisme_id, inscription_id, activite_id) references inscriptions.inscription (organisme_id, id, activite_id) on update cascade,
  foreign key (organisme_id, seance_id) references sessions.seance (organisme_id, id),
  foreign key (organisme_id, seance_id, activite_id) references sessions.seance (organisme_id, id, activite_id) on update cascade
);

create table emargement.signature (
  organisme_id uuid not null default app.organisme(), activite_id uuid not null,
  inscription_id uuid not null, seance_id uuid not null,
  maillon_id uuid not null,
  signee_le timestamptz not null,
  regularisation boolean not null default false,           -- hors fenêtre : par le formateur, avec un motif (part « motif »)
  regularisee_par uuid,
  retard_min integer not null default 0 check (retard_min >= 0), -- minutes perdues, retirées des heures suivies
  primary key (organisme_id, inscription_id, seance_id),
  foreign key (organisme_id, inscription_id) references inscriptions.inscription (organisme_id, id),
  foreign key (organisme_id, inscription_id, activite_id) references inscriptions.inscription (organisme_id, id, activite_id) on update cascade,
  foreign key (organisme_id, seance_id) references sessions.seance (organisme_id, id),
  foreign key (organisme_id, seance_id, activite_id) references sessions.seance (organisme_id, id, activite_id) on update cascade,
  foreign key (organisme_id, maillon_id) references emargement.maillon (organisme_id, id) deferrable initially deferred
);

create table emargement.absence (
  organisme_id uuid not null default app.organisme(), activite_id uuid not null,
  inscription_id uuid not null, seance_id uuid not null,
  maillon_id uuid not null, notee_le timestamptz not null, notee_par uuid default app.personne(),
  justifiee boolean not null default false,
  primary key (organisme_id, inscription_id, seance_id),
  foreign key (organisme_id, inscription_id) references inscriptions.inscription (organisme_id, id),
  foreign key (organisme_id, inscription_id, activite_id) references inscriptions.inscription (organisme_id, id, activite_id) on update cascade,
  foreign key (organisme_id, seance_id) references sessions.seance (organisme_id, id),
  foreign key (organisme_id, seance_id, activite_id) references sessions.seance (organisme_id, id, activite_id) on update cascade,
  foreign key (organisme_id, maillon_id) references emargement.maillon (organisme_id, id) deferrable initially deferred
);

-- La feuille est close par le formateur : une entrée du registre, et un jalon signé.
create table emargement.cloture (
  organisme_id uuid not null default app.organisme(), activite_id uuid not null, seance_id uuid not null,
  maillon_id uuid not null, close_le timestamptz not null, close_par uuid default app.personne(),
  primary key (organisme_id, seance_id),
  foreign key (organisme_id, seance_id) references sessions.seance (organisme_id, id),
  foreign key (organisme_id, seance_id, activite_id) references sessions.seance (organisme_id, id, activite_id) on update cascade,
  foreign key (organisme_id, maillon_id) references emargement.maillon (organisme_id, id) deferrable initially deferred
);

-- Un point de la chaîne, signé Ed25519 par une clé qui n'est pas dans la base.
create table emargement.jalon (
  organisme_id uuid not null default app.organisme(), numero bigint not null,      -- le maillon atteint
  contenu text not null, signature bytea not null check (length(signature) = 64),
  pose_le timestamptz not null,
  primary key (organisme_id, numero),
  foreign key (organisme_id, numero) references emargement.maillon (organisme_id, numero)
);

create table emargement.certificat (
  organisme_id uuid not null default app.organisme(), activite_id uuid not null,
  inscription_id uuid not null, piece_id uuid not null,
  minutes integer not null check (minutes > 0),
  -- SHA-256 de ce qui décide du certificat : mêmes faits, même pièce.
  faits bytea not null check (length(faits) = 32),
  primary key (organisme_id, inscription_id, piece_id),
  unique (organisme_id, inscription_id, faits),
  foreign key (organisme_id, inscription_id) references inscriptions.inscription (organisme_id, id),
  foreign key (organisme_id, inscription_id, activite_id) references inscriptions.inscription (organisme_id, id, activite_id) on update cascade,
  foreign key (organisme_id, piece_id) references documents.piece (organisme_id, id)
);

call app.proteger('emargement.maillon', 'own', activite => true, preuve => true);
call app.proteger('emargement.prive', 'own', activite => true, preuve => true);
call app.proteger('emargement.invitation', 'own', activite => true);
call app.proteger('emargement.signature', 'own', activite => true, preuve => true);
call app.proteger('emargement.absence', 'own', activite => true, preuve => true);
call app.proteger('emargement.cloture', 'own', activite => true, preuve => true);
call app.proteger('emargement.jalon', 'own', preuve => true);
call app.proteger('emargement.certificat', 'own', activite => true, preuve => true);

grant select on emargement.maillon to coforme_app;
grant select, insert on emargement.prive, emargement.signature, emargement.absence, emargement.cloture,
  emargement.jalon, emargement.certificat to coforme_app;
grant select, insert, update (envois, envoyee_le) on emargement.invitation to coforme_app;

-- L'auteur d'une preuve est la personne établie par le sceau : on ne note pas une absence au nom d'un autre.
create policy auteur on emargement.absence as restrictive for insert to coforme_app
  with check (notee_par is not distinct from (select app.personne()));
create policy auteur on emargement.cloture as restrictive for insert to coforme_app
  with check (close_par is not distinct from (select app.personne()));
create policy auteur on emargement.signature as restrictive for insert to coforme_app
  with check (regularisee_par is null or regularisee_par = (select app.personne()));

call app.laisser_lire('emargement.invitation', 'organisme_id, id, inscription_id, seance_id');
call app.laisser_lire('emargement.signature', 'organisme_id, inscription_id, seance_id, maillon_id, signee_le');

-- La porte du registre. Elle écrit pour l'organisme et l'enseigne de la transaction, et pour eux seuls.
grant select, insert on emargement.maillon to coforme_porte;
create policy porte_lire on emargement.maillon for select to coforme_porte using (true);
create policy porte_ajouter on emargement.maillon for insert to coforme_porte with check (true);

set local role coforme_porte;

-- plpgsql, et le verrou dans une instruction à lui : verrou et lecture dans la même partageraient un instantané
-- d'avant l'attente, et la tête lue serait périmée. La clé primaire reste l'arbitre.
create function porte.inscrire_au_registre(
  p_id uuid, p_activite uuid, p_objet bytea, p_contenu text,
  out numero bigint, out empreinte bytea, out deja boolean)
language plpgsql volatile security definer set search_path = '' as $$
declare
  moi uuid := porte.organisme();
  portee text := porte.portee();
  connu record;
  precedente bytea;
begin
  if moi is null or not (portee = '*' or p_activite = any (case when portee = '*' then '{}' else portee end::uuid[])) then
    raise exception 'Une entrée du registre s’écrit pour l’organisme et l’enseigne de la transaction.' using errcode = '42501';
  end if;
  perform pg_advisory_xact_lock(4812, hashtext(moi::text));
  select m.numero, m.empreinte, m.objet, m.contenu, m.activite_id into connu
    from emargement.maillon m where m.organisme_id = moi and m.id = p_id;
  if found then
    if connu.contenu is distinct from p_contenu or connu.objet is distinct from p_objet
       or connu.activite_id is distinct from p_activite then
      raise exception 'Cette entrée du registre existe déjà avec un autre contenu.' using errcode = '23505';
    end if;
    numero := connu.numero; empreinte := connu.empreinte; deja := true;
    return;
  end if;
  select m.numero, m.empreinte into numero, precedente
    from emargement.maillon m where m.organisme_id = moi order by m.numero desc limit 1;
  numero := coalesce(numero, 0) + 1;
  precedente := coalesce(precedente, sha256(convert_to('coforme-registre/1 ' || moi::text, 'UTF8')));
  empreinte := sha256(precedente || int8send(numero) || p_objet || sha256(convert_to(p_contenu, 'UTF8')));
  deja := false;
  insert into emargement.maillon (organisme_id, numero, id, activite_id, objet, contenu, empreinte)
    values (moi, inscrire_au_registre.numero, p_id, p_activite, p_objet, p_contenu, inscrire_au_registre.empreinte);
end $$;
comment on function porte.inscrire_au_registre is 'Ajoute un maillon, une seule fois par identifiant ; refuse (23505) le même identifiant avec un autre contenu. Dernière instruction de la transaction.';
grant execute on function porte.inscrire_au_registre(uuid, uuid, bytea, text) to coforme_app, coforme_owner;

create function porte.organisme_de_code(p_code text) returns uuid
language plpgsql stable security definer set search_path = '' as $$
begin
  return (select o.organisme_id from organisme.organisme o where o.code = p_code);
end $$;
comment on function porte.organisme_de_code is 'Pour la ligne de commande (registre) : jamais accordée au rôle web.';
grant execute on function porte.organisme_de_code(text) to coforme_worker, coforme_migrator;

-- Le reçu d'un lien qui a déjà servi : qui en tient le secret relit ce que le registre a gardé, et rien d'autre. Un
-- lien consommé n'ouvre plus l'organisme ; sans cette porte, un second clic dirait « lien mort » au lieu de « déjà signé ».
create function porte.recu_d_emargement(p_jeton bytea)
returns table (organisme text, signee_le timestamptz, numero bigint, empreinte bytea)
language plpgsql stable security definer set search_path = '' as $$
begin
  return query
    select o.nom, s.signee_le, m.numero, m.empreinte
      from compte.lien l
      join emargement.invitation i on i.organisme_id = l.organisme_id and i.id = l.objet_id
      join emargement.signature s on s.organisme_id = i.organisme_id and s.inscription_id = i.inscription_id and s.seance_id = i.seance_id
      join emargement.maillon m on m.organisme_id = s.organisme_id and m.id = s.maillon_id
      join organisme.organisme o on o.organisme_id = l.organisme_id
     where l.jeton = p_jeton and l.usage = 'emargement' and l.retire_le is null and l.expire_le > porte.present();
end $$;
comment on function porte.recu_d_emargement is 'Heure, numéro et empreinte d’une signature, pour qui tient le lien qui l’a faite.';
grant execute on function porte.recu_d_emargement(bytea) to coforme_app;

set local role coforme_owner;

create function emargement.inscrire(
  p_id uuid, p_activite uuid, p_objet bytea, p_contenu text,
  out numero bigint, out empreinte bytea, out deja boolean) language sql volatile
begin atomic select r.numero, r.empreinte, r.deja from porte.inscrire_au_registre(p_id, p_activite, p_objet, p_contenu) as r; end;
comment on function emargement.inscrire is 'L’entrée du registre, telle que le module l’appelle.';
grant execute on function emargement.inscrire(uuid, uuid, bytea, text) to coforme_app;
