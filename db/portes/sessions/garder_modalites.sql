set local role coforme_porte;

create or replace function porte.garder_modalites() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if exists (select from sessions.seance x where x.organisme_id = new.organisme_id and x.session_id = new.id
      and x.modalite <> new.modalite) then
    raise exception 'Une demi-journée ne contredit pas la modalité de sa session.' using errcode = '23001', constraint = 'modalite_contraire';
  end if;
  return new;
end $$;
grant execute on function porte.garder_modalites to coforme_owner;
