-- Les pièces émises : figées avec leurs données, leur gabarit, leur empreinte et leurs octets.
create schema documents authorization coforme_owner;

-- Numérotation par organisme, série et année : continue, sans séquence globale (un voisin ne doit rien en deviner).
-- L'application n'y touche pas : la porte ne sait qu'avancer d'un, et le verrou de la ligne tient jusqu'à la
-- validation. Une émission défaite rend donc son numéro (CGI, annexe II, art. 242 nonies A, 7°).
create table documents.compteur (
  organisme_id uuid not null,
  serie text not null check (serie ~ '^[A-Z]{1,4}$'),
  annee integer not null check (annee between 2000 and 2200),
  dernier integer not null default 0 check (dernier >= 0),
  primary key (organisme_id, serie, annee)
);

create table documents.piece (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  activite_id uuid not null,
  genre text not null check (genre ~ '^[a-z-]{3,40}$'),
  numero text not null check (length(numero) between 3 and 40),
  gabarit text not null check (gabarit ~ '^[a-z-]+\.v[0-9]+$'),
  -- JSON canonique (RFC 8785), gardé tel qu'il fut haché : jsonb le réécrirait.
  donnees text not null,
  empreinte bytea not null check (length(empreinte) = 32),
  fichier text not null check (fichier ~ '^[0-9a-f]{64}$'),
  pages integer not null check (pages > 0),
  -- Ce que montre la liste, et sa forme pliée (sans accent ni casse) pour la recherche par début.
  libelle text not null check (length(libelle) between 1 and 300),
  pli text not null check (length(pli) <= 300),
  -- De quoi la pièce parle (une inscription, une session), et celle qu'elle remplace.
  objet_genre text not null check (objet_genre ~ '^[a-z-]{3,40}$'),
  objet_id uuid not null,
  remplace_id uuid,
  emise_le timestamptz not null,
  emise_par uuid default app.personne(),
  primary key (organisme_id, id),
  unique (organisme_id, numero),
  unique (organisme_id, empreinte),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id),
  foreign key (organisme_id, remplace_id) references documents.piece (organisme_id, id)
);
create index piece_emise_le on documents.piece (organisme_id, emise_le desc, id desc);
create index piece_pli on documents.piece (organisme_id, pli);
create index piece_objet on documents.piece (organisme_id, objet_id);
-- Une pièce n'est remplacée qu'une fois : deux corrections simultanées se suivent, elles ne bifurquent pas.
create unique index piece_remplace on documents.piece (organisme_id, remplace_id) where remplace_id is not null;
-- La vérification publique cherche sans connaître l'organisme ; l'index n'est pas unique, il n'apprend donc rien.
create index piece_empreinte on documents.piece (empreinte);
comment on table documents.piece is 'Une pièce émise, figée : en ajout seul. Corriger, c’est émettre une pièce qui remplace.';

call app.proteger('documents.compteur', 'porte');
call app.proteger('documents.piece', 'own', activite => true, preuve => true);
grant select, insert on documents.piece to coforme_app;
create policy auteur on documents.piece as restrictive for insert to coforme_app
  with check (emise_par is not distinct from (select app.personne()));

grant select, insert, update on documents.compteur to coforme_porte;
call app.laisser_lire('documents.piece', 'organisme_id, id, genre, empreinte, emise_le, pages, remplace_id');

set local role coforme_porte;

create function porte.numeroter(p_serie text, p_annee integer) returns integer
language plpgsql volatile security definer set search_path = '' as $$
declare n integer;
begin
  if porte.organisme() is null then
    raise exception 'Un numéro se prend pour un organisme.' using errcode = '42501';
  end if;
  insert into documents.compteur as c (organisme_id, serie, annee, dernier)
    values (porte.organisme(), p_serie, p_annee, 1)
    on conflict (organisme_id, serie, annee) do update set dernier = c.dernier + 1
    returning dernier into n;
  return n;
end $$;
comment on function porte.numeroter is 'Le numéro suivant d’une série et d’une année, pour l’organisme de la transaction. Continu : une transaction défaite le rend.';
grant execute on function porte.numeroter(text, integer) to coforme_app;

-- Ouverte à tous, sans organisme : une pièce retrouvée par son empreinte. Aucune donnée de personne n'en sort.
-- Seize chiffres (64 bits) au moins : on ne tombe pas dessus au hasard.
create function porte.verifier_piece(p_empreinte bytea)
returns table (genre text, organisme text, emise_le timestamptz, pages integer, empreinte bytea, remplacee_le timestamptz)
language plpgsql stable security definer set search_path = '' as $$
begin
  if octet_length(p_empreinte) < 8 or octet_length(p_empreinte) > 32 then return; end if;
  return query
    select p.genre, o.nom, p.emise_le, p.pages, p.empreinte, r.emise_le
      from documents.piece p
      join organisme.organisme o on o.organisme_id = p.organisme_id
      left join documents.piece r on r.organisme_id = p.organisme_id and r.remplace_id = p.id
     where p.empreinte >= p_empreinte
       and p.empreinte <= p_empreinte || decode(repeat('ff', 32 - octet_length(p_empreinte)), 'hex')
     order by p.emise_le
     limit 2;
end $$;
comment on function porte.verifier_piece is 'Genre, organisme, date et pages d’une pièce émise, par (début d’)empreinte. Publique.';
grant execute on function porte.verifier_piece(bytea) to coforme_app;

set local role coforme_owner;

-- Les octets suivent le mur de leur pièce : d'une enseigne, on ne lit pas les certificats d'une autre. Le sous-select
-- est lui-même muré : il ne voit que les pièces de la portée.
create index piece_fichier on documents.piece (organisme_id, fichier);
create policy enseigne on plateforme.fichier as restrictive for select to coforme_app using (
  (select app.toutes_activites()) or depose_par = (select app.personne())
  or exists (select from documents.piece p where p.organisme_id = fichier.organisme_id and p.fichier = encode(fichier.empreinte, 'hex'))
  or exists (select from organisme.organisme o where o.organisme_id = fichier.organisme_id and o.logo = encode(fichier.empreinte, 'hex')));
