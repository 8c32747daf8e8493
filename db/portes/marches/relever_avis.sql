set local role coforme_porte;

-- Le relevé du matin : les avis que le travailleur vient de lire.
create or replace function porte.relever_avis(p_avis jsonb, p_le timestamptz) returns integer
language sql volatile security definer set search_path = ''
begin atomic
  select porte.ranger_avis(p_avis, porte.heure(p_le));
end;
grant execute on function porte.relever_avis to coforme_worker;
