set local role coforme_maintenance;

-- Le plancher qu’aucune page ne franchit est celui de la fiche : l'acte disciplinaire et le procès-verbal des délégués n'en avaient pas.
create or replace function porte.oublier_pieces(p_pieces uuid[], p_le timestamptz) returns text[]
language plpgsql volatile security definer set search_path = '' as $$
declare
  moi uuid := porte.organisme();
  oter text[];
begin
  p_le := porte.heure(p_le);
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
  oter := porte.fichiers_sans_emploi(moi, oter);
  delete from plateforme.fichier g where g.organisme_id = moi and encode(g.empreinte, 'hex') = any (oter);
  return oter;
end $$;
comment on function porte.oublier_pieces is 'Ôte le contenu et les octets de pièces échues ; leur numéro, leur date et leur empreinte restent. Rend les fichiers ôtés.';
revoke execute on function porte.oublier_pieces from public;
grant execute on function porte.oublier_pieces to coforme_app;
