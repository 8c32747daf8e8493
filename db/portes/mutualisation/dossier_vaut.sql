set local role coforme_porte;

-- Repris avant d’avoir servi, ou remis par qui n’est plus de sa coopérative, un dossier ne vaut plus ; mais d’une demi-journée déjà commencée, rien de ce qui
-- vient après n’ôte celui qui valait : ni le terme, ni un départ, ni un accord repris.
create or replace function porte.dossier_vaut(p_organisme uuid, p_mission uuid, p_jour date, p_debut timestamptz) returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return exists (select from mutualisation.remise r where r.organisme_id = p_organisme and r.mission_id = p_mission and r.jusqu_au >= p_jour
    and (r.employee_le is not null or case
      when p_debut > porte.present() then r.retiree_le is null and r.effacee_le is null and porte.vivier_membre(r.organisme_id, r.compte_id)
      else coalesce(least(r.retiree_le, r.effacee_le), 'infinity') > p_debut and exists (select from compte.adhesion d where d.organisme_id = r.organisme_id
        and d.compte_id = r.compte_id and d.acceptee_le is not null and (d.au is null or d.au >= p_jour)) end));
end $$;
comment on function porte.dossier_vaut is 'Un dossier 21/22 remis pour cette mission vaut ce jour-là.';
revoke execute on function porte.dossier_vaut from public;
