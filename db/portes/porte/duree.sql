set local role coforme_porte;

create or replace function porte.duree(p_retenue boolean) returns interval
language plpgsql stable security definer set search_path = '' as $$
begin
  return app.duree(case when p_retenue then 'session-retenue-entiere' else 'session-entiere' end);
end $$;
