set local role coforme_porte;

-- Seule une mission vive, ou qui fut ferme, retient une réponse : les autres s’effacent avec elle. Les dossiers remis s’effacent tous. De ce qui reste, les mots libres s’effacent.
create or replace function porte.oublier_reponses(p_organisme uuid, p_comptes uuid[]) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  delete from mutualisation.remise_piece p using mutualisation.remise x where x.organisme_id = p_organisme and x.compte_id = any (p_comptes)
    and p.organisme_id = p_organisme and p.remise_id = x.id;
  update mutualisation.remise x set retiree_le = greatest(porte.present(), x.remise_le) where x.organisme_id = p_organisme and x.compte_id = any (p_comptes)
    and x.retiree_le is null;
  delete from mutualisation.retour r where r.mission_organisme_id = p_organisme and r.compte_id = any (p_comptes);
  delete from mutualisation.contrat_de_mission t using mutualisation.mission m where m.organisme_id = p_organisme and m.compte_id = any (p_comptes)
    and m.ferme_le is null and not m.etat = any (app.liste('missions-vives')) and t.organisme_id = p_organisme and t.mission_id = m.id;
  delete from mutualisation.mission m where m.organisme_id = p_organisme and m.compte_id = any (p_comptes) and m.ferme_le is null
    and not m.etat = any (app.liste('missions-vives'));
  delete from mutualisation.reponse r where r.organisme_id = p_organisme and r.compte_id = any (p_comptes)
    and not exists (select from mutualisation.mission m where m.organisme_id = p_organisme and m.reponse_id = r.id);
  update mutualisation.reponse r set message = '', motif = '' where r.organisme_id = p_organisme and r.compte_id = any (p_comptes);
  update mutualisation.mission m set motif = '' where m.organisme_id = p_organisme and m.compte_id = any (p_comptes);
end $$;
revoke execute on function porte.oublier_reponses from public;
grant execute on function porte.oublier_reponses to coforme_maintenance;
