set local role coforme_porte;

-- Ce qui est réservé se lit encore de qui l’a demandé, même retiré, même hors du pôle : seul, non dans la liste.
create or replace function porte.biens(p_bien uuid)
returns table (bien uuid, organisme uuid, cooperative text, pole uuid, nom_du_pole text, salle boolean, titre text, adresse text, acces text,
  equipement text, reglement text, membre bigint, autre bigint, taux integer, tampon integer, visa boolean, retire_le timestamptz, mien boolean, configurations text[],
  places integer[], jours integer[], points integer[], version integer, repond boolean)
language sql stable security definer set search_path = ''
begin atomic
  select b.id, b.organisme_id, o.nom, b.pole_id, p.nom, b.une_salle, b.titre, b.adresse, b.acces, b.equipement, b.reglement,
      b.membre_centimes, b.autre_centimes, b.taux_points, b.tampon_minutes, porte.bien_se_vise(b.organisme_id, b.visa, b.membre_centimes), b.retire_le,
      b.organisme_id = (select porte.organisme()), b.configurations, b.places_par, b.seuils_jours, b.seuils_points, b.version, b.visa
    from (select x.* from porte.biens_visibles() x where p_bien is null or x.id = p_bien
      union select x.* from mutualisation.bien x where x.id = p_bien and not porte.par_lien()
        and (porte.tient_partout(app.liste('roles-des-salles')) or porte.tient_partout(app.liste('roles-des-echanges')))
        and exists (select from mutualisation.reservation r where r.organisme_id = x.organisme_id and r.bien_id = x.id
          and r.de_organisme_id = (select porte.organisme()))) b
    join organisme.organisme o on o.organisme_id = b.organisme_id
    join pole.pole p on p.pole_id = b.pole_id;
end;
comment on function porte.biens is 'Les biens prêtés qui se voient d’ici, ou l’un d’eux.';
grant execute on function porte.biens to coforme_app;
