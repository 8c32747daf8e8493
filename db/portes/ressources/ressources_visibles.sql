set local role coforme_porte;

-- Celles d’ici, et celles que les coopératives de nos pôles y ont déposées. Tout membre les lit, comme la vie du pôle.
create or replace function porte.ressources_visibles() returns setof ressources.ressource
language plpgsql stable security definer set search_path = '' as $$
declare moi uuid := porte.organisme();
begin
  if moi is null or porte.personne() is null or porte.par_lien() or not porte.tient(app.liste('roles-qui-lisent-le-pole')) then return; end if;
  return query select r.* from ressources.ressource r where r.organisme_id = moi or (r.retiree_le is null and r.pole_id = any (porte.poles())
    and exists (select from pole.adhesion p where p.pole_id = r.pole_id and p.organisme_id = r.organisme_id and p.etat = 'active'));
end $$;
revoke execute on function porte.ressources_visibles from public;
