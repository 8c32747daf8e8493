set local role coforme_porte;

-- À qui cherche au vivier, à qui tient les salles, à qui tient les comptes.
create or replace function porte.biens_visibles() returns setof mutualisation.bien
language plpgsql stable security definer set search_path = '' as $$
declare moi uuid := porte.organisme();
begin
  if moi is null or porte.par_lien()
      or not (porte.vivier_lit() or porte.tient(app.liste('roles-des-salles')) or porte.tient(app.liste('roles-des-echanges'))) then return; end if;
  return query select b.* from mutualisation.bien b where b.organisme_id = moi or (b.retire_le is null and b.pole_id = any (porte.poles())
    and exists (select from pole.adhesion p where p.pole_id = b.pole_id and p.organisme_id = b.organisme_id and p.etat = 'active'));
end $$;
revoke execute on function porte.biens_visibles from public;
