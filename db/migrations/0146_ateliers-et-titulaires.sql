-- Un atelier s’annonce et s’annule par qui agit pour toute la coopérative ; un droit se dit sur ce qui est de l’enseigne.
-- Un atelier est à toute la coopérative : qui n’agit que pour une enseigne n’en annonce ni n’en annule aucun, elle n’en voit pas les présences.
create policy siege_ajouter on qualite.atelier as restrictive for insert to coforme_app with check ((select app.toutes_activites()));
create policy siege_changer on qualite.atelier as restrictive for update to coforme_app using ((select app.toutes_activites()));
-- Ce qui n’est pas de l’enseigne ne s’y attribue pas. Un support est d’un module que la base ne connaît pas d’ici : la page seule le vérifie.
create policy de_l_enseigne on cae.titulaire as restrictive for insert to coforme_app with check (
  case genre
    when 'client' then exists (select from tiers.entreprise e where e.organisme_id = titulaire.organisme_id and e.id = titulaire.objet_id and e.activite_id = titulaire.activite_id)
    when 'programme' then exists (select from catalogue.offre o where o.organisme_id = titulaire.organisme_id and o.id = titulaire.objet_id and o.activite_id = titulaire.activite_id)
    else true end
  and (personne_id is null or exists (select from tiers.intervenant i
    where i.organisme_id = titulaire.organisme_id and i.personne_id = titulaire.personne_id and i.activite_id = titulaire.activite_id)));
