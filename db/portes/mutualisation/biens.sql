set local role coforme_porte;

create or replace function porte.biens(p_bien uuid)
returns table (bien uuid, organisme uuid, cooperative text, pole uuid, nom_du_pole text, salle boolean, titre text, adresse text, acces text, places text,
  equipement text, reglement text, membre bigint, autre bigint, taux integer, tampon integer, visa boolean, preavis integer, retenue integer, retire_le timestamptz,
  mien boolean)
language sql stable security definer set search_path = ''
begin atomic
  select b.id, b.organisme_id, o.nom, b.pole_id, p.nom, b.salle_id is not null, b.titre, b.adresse, b.acces, b.places, b.equipement, b.reglement,
      b.membre_centimes, b.autre_centimes, b.taux_points, b.tampon_minutes, b.visa, b.preavis_jours, b.retenue_points, b.retire_le,
      b.organisme_id = (select porte.organisme())
    from porte.biens_visibles() b
    join organisme.organisme o on o.organisme_id = b.organisme_id
    join pole.pole p on p.pole_id = b.pole_id
   where p_bien is null or b.id = p_bien;
end;
comment on function porte.biens is 'Les biens prêtés qui se voient d’ici, ou l’un d’eux.';
grant execute on function porte.biens to coforme_app;
