set local role coforme_porte;

-- Les pièces qu'un espace montre, et dont il ouvre les octets : rien d'autre ne s'y lit.
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
