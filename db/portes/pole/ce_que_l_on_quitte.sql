set local role coforme_porte;

-- Des nombres, et d’ici seulement : ce qui s’efface, prend fin ou reste quand la coopérative quitte ce pôle.
create or replace function porte.ce_que_l_on_quitte(p_pole uuid, p_le timestamptz) returns table (quoi text, nombre integer)
language plpgsql stable security definer set search_path = '' as $$
declare
  moi uuid := porte.organisme();
  jour date;
begin
  p_le := porte.heure(p_le);
  jour := (p_le at time zone 'Europe/Paris')::date;
  if moi is null or porte.personne() is null or porte.par_lien() or not porte.tient(app.liste('roles-qui-lisent-le-pole')) or not p_pole = any (porte.poles())
    then return; end if;
  return query select x.quoi, x.nombre::integer from (
    select 'volumes' as quoi, count(*) as nombre from ressources.volume v join ressources.achat a on a.organisme_id = v.achat_organisme_id and a.id = v.achat_id
      where v.organisme_id = moi and a.pole_id = p_pole and a.clos_le is null and a.fini_le is null
    union all select 'achats', count(*) from ressources.achat a where a.organisme_id = moi and a.pole_id = p_pole and a.retenu_le is null and a.fini_le is null
    union all select case when a.organisme_id <> moi and a.rejoindre_jusqu_au >= jour then 'retraits' else 'engagements' end, count(*)
      from ressources.participation n join ressources.achat a on a.organisme_id = n.achat_organisme_id and a.id = n.achat_id
      where n.organisme_id = moi and n.quantite > 0 and a.pole_id = p_pole and a.fini_le is null group by 1
    union all select 'documents', count(*) from ressources.ressource r where r.organisme_id = moi and r.pole_id = p_pole and r.retiree_le is null
    union all select 'accord', count(*) from mutualisation.accord_signe s where s.organisme_id = moi and s.pole_id = p_pole and s.quitte_le is null
      and s.rang = (select max(c.rang) from mutualisation.accord_conjoint c where c.pole_id = p_pole)
    union all select 'missions', count(*) from mutualisation.mission m join mutualisation.reponse r on r.organisme_id = m.organisme_id and r.id = m.reponse_id
      join mutualisation.appel a on a.organisme_id = r.appel_organisme_id and a.id = r.appel_id
      where moi in (m.organisme_id, m.de_organisme_id) and a.pole_id = p_pole and m.etat = any (app.liste('missions-vives')) and m.etat <> 'faite'
    union all select 'reservations', count(*) from mutualisation.reservation v join mutualisation.bien b on b.organisme_id = v.organisme_id and b.id = v.bien_id
      where moi in (v.organisme_id, v.de_organisme_id) and b.pole_id = p_pole and v.tiers_id is null and v.etat = 'ferme' and upper(v.creneau) > p_le
    union all select 'attentes', count(*) from mutualisation.reservation v join mutualisation.bien b on b.organisme_id = v.organisme_id and b.id = v.bien_id
      where moi in (v.organisme_id, v.de_organisme_id) and b.pole_id = p_pole and v.etat = any (app.liste('reservations-vives')) and v.etat <> 'ferme'
        and v.tiers_id is null and lower(v.creneau) > p_le
    union all select 'appels', count(*) from mutualisation.appel a where a.organisme_id = moi and a.pole_id = p_pole and a.clos_le is null
    union all select 'reponses', count(*) from mutualisation.reponse r join mutualisation.appel a on a.organisme_id = r.appel_organisme_id and a.id = r.appel_id
      where r.organisme_id = moi and a.pole_id = p_pole and r.retiree_le is null
        and not exists (select from mutualisation.mission m where m.organisme_id = r.organisme_id and m.reponse_id = r.id and (m.ferme_le is not null
          or m.etat = any (app.liste('missions-vives'))))
    union all select 'manques', count(*) from ressources.manque m where m.organisme_id = moi and m.pole_id = p_pole and m.retire_le is null
    union all select 'compte', count(*) from mutualisation.compte k where k.organisme_id = moi and k.pole_id = p_pole
      and (k.avoir <> k.doit or k.doit_attente > 0 or k.avoir_attente > 0)) x
   where x.nombre > 0;
end $$;
comment on function porte.ce_que_l_on_quitte is 'Ce que la coopérative laisse, retire ou garde en quittant un pôle, en nombres.';
grant execute on function porte.ce_que_l_on_quitte to coforme_app;
