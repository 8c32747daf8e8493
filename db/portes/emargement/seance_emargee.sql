set local role coforme_porte;

create or replace function porte.seance_emargee(p_organisme uuid, p_seance uuid) returns boolean
language sql stable security definer set search_path = ''
begin atomic
  select exists (select from emargement.signature where organisme_id = p_organisme and seance_id = p_seance)
    or exists (select from emargement.absence where organisme_id = p_organisme and seance_id = p_seance)
    or exists (select from emargement.rectification where organisme_id = p_organisme and seance_id = p_seance)
    or exists (select from emargement.contresignature where organisme_id = p_organisme and seance_id = p_seance)
    or exists (select from emargement.cloture where organisme_id = p_organisme and seance_id = p_seance);
end;
