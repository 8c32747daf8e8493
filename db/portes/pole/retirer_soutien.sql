set local role coforme_porte;

-- Qui propose retire la proposition entière, pas sa signature.
create or replace function porte.retirer_soutien(p_id uuid) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare p record;
begin
  select organisme_id, etat into p from pole.proposition where id = p_id for update;
  if not found or porte.personne() is null or p.etat <> 'ouverte' or p.organisme_id = porte.organisme() then return false; end if;
  delete from pole.soutien where proposition_id = p_id and organisme_id = porte.organisme();
  return found;
end $$;
grant execute on function porte.retirer_soutien to coforme_app;
