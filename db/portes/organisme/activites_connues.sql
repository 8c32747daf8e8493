set local role coforme_porte;

create or replace function porte.activites_connues(p_organisme uuid, p_activites uuid[]) returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return not exists (select from unnest(p_activites) x where not exists (
    select from organisme.activite e where e.organisme_id = p_organisme and e.id = x));
end $$;
