set local role coforme_porte;

create or replace function porte.garder_modalite() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if exists (select from sessions.session s where s.organisme_id = new.organisme_id and s.id = new.session_id
      and s.modalite <> 'mixte' and s.modalite <> new.modalite) then
    raise exception 'Une demi-journée ne contredit pas la modalité de sa session.' using errcode = '23001', constraint = 'modalite_contraire';
  end if;
  return new;
end $$;
grant execute on function porte.garder_modalite to coforme_owner;
