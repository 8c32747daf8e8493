set local role coforme_porte;

create or replace function porte.organisme_par_code(p_code text) returns uuid
language plpgsql stable security definer set search_path = '' as $$
begin
  return (select organisme_id from organisme.organisme where code = p_code);
end $$;
comment on function porte.organisme_par_code is 'L’organisme de ce nom court, ou null. Jamais accordée à coforme_web.';
grant execute on function porte.organisme_par_code to coforme_worker, coforme_migrator;
