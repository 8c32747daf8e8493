set local role coforme_porte;

create or replace function porte.garder_declaration() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if new.nda is not null and porte.declaration_commune(new.organisme_id, new.nda) then
    raise exception 'Ce numéro est celui d’un organisme commun.' using errcode = '23514', constraint = 'organisme_declaration_commune';
  end if;
  return new;
end $$;
comment on function porte.garder_declaration is 'Une coopérative n’écrit pas chez elle la déclaration d’activité de l’organisme commun dont elle est membre.';
grant execute on function porte.garder_declaration to coforme_owner;
