set local role coforme_porte;

-- Ce qui est déjà demandé ou réservé garde ce qui y fut figé : prix, taux, barème, configuration et ses places. Le nom, le pôle et la salle ne changent pas :
-- des sessions portent ce nom, et leurs heures sont tenues sous cette salle. Renvoyée telle quelle, une correction n’en est pas une autre.
create or replace function porte.bien_corriger(p_id uuid, p_version integer, p_adresse text, p_acces text, p_equipement text, p_reglement text, p_membre bigint,
  p_autre bigint, p_taux integer, p_tampon integer, p_visa boolean, p_configurations text[], p_places integer[], p_jours integer[], p_points integer[])
  returns text
language plpgsql volatile security definer set search_path = '' as $$
declare b mutualisation.bien;
begin
  if porte.par_lien() or not porte.tient_partout(app.liste('roles-des-salles')) then return 'refuse'; end if;
  select * into b from mutualisation.bien x where x.organisme_id = porte.organisme() and x.id = p_id and x.retire_le is null for update;
  if not found then return 'introuvable'; end if;
  if (b.adresse, b.acces, b.equipement, b.reglement, b.membre_centimes, b.autre_centimes, b.taux_points, b.tampon_minutes, b.visa, b.configurations, b.places_par,
      b.seuils_jours, b.seuils_points) is not distinct from (p_adresse, p_acces, p_equipement, p_reglement, p_membre, p_autre, p_taux, p_tampon, p_visa,
      p_configurations, p_places, p_jours, p_points) then return 'deja'; end if;
  if p_version is distinct from b.version then return 'relire'; end if;
  update mutualisation.bien x set adresse = p_adresse, acces = p_acces, equipement = p_equipement, reglement = p_reglement, membre_centimes = p_membre,
      autre_centimes = p_autre, taux_points = p_taux, tampon_minutes = p_tampon, visa = p_visa, configurations = p_configurations, places_par = p_places,
      seuils_jours = p_jours, seuils_points = p_points, version = x.version + 1
   where x.organisme_id = b.organisme_id and x.id = p_id;
  return 'corrige';
end $$;
comment on function porte.bien_corriger is 'Corrige la fiche d’un bien prêté de sa coopérative ; ce qui est déjà demandé garde ses conditions.';
grant execute on function porte.bien_corriger to coforme_app;
