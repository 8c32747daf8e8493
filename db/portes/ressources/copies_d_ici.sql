set local role coforme_porte;

-- Ce que la coopérative a pris est à toute la coopérative : qui n’en tient qu’une enseigne ne le lit pas.
create or replace function porte.copies_d_ici() returns setof ressources.copie
language plpgsql stable security definer set search_path = '' as $$
begin
  if porte.personne() is null or porte.par_lien() or not porte.tient_partout(app.liste('roles-qui-lisent-le-pole')) then return; end if;
  return query select c.* from ressources.copie c where c.organisme_id = porte.organisme();
end $$;
revoke execute on function porte.copies_d_ici from public;
