set local role coforme_porte;

-- Ce qui tient, ou dont quelque chose reste dû : une heure ferme, rendue par qui l’a demandée quand le barème du jour de la demande en retient une part, comme
-- l’écran le compte (`duDe`). Rendue par qui la prête, refusée, tombée, ou une place dans la file : rien.
create or replace function porte.engage_encore(p_genre text, p_id uuid) returns boolean
language plpgsql stable parallel restricted security definer set search_path = '' as $$
declare moi uuid := porte.organisme();
begin
  if p_genre = 'contrat-de-mission' then
    return exists (select from mutualisation.mission m where moi in (m.organisme_id, m.de_organisme_id) and m.id = p_id and m.etat = any (app.liste('missions-vives')));
  elsif p_genre = 'location-d-un-bien' then
    return exists (select from mutualisation.reservation r where moi in (r.organisme_id, r.de_organisme_id) and r.id = p_id
      and (r.etat = any (app.liste('reservations-qui-tiennent'))
        or r.etat = 'annulee' and r.ferme_le is not null and r.finie_par_organisme is not distinct from r.de_organisme_id
          and coalesce((select s.points from unnest(r.seuils_jours, r.seuils_points) with ordinality s(jours, points, rang)
            where (lower(r.creneau) at time zone 'Europe/Paris')::date - (r.finie_le at time zone 'Europe/Paris')::date < s.jours order by s.rang desc limit 1), 0) > 0));
  end if;
  return exists (select from ressources.demande_de_part d where d.organisme_id = moi and d.id = p_id and coalesce(d.issue, 'visee') = 'visee');
end $$;
comment on function porte.engage_encore is 'Vrai si cette mission, cette location ou cet achat rejoint engage encore la coopérative : il tient, ou quelque chose en reste dû.';
revoke execute on function porte.engage_encore from public;
