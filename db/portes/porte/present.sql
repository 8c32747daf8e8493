set local role coforme_porte;

-- L'heure de l'horloge, et non celle de la transaction, et la date d'ici : qui tient le rôle web peut ouvrir une
-- transaction longtemps avant (« now() » y est figé), d'un instantané ancien, ou changer de fuseau (« current_date »).
create or replace function porte.present() returns timestamptz
language plpgsql stable parallel restricted security definer set search_path = '' as $$
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    raise exception 'Une porte ne s’ouvre que sur le présent (read committed).' using errcode = '25001';
  end if;
  return clock_timestamp();
end $$;
