-- Le certificat d'une période prouve à un financeur, et au client, autant que celui de l'action : il se lit dans l'espace de l'entreprise,
-- et se garde trois ans comme lui. Deux listes l'oubliaient ; le reste des deux fonctions est inchangé (0045, 0046).
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
       and case a.genre
         -- L'employeur lit ce qui prouve, jamais l'attestation et ses résultats, qui sont au stagiaire.
         when 'client' then p.genre in ('devis', 'convention', 'avenant', 'certificat-realisation', 'certificat-intermediaire',
           'facture', 'facture-acompte', 'avoir')
         when 'intervenant' then p.genre in ('programme', 'feuille-emargement')
         else true end
     order by p.emise_le desc, p.id desc limit 500;
end $$;

grant create on schema porte to coforme_maintenance;
set local role coforme_maintenance;
create or replace function porte.oublier_pieces(p_pieces uuid[], p_le timestamptz) returns text[]
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
        when p.genre in ('certificat-realisation', 'certificat-intermediaire', 'attestation', 'feuille-emargement', 'extrait-presence') then interval '3 years'
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
set local role coforme_porte;
revoke create on schema porte from coforme_maintenance;
set local role coforme_owner;

-- Une ligne vend un service, ou un bien (un livret, un outil) : la facture le dit (CGI, annexe II, 242 nonies A, I, 8° bis). Les lignes d'avant
-- n'en disaient rien et valaient une prestation : elles le restent. Ni la formation, ni un acompte, ni un dédit ne livrent rien.
alter table facturation.projet_ligne add column bien boolean not null default false,
  add constraint projet_ligne_bien check (not bien or nature in ('annexe', 'hors-formation'));
alter table facturation.ligne add column bien boolean not null default false,
  add constraint ligne_bien check (not bien or nature in ('annexe', 'hors-formation'));
comment on column facturation.ligne.bien is 'Vrai : la ligne livre un bien. Faux : une prestation, ou un dédit.';
