set local role coforme_porte;

-- Qui part n’appelle plus ce pôle, et n’y répond plus : ses appels se closent, ses réponses qu’aucune mission vive n’a suivies se retirent, ce qu’elle a dit
-- chercher aussi. Ses missions restent.
create or replace function porte.appels_quitter(p_pole uuid, p_le timestamptz) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare moi uuid := porte.organisme();
begin
  p_le := porte.heure(p_le);
  update mutualisation.appel a set clos_le = p_le, issue = 'retire' where a.organisme_id = moi and a.pole_id = p_pole and a.clos_le is null;
  update mutualisation.reponse r set retiree_le = p_le from mutualisation.appel a where r.organisme_id = moi and r.retiree_le is null
     and a.organisme_id = r.appel_organisme_id and a.id = r.appel_id and a.pole_id = p_pole
     and not exists (select from mutualisation.mission m where m.organisme_id = r.organisme_id and m.reponse_id = r.id and (m.ferme_le is not null
       or m.etat = any (app.liste('missions-vives'))));
  update ressources.manque m set retire_le = p_le where m.organisme_id = moi and m.pole_id = p_pole and m.retire_le is null;
end $$;
revoke execute on function porte.appels_quitter from public;
