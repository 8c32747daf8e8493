set local role coforme_porte;

-- Les pôles de la coopérative qui ont ouvert l’intérêt à l’aveugle.
create or replace function porte.poles_a_l_aveugle() returns uuid[]
language sql stable parallel restricted security definer set search_path = ''
begin atomic
  select coalesce(array_agg(o.pole_id), '{}') from marches.ouverture o
   where o.fermee_le is null and o.pole_id = any ((select porte.poles())::uuid[]);
end;
comment on function porte.poles_a_l_aveugle is 'Les pôles de l’organisme où l’intérêt à l’aveugle est ouvert.';
grant execute on function porte.poles_a_l_aveugle to coforme_app;
