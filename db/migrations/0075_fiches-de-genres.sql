-- Ce que la base sait des genres de pièces, en un seul endroit : la copie de leurs fiches (documents/domain/genres.ts), qu'un essai compare.
create function app.fiches_de_genres()
returns table (genre text, engage boolean, plancher integer, si_signee boolean, sensible boolean, espaces text[])
language sql stable parallel safe set search_path = '' begin atomic
  values
    ('devis', true, 3, true, false, '{stagiaire,client}'::text[]),
    ('programme', false, 0, false, false, '{intervenant}'::text[]),
    ('convention', true, 3, true, false, '{stagiaire,client}'::text[]),
    ('contrat', true, 3, true, false, '{stagiaire}'::text[]),
    ('avenant', true, 3, true, false, '{stagiaire,client}'::text[]),
    ('reglement-interieur', false, 0, false, false, '{}'::text[]),
    ('information-stagiaire', false, 0, false, false, '{stagiaire}'::text[]),
    ('convocation', false, 0, false, false, '{stagiaire}'::text[]),
    ('feuille-emargement', false, 3, false, false, '{intervenant}'::text[]),
    ('extrait-presence', false, 3, false, false, '{stagiaire}'::text[]),
    ('certificat-realisation', false, 3, false, false, '{stagiaire,client}'::text[]),
    ('certificat-intermediaire', false, 3, false, false, '{stagiaire,client}'::text[]),
    ('attestation', false, 3, false, false, '{stagiaire}'::text[]),
    ('pv-delegues', false, 3, false, false, '{}'::text[]),
    ('acte-disciplinaire', false, 3, false, true, '{}'::text[]),
    ('facture', false, 10, false, false, '{stagiaire,client}'::text[]),
    ('facture-acompte', false, 10, false, false, '{stagiaire,client}'::text[]),
    ('avoir', false, 10, false, false, '{stagiaire,client}'::text[]);
end;
comment on function app.fiches_de_genres is
  'Par genre de pièce : ce qu’il engage, les années avant lesquelles il ne s’efface pas (s’il est signé, ou toujours), s’il est sensible, les espaces sans compte où il se lit.';
create function app.genres_sans_visa() returns text[] language sql stable parallel safe set search_path = '' begin atomic
  select array_agg(g.genre) from app.fiches_de_genres() g where not g.engage;
end;
comment on function app.genres_sans_visa is 'Les genres qui n’engagent pas envers un client : ils se signent sans visa. Un genre sans fiche n’en est pas.';
grant execute on function app.fiches_de_genres(), app.genres_sans_visa() to coforme_app, coforme_porte, coforme_maintenance;

-- Un contenu sensible est gardé chiffré par les clés de l'instance : vingt-neuf octets de plus (version, nonce, sceau). L'empreinte et la
-- taille restent celles du contenu en clair.
alter table plateforme.fichier drop constraint fichier_check,
  add constraint fichier_taille check (octet_length(octets) in (taille, taille + 29));
comment on column plateforme.fichier.octets is
  'Vide quand les octets sont dans le dépôt S3. Plus longs que `taille`, ils sont chiffrés par les clés de l’instance.';

-- Ce qui engage, et attend donc un visa, se lit dans la fiche du genre.
alter policy visa on documents.signature with check (
  acte = 'accuse'
  or not exists (select from organisme.organisme o where o.organisme_id = signature.organisme_id and o.cae)
  or exists (select from documents.piece p where p.organisme_id = signature.organisme_id and p.id = signature.piece_id
       and p.genre = any ((select app.genres_sans_visa())::text[]))
  or exists (select from cae.visa v where v.organisme_id = signature.organisme_id and v.piece_id = signature.piece_id and v.decision = 'accorde'));

