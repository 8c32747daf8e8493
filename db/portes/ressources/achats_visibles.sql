set local role coforme_porte;

-- À qui dirige ou tient les comptes de toute la coopérative : un achat l’engage entière. Ce qu’elle a rejoint se lit encore quand l’une des deux a quitté
-- le pôle : elle y reste engagée.
create or replace function porte.achats_visibles() returns setof ressources.achat
language plpgsql stable security definer set search_path = '' as $$
declare moi uuid := porte.organisme();
begin
  if moi is null or porte.personne() is null or porte.par_lien() or not porte.tient_partout(app.liste('roles-qui-lisent-les-echanges')) then return; end if;
  return query select a.* from ressources.achat a where a.organisme_id = moi or (a.pole_id = any (porte.poles())
    and exists (select from pole.adhesion p where p.pole_id = a.pole_id and p.organisme_id = a.organisme_id and p.etat = 'active'))
    or exists (select from ressources.participation n where n.organisme_id = moi and n.achat_organisme_id = a.organisme_id and n.achat_id = a.id and n.quantite > 0);
end $$;
revoke execute on function porte.achats_visibles from public;
