set local role coforme_porte;

-- Qui attend déjà un créneau qui touche celui-ci passe d’abord, même si une demande plus courte y serait libre : tant que rien de ferme ne lui barre la
-- route. Une réservation ferme, une séance : son tour ne viendra sans doute plus, et la salle ne reste pas vide pour lui. Le rang se lit d’ici aussi.
create or replace function porte.combien_devant(p_organisme uuid, p_bien uuid, p_creneau tstzrange, p_demandee_le timestamptz, p_id uuid) returns integer
language plpgsql stable security definer set search_path = '' as $$
declare b record;
begin
  select coalesce(x.salle_id, x.id) as cle, make_interval(mins => x.tampon_minutes) as tampon into b from mutualisation.bien x
    where x.organisme_id = p_organisme and x.id = p_bien;
  return (select count(*)::integer from mutualisation.reservation y
    where y.organisme_id = p_organisme and y.bien_id = p_bien and y.etat = 'en-file' and (y.demandee_le, y.id) < (p_demandee_le, p_id)
      and tstzrange(lower(y.creneau), upper(y.creneau) + b.tampon) && tstzrange(lower(p_creneau), upper(p_creneau) + b.tampon)
      and not exists (select from sessions.occupation o where o.genre = 'salle' and o.organisme_id = p_organisme and o.cle = b.cle and o.expire_le is null
        and o.creneau && tstzrange(lower(y.creneau), upper(y.creneau) + b.tampon)));
end $$;
comment on function porte.combien_devant is 'Combien de demandes d’avant attendent encore des heures qui touchent celles-ci, et peuvent les avoir.';
revoke execute on function porte.combien_devant from public;
