set local role coforme_porte;

-- Les heures d’un bien suivent l’état de sa réservation, son tampon compris : une option les tient jusqu’à son échéance. Prises : 23P01.
create or replace function porte.suivre_reservation() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  b record;
  tient boolean := new.etat = any (app.liste('reservations-qui-tiennent'));
begin
  if tg_op = 'UPDATE' and old.etat = any (app.liste('reservations-qui-tiennent')) then
    if tient then
      update sessions.occupation o set expire_le = new.expire_le where o.organisme_id = new.organisme_id and o.engagement_id = new.id;
    else
      delete from sessions.occupation o where o.organisme_id = new.organisme_id and o.engagement_id = new.id;
    end if;
    return null;
  end if;
  if not tient then return null; end if;
  select coalesce(x.salle_id, x.id) as cle, make_interval(mins => x.tampon_minutes) as tampon into b from mutualisation.bien x
    where x.organisme_id = new.organisme_id and x.id = new.bien_id;
  perform porte.oter_echues('salle', new.organisme_id, b.cle, tstzrange(lower(new.creneau), upper(new.creneau) + b.tampon, '[)'));
  insert into sessions.occupation (organisme_id, engagement_id, genre, ressource_id, cle, creneau, expire_le)
    values (new.organisme_id, new.id, 'salle', b.cle, b.cle, tstzrange(lower(new.creneau), upper(new.creneau) + b.tampon, '[)'), new.expire_le)
    on conflict do nothing;
  if not found then
    raise exception 'occupé' using errcode = '23P01', constraint = 'salle_libre', table = 'occupation', schema = 'sessions';
  end if;
  return null;
end $$;
grant execute on function porte.suivre_reservation to coforme_owner;
