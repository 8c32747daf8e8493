set local role coforme_porte;

-- La dernière version de chacune. Combien de copies en furent prises ne se lit que de qui l’a déposée, et à deux autres membres au moins : d’une seule, le
-- nombre dirait laquelle. Ni lesquelles, ni par qui.
create or replace function porte.ressources(p_ressource uuid)
returns table (id uuid, organisme uuid, cooperative text, pole uuid, nom_du_pole text, titre text, genre text, publics text, duree text, prerequis text,
  langues text, retiree_le timestamptz, mienne boolean, rang integer, licence text, auteurs text, valable_au date, versee_le timestamptz, accessibilite text,
  bonnes integer, a_reprendre integer, copies integer, notre_copie integer)
language sql stable security definer set search_path = ''
begin atomic
  select r.id, r.organisme_id, o.nom, r.pole_id, p.nom, r.titre, r.genre, r.publics, r.duree, r.prerequis, r.langues, r.retiree_le,
      r.organisme_id = (select porte.organisme()), v.rang, v.licence, v.auteurs, v.valable_au, v.le, v.accessibilite,
      (select count(*)::integer from ressources.relecture l where l.de_organisme_id = v.organisme_id and l.version_id = v.id and l.avis = 'bon'),
      (select count(*)::integer from ressources.relecture l where l.de_organisme_id = v.organisme_id and l.version_id = v.id and l.avis = 'a-reprendre'),
      case when r.organisme_id = (select porte.organisme()) and (select count(*) from pole.adhesion m where m.pole_id = r.pole_id
        and m.organisme_id <> r.organisme_id and m.etat = 'active') >= 2 then (select count(distinct c.organisme_id)::integer from ressources.copie c
        join ressources.version x on x.organisme_id = c.de_organisme_id and x.id = c.version_id
        where x.organisme_id = r.organisme_id and x.ressource_id = r.id) end,
      (select max(x.rang) from porte.copies_d_ici() c join ressources.version x on x.organisme_id = c.de_organisme_id and x.id = c.version_id
        where x.organisme_id = r.organisme_id and x.ressource_id = r.id)
    from porte.ressources_visibles() r
    join organisme.organisme o on o.organisme_id = r.organisme_id
    join pole.pole p on p.pole_id = r.pole_id
    join lateral (select x.* from ressources.version x where x.organisme_id = r.organisme_id and x.ressource_id = r.id order by x.rang desc limit 1) v on true
   where p_ressource is null or r.id = p_ressource;
end;
comment on function porte.ressources is 'Les documents mis en commun qui se voient d’ici, ou l’un d’eux, à leur dernière version.';
grant execute on function porte.ressources to coforme_app;
