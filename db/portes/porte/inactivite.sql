set local role coforme_porte;

-- Sans rien faire ; porte.duree dit la durée entière.
create or replace function porte.inactivite(p_retenue boolean) returns interval
language plpgsql stable security definer set search_path = '' as $$
begin
  return app.duree(case when p_retenue then 'session-retenue-inactive' else 'session-inactive' end);
end $$;
