set local role coforme_porte;

-- Combien de coopératives ont dit un volume, et le total : une fois clos, et à trois au moins. À deux, le total dirait le volume de l’autre. Qui en a
-- dit un, ou conduit l’achat, le lit de toute façon ligne par ligne (porte.achat_volumes).
create or replace function porte.achats(p_achat uuid)
returns table (id uuid, organisme uuid, cooperative text, pole uuid, nom_du_pole text, genre text, objet text, besoin text, unite text, volumes_jusqu_au date,
  ouvert_le timestamptz, clos_le timestamptz, decision uuid, offre uuid, conditions text, rejoindre_jusqu_au date, retenu_le timestamptz, fini_le timestamptz,
  issue text, mien boolean, dites integer, total bigint, notre_volume integer, notre_mot text, notre_part integer)
language sql stable security definer set search_path = ''
begin atomic
  select a.id, a.organisme_id, o.nom, a.pole_id, p.nom, a.genre, a.objet, a.besoin, a.unite, a.volumes_jusqu_au, a.ouvert_le, a.clos_le, a.decision_id,
      a.offre_id, a.conditions, a.rejoindre_jusqu_au, a.retenu_le, a.fini_le, a.issue, a.organisme_id = (select porte.organisme()), t.dites, t.total,
      v.quantite, coalesce(v.mot, ''), n.quantite
    from porte.achats_visibles() a
    join organisme.organisme o on o.organisme_id = a.organisme_id
    join pole.pole p on p.pole_id = a.pole_id
    left join ressources.volume v on v.organisme_id = (select porte.organisme()) and v.achat_organisme_id = a.organisme_id and v.achat_id = a.id
    left join ressources.participation n on n.organisme_id = (select porte.organisme()) and n.achat_organisme_id = a.organisme_id and n.achat_id = a.id
    left join lateral (select count(*)::integer as dites, sum(x.quantite) as total from ressources.volume x
      join pole.adhesion m on m.pole_id = a.pole_id and m.organisme_id = x.organisme_id and m.etat = 'active'
      where x.achat_organisme_id = a.organisme_id and x.achat_id = a.id and x.quantite > 0 and a.clos_le is not null
        and a.pole_id = any ((select porte.poles())::uuid[]) having count(*) >= 3) t on true
   where p_achat is null or a.id = p_achat
   order by a.ouvert_le desc, a.id;
end;
comment on function porte.achats is 'Les achats préparés ensemble qui se voient d’ici, ou l’un d’eux.';
grant execute on function porte.achats to coforme_app;
