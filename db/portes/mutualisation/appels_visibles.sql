set local role coforme_porte;

-- Les siens ; et ceux d’une coopérative d’un pôle commun, pour qui elle a choisi : tout le pôle, des coopératives, ou des personnes et qui
-- répond d’elles.
create or replace function porte.appels_visibles() returns setof mutualisation.appel
language plpgsql stable security definer set search_path = '' as $$
declare moi uuid := porte.organisme(); qui uuid := porte.personne();
begin
  if moi is null or not porte.vivier_lit() then return; end if;
  return query select a.* from mutualisation.appel a
    where a.organisme_id = moi or (a.pole_id = any (porte.poles())
      and exists (select from pole.adhesion p where p.pole_id = a.pole_id and p.organisme_id = a.organisme_id and p.etat = 'active')
      and case a.vu_de when 'pole' then true when 'choisies' then moi = any (a.choisies)
        else exists (select from mutualisation.fiche f where f.organisme_id = moi and f.id = any (a.fiches)
          and (f.compte_id = qui or porte.tient_partout(app.liste('roles-des-appels')) or porte.tient_partout(app.liste('roles-qui-visent')))) end);
end $$;
revoke execute on function porte.appels_visibles from public;
