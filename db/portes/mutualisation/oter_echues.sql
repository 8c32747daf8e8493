set local role coforme_porte;

-- Qui veut une heure ôte d’abord l’option échue qui la tenait : la tâche de fond n’est que du ménage. Le verrou de l’engagement est celui de qui
-- le signe ou l’accepte : l’un passe tout entier avant l’autre.
create or replace function porte.oter_echues(p_genre text, p_organisme uuid, p_cle uuid, p_creneau tstzrange) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare e record;
begin
  for e in select distinct o.organisme_id, o.engagement_id from sessions.occupation o where o.genre = p_genre and o.cle = p_cle
      and (p_genre = 'personne' or o.organisme_id = p_organisme) and o.creneau && p_creneau and o.expire_le <= porte.present() order by o.engagement_id loop
    if p_genre = 'personne' then
      update mutualisation.mission k set etat = 'expiree', finie_le = k.expire_le
       where k.organisme_id = e.organisme_id and k.id = e.engagement_id and k.etat = 'option' and k.expire_le <= porte.present();
    else
      update mutualisation.reservation k set etat = 'expiree', expire_le = null, finie_le = k.expire_le
       where k.organisme_id = e.organisme_id and k.id = e.engagement_id and k.etat = 'option' and k.expire_le <= porte.present();
    end if;
  end loop;
end $$;
revoke execute on function porte.oter_echues from public;
