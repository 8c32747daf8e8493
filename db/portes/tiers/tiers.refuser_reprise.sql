-- Un renvoi défait le reste : on en écrit un autre, on ne le ravive pas.
create or replace function tiers.refuser_reprise() returns trigger language plpgsql set search_path = '' as $$
begin
  if old.defaite_le is not null and new.defaite_le is distinct from old.defaite_le then
    raise exception 'Un renvoi défait ne se ravive pas.' using errcode = '23514', constraint = 'fusion_defaite';
  end if;
  return null;
end $$;