set local role coforme_porte;
create or replace function porte.pieces_de_l_espace(p_jeton bytea)
returns table (organisme_id uuid, id uuid, genre text, numero text, libelle text, emise_le timestamptz, session_id uuid, signee boolean, fichier text)
language plpgsql stable security definer set search_path = '' as $$
declare a record;
begin
  select * into a from porte.acces_du_lien(p_jeton);
  if not found then return; end if;
  return query
    with i as (
      select x.id, x.session_id, x.dossier_id from inscriptions.inscription x where a.genre = 'stagiaire'
        and x.organisme_id = a.organisme_id and x.personne_id = any (a.fiches)),
    e as (
      select c.entreprise_id as id from tiers.contact c where a.genre = 'client'
        and c.organisme_id = a.organisme_id and c.personne_id = any (a.fiches) and c.retire_le is null),
    d as (
      select x.id, x.session_id from inscriptions.dossier x where x.organisme_id = a.organisme_id
        and (a.genre = 'stagiaire' and x.personne_id = any (a.fiches) or a.genre = 'client' and x.entreprise_id in (select e.id from e))),
    s as (
      select distinct se.session_id as id from sessions.affectation t join sessions.seance se on se.organisme_id = t.organisme_id and se.id = t.seance_id
       where a.genre = 'intervenant' and t.organisme_id = a.organisme_id and t.personne_id = any (a.fiches)),
    v as (
      -- Le stagiaire : ce qui porte son inscription ; ce qu'il achète lui-même.
      select i.id, i.session_id from i
      union select d.id, d.session_id from d
      -- Le client : les certificats de ses salariés, rangés sous leur inscription.
      union select x.id, x.session_id from inscriptions.inscription x join d on d.id = x.dossier_id where a.genre = 'client' and x.organisme_id = a.organisme_id
      union select f.id, g.session_id from facturation.facture f left join inscriptions.dossier g on g.organisme_id = f.organisme_id and g.id = f.dossier_id
        where f.organisme_id = a.organisme_id and f.piece_id is not null and (a.genre = 'stagiaire' and f.payeur_personne_id = any (a.fiches)
          or a.genre = 'client' and f.payeur_entreprise_id in (select e.id from e))
      union select s.id, s.id from s)
    select p.organisme_id, p.id, p.genre, p.numero, p.libelle, p.emise_le, v.session_id,
        exists (select from documents.signature g where g.organisme_id = p.organisme_id and g.piece_id = p.id and g.acte = 'signature' and g.role = 'organisme'),
        coalesce((select x.fichier from documents.exemplaire x where x.organisme_id = p.organisme_id and x.piece_id = p.id order by x.signatures desc limit 1), p.fichier)
      from v join documents.piece p on p.organisme_id = a.organisme_id and p.objet_id = v.id
     where p.effacee_le is null
       and not exists (select from documents.piece r where r.organisme_id = p.organisme_id and r.remplace_id = p.id)
       and exists (select from app.fiches_de_genres() g where g.genre = p.genre and a.genre = any (g.espaces))
     order by p.emise_le desc, p.id desc limit 500;
end $$;

grant create on schema porte to coforme_maintenance;
set local role coforme_maintenance;
-- Le plancher que nulle page ne franchit est celui de la fiche : l'acte disciplinaire et le procès-verbal des délégués n'en avaient pas.
create or replace function porte.oublier_pieces(p_pieces uuid[], p_le timestamptz) returns text[]
language plpgsql volatile security definer set search_path = '' as $$
declare
  moi uuid := porte.organisme();
  oter text[];
begin
  if not porte.conduit_un_effacement() then
    raise exception 'La personne déléguée, ou la direction, conduit un effacement.' using errcode = '42501';
  end if;
  -- Un genre sans fiche ne s'efface pas : rien ne dit combien de temps il se garde.
  if exists (select from documents.piece p left join app.fiches_de_genres() g on g.genre = p.genre
      where p.organisme_id = moi and p.id = any (p_pieces) and p.effacee_le is null
        and (g.genre is null or p.emise_le > clock_timestamp() - make_interval(years => g.plancher)
          and (not g.si_signee or exists (select from documents.signature s
            where s.organisme_id = moi and s.piece_id = p.id and s.acte = 'signature')))) then
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
set local role coforme_porte;
revoke create on schema porte from coforme_maintenance;
set local role coforme_owner;
