set local role coforme_porte;

-- Les salles prêtées, réservées fermes, où une session de qui réserve se tient, ou s’est tenue, à ces heures et en ce lieu, et dont la fiche n’est pas encore
-- pour elle à son registre des lieux (RNQ, 17) : ce que la fiche dit aujourd’hui, à la coopérative qui réserve.
-- `liee` : planifiée pour cette réservation ; sinon, le lieu écrit le déclare. Liée, une session qui n’écrit ni le titre du bien, ni
-- son adresse d’aujourd’hui, ni celle que disait sa fiche en réservant, se tient ailleurs.
create or replace function porte.lieux_a_classer(p_limite integer)
returns table (organisme uuid, preteuse text, bien_de uuid, reservation uuid, session uuid, activite uuid, titre text, adresse text, acces text, places integer,
  configurations text, equipement text, reglement text, debut timestamptz, liee boolean)
language plpgsql volatile security definer set search_path = '' as $$
begin
  return query select distinct on (r.demandee_le, r.id, s.id) r.de_organisme_id, o.nom, r.organisme_id, r.id, s.id, s.activite_id, b.titre, b.adresse, b.acces,
      coalesce(r.places, case when cardinality(b.configurations) = 1 then b.places_par[1] end),
      (select coalesce(string_agg(c.places || ' ' || c.nom, ', ' order by c.rang), '') from unnest(b.configurations, b.places_par) with ordinality c (nom, places, rang)),
      b.equipement, b.reglement, lower(r.creneau), s.id = any (r.sessions_prevues)
    from mutualisation.reservation r
    join mutualisation.bien b on b.organisme_id = r.organisme_id and b.id = r.bien_id and b.une_salle
    join organisme.organisme o on o.organisme_id = r.organisme_id
    join sessions.seance x on x.organisme_id = r.de_organisme_id and x.tenue and tstzrange(x.debut, x.fin, '[)') <@ r.creneau
    join sessions.session s on s.organisme_id = x.organisme_id and s.id = x.session_id and s.etat = any (app.liste('sessions-tenues'))
      and (app.en_ce_lieu(coalesce(x.lieu, s.lieu), b.titre)
        or (s.id = any (r.sessions_prevues) and exists (select from unnest(array[b.adresse, r.adresse_lue]) a (dit)
          where a.dit <> '' and app.en_ce_lieu(coalesce(x.lieu, s.lieu), a.dit)))) and not s.id = any (r.sessions_classees)
   where r.etat = 'ferme'
   order by r.demandee_le, r.id, s.id limit p_limite;
end $$;
comment on function porte.lieux_a_classer is 'Les salles réservées dont la fiche va au registre des lieux de qui réserve.';
revoke execute on function porte.lieux_a_classer from public;
grant execute on function porte.lieux_a_classer to coforme_worker;
