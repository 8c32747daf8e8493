set local role coforme_porte;

create or replace function porte.cle_perimee(p_organisme uuid, p_personne uuid) returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return exists (select from sessions.affectation a join sessions.seance s on s.organisme_id = a.organisme_id and s.id = a.seance_id
    where a.organisme_id = p_organisme and a.personne_id = p_personne and s.debut > porte.present()
      and a.cle <> porte.cle_de(p_organisme, a.personne_id, a.compte_id));
end $$;
