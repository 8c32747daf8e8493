set local role coforme_porte;

-- Des deux côtés : la membre n’écrit pas celle de l’organisme commun, ni lui celle d’une membre. Une fiche où le numéro ne change pas n’est pas jugée.
-- Le verrou est celui de `commun_repondre` : une réponse et un numéro ne se croisent pas.
create or replace function porte.garder_declaration() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if new.nda is null or (tg_op = 'UPDATE' and new.nda is not distinct from old.nda) then return new; end if;
  perform pg_advisory_xact_lock(4820, hashtext(new.organisme_id::text));
  if porte.declaration_commune(new.organisme_id, new.nda) then
    raise exception 'Ce numéro est celui d’un organisme commun, ou d’une de ses membres.' using errcode = '23514', constraint = 'organisme_declaration_commune';
  end if;
  return new;
end $$;
comment on function porte.garder_declaration is 'Une coopérative n’écrit pas chez elle la déclaration d’activité de l’organisme commun dont elle est membre, ni lui celle d’une membre.';
grant execute on function porte.garder_declaration to coforme_owner;
