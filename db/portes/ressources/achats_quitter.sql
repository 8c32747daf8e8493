set local role coforme_porte;

-- Qui quitte un pôle n’y achète plus : ce qu’elle prendrait d’un achat pas encore clos s’efface, elle se retire de celui que l’on rejoint encore, et celui
-- qu’elle conduisait sans l’avoir conclu prend fin. Ce qui est clos ou conclu reste tel quel. Ce qu’elle cherchait ne compte plus.
create or replace function porte.achats_quitter(p_pole uuid, p_le timestamptz) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare moi uuid := porte.organisme();
begin
  p_le := porte.heure(p_le);
  -- La clôture attend ce qui s’efface, et ce qui s’efface attend la clôture.
  perform from ressources.achat a where a.pole_id = p_pole and a.fini_le is null order by a.id for update;
  delete from ressources.volume v using ressources.achat a where v.organisme_id = moi and a.organisme_id = v.achat_organisme_id and a.id = v.achat_id
    and a.pole_id = p_pole and a.clos_le is null and a.fini_le is null;
  delete from ressources.participation n using ressources.achat a where n.organisme_id = moi and a.organisme_id = n.achat_organisme_id and a.id = n.achat_id
    and a.organisme_id <> moi and a.pole_id = p_pole and a.fini_le is null and a.rejoindre_jusqu_au >= (p_le at time zone 'Europe/Paris')::date;
  update ressources.demande_de_part d set finie_le = p_le, issue = 'retiree' from ressources.achat a where d.organisme_id = moi and d.finie_le is null
    and a.organisme_id = d.achat_organisme_id and a.id = d.achat_id and a.pole_id = p_pole;
  update ressources.achat a set fini_le = p_le, issue = 'La coopérative qui le conduisait a quitté le pôle.'
    where a.organisme_id = moi and a.pole_id = p_pole and a.retenu_le is null and a.fini_le is null;
  update ressources.manque m set retire_le = p_le where m.organisme_id = moi and m.pole_id = p_pole and m.retire_le is null;
end $$;
revoke execute on function porte.achats_quitter from public;
