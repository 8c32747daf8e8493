set local role coforme_maintenance;

-- Un fichier est unique par empreinte : de ceux qu’un effacement quitte, ceux que plus rien n’emploie. Ce qui fut effacé garde l’empreinte, et n’emploie plus.
-- Toute colonne qui nomme un fichier est ici (test/murs/fichiers-employes), sauf la copie d’un audit : elle montre une pièce ou un fichier joint, et rien de
-- plus quand ils sont effacés.
create or replace function porte.fichiers_sans_emploi(p_organisme uuid, p_fichiers text[]) returns text[]
language plpgsql stable security definer set search_path = '' as $$
begin
  return (select coalesce(array_agg(distinct f), '{}') from unnest(p_fichiers) f
   where not exists (select from qualite.jointe x where x.organisme_id = p_organisme and x.fichier = f and not (x.nom = 'effacé'
         and exists (select from qualite.registre g where g.organisme_id = p_organisme and g.id = x.ligne_id and g.titre = 'effacé à son terme')))
     and not exists (select from documents.piece x where x.organisme_id = p_organisme and x.fichier = f and x.effacee_le is null)
     and not exists (select from documents.exemplaire x where x.organisme_id = p_organisme and x.fichier = f)
     and not exists (select from documents.signature x join documents.piece p on p.organisme_id = p_organisme and p.id = x.piece_id and p.effacee_le is null
       where x.organisme_id = p_organisme and x.scan = f)
     and not exists (select from emargement.element_probant x where x.organisme_id = p_organisme and x.fichier = f
       and not (x.intitule = 'effacé' and x.fichier_nom = 'effacé'))
     and not exists (select from emargement.liste_connexion x where x.organisme_id = p_organisme and x.fichier = f and x.fichier_nom <> 'effacé')
     and not exists (select from emargement.feuille_papier x where x.organisme_id = p_organisme and x.fichier = f)
     and not exists (select from facturation.recue x where x.organisme_id = p_organisme and x.fichier = f)
     and not exists (select from marches.coffre x where x.organisme_id = p_organisme and x.fichier = f)
     and not exists (select from mutualisation.bien_photo x where x.organisme_id = p_organisme and x.fichier = f)
     and not exists (select from organisme.organisme x where x.organisme_id = p_organisme and x.logo = f));
end $$;
comment on function porte.fichiers_sans_emploi is 'De ces fichiers, ceux que plus rien n’emploie.';
revoke execute on function porte.fichiers_sans_emploi from public;
