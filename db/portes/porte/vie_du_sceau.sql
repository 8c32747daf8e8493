set local role coforme_porte;

-- Une session révoquée ne se lit pas au-delà par une transaction laissée ouverte.
create or replace function porte.vie_du_sceau() returns interval
language plpgsql stable parallel restricted security definer set search_path = '' as $$
begin
  -- Permis : la plus longue transaction.
  return interval '1 hour';
end $$;
