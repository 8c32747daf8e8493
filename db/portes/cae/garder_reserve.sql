set local role coforme_porte;

-- L’heure d’une réserve est celle de la base, de ce qui a eu lieu seulement ; qui y répond tient le rôle de son côté. Ce qui en est repris ne dépasse ce
-- qui y est ni ce jour-là, ni aucun jour qui vient, deux accords au même instant compris.
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
  if not porte.tient(case when app.toutes_activites() then app.liste('roles-qui-visent') else app.liste('roles-des-missions') end) then
    raise exception 'role' using errcode = '42501';
  end if;
  new.accorde_le := case when new.accorde_le is not null then porte.heure(new.accorde_le) end;
  new.retire_le := case when new.retire_le is not null then porte.heure(new.retire_le) end;
  if new.accorde_le is not null and new.montant_centimes < 0 then
    perform pg_advisory_xact_lock(4823, hashtext(new.organisme_id::text || new.activite_id::text));
    if exists (with c as (select r.le, r.montant_centimes as m from cae.reserve r where r.organisme_id = new.organisme_id
          and r.activite_id = new.activite_id and r.accorde_le is not null)
        select from (select new.le as jour union select c.le from c where c.le > new.le) j
         where new.montant_centimes + (select coalesce(sum(c.m), 0) from c where c.le <= j.jour) < 0) then
      raise exception 'reserve' using errcode = '23514', constraint = 'reserve_positive';
    end if;
  end if;
  return new;
end $$;
grant execute on function porte.garder_reserve to coforme_owner;
