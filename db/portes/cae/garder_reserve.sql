set local role coforme_porte;

-- L’heure d’une réserve est celle de la base ; ce qui en est repris ne dépasse jamais ce qui y est, deux accords au même instant compris.
create or replace function porte.garder_reserve() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if porte.personne() is null then
    return new;
  end if;
  if tg_op = 'INSERT' then
    new.propose_le := porte.heure(new.propose_le);
    return new;
  end if;
  new.accorde_le := porte.heure(new.accorde_le);
  new.retire_le := porte.heure(new.retire_le);
  if new.accorde_le is not null and new.montant_centimes < 0 then
    perform pg_advisory_xact_lock(4823, hashtext(new.organisme_id::text || new.activite_id::text));
    if new.montant_centimes + coalesce((select sum(r.montant_centimes) from cae.reserve r where r.organisme_id = new.organisme_id
        and r.activite_id = new.activite_id and r.accorde_le is not null), 0) < 0 then
      raise exception 'reserve' using errcode = '23514', constraint = 'reserve_positive';
    end if;
  end if;
  return new;
end $$;
grant execute on function porte.garder_reserve to coforme_owner;
