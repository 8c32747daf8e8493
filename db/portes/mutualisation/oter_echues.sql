set local role coforme_porte;

-- Qui veut une heure ôte d’abord l’option échue qui la tenait : la tâche de fond n’est que du ménage. Le verrou de l’engagement est celui de qui
-- le signe ou l’accepte : l’un passe tout entier avant l’autre.
create or replace function porte.oter_echues(p_genre text, p_organisme uuid, p_cle uuid, p_creneau tstzrange) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare e record;
begin
  -- Un genre écrit en toutes lettres : reçu en paramètre, il cachait au planificateur l’index des heures prises, et chaque heure les relisait toutes.
  if p_genre = 'personne' then
    for e in select distinct o.organisme_id, o.engagement_id from sessions.occupation o where o.genre = 'personne' and o.cle = p_cle
        and o.creneau && p_creneau and o.expire_le <= porte.present() order by o.engagement_id loop
      update mutualisation.mission k set etat = 'expiree', finie_le = k.expire_le
       where k.organisme_id = e.organisme_id and k.id = e.engagement_id and k.etat = 'option' and k.expire_le <= porte.present();
    end loop;
  else
    for e in select distinct o.organisme_id, o.engagement_id from sessions.occupation o where o.genre = 'salle' and o.organisme_id = p_organisme
        and o.cle = p_cle and o.creneau && p_creneau and o.expire_le <= porte.present() order by o.engagement_id loop
      update mutualisation.reservation k set etat = 'expiree', expire_le = null, finie_le = k.expire_le
       where k.organisme_id = e.organisme_id and k.id = e.engagement_id and k.etat = 'option' and k.expire_le <= porte.present();
    end loop;
  end if;
end $$;
revoke execute on function porte.oter_echues from public;
