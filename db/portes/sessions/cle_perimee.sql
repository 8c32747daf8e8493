set local role coforme_porte;

-- Les heures d'une personne ont presque toutes la même clé : chacune se calcule une fois, non une fois par heure. Sans
-- « materialized », le planificateur ferait le calcul avant de réduire.
create or replace function porte.cle_perimee(p_organisme uuid, p_personne uuid) returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return exists (
    with d as materialized (
      select distinct a.compte_id, a.cle from sessions.affectation a
       where a.organisme_id = p_organisme and a.personne_id = p_personne),
    perimees as materialized (
      select d.compte_id, d.cle from d where d.cle <> porte.cle_de(p_organisme, p_personne, d.compte_id))
    select from perimees p
      join sessions.affectation a on a.organisme_id = p_organisme and a.personne_id = p_personne
        and a.cle = p.cle and a.compte_id is not distinct from p.compte_id
      join sessions.seance s on s.organisme_id = a.organisme_id and s.id = a.seance_id
     where s.debut > porte.present());
end $$;
