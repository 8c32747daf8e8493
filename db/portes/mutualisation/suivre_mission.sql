set local role coforme_porte;

-- Les heures d’une mission suivent son état : une option les tient jusqu’à son échéance, une mission ferme les garde. Prises : 23P01. Une
-- restauration repasse par ici, et les rend. Rompue, le dossier remis pour elle s’efface, et ce qui en fut rangé est à son terme.
create or replace function porte.suivre_mission() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  c tstzrange;
  tient boolean := new.etat = any (app.liste('missions-qui-tiennent-l-heure'));
  jusque timestamptz := case when new.etat = 'option' then new.expire_le end;
begin
  if tg_op = 'UPDATE' and old.etat = any (app.liste('missions-qui-tiennent-l-heure')) then
    if tient then
      update sessions.occupation o set expire_le = jusque where o.organisme_id = new.organisme_id and o.engagement_id = new.id;
    else
      delete from sessions.occupation o where o.organisme_id = new.organisme_id and o.engagement_id = new.id;
      update mutualisation.remise x set jusqu_au = least(x.jusqu_au, porte.aujourd_hui() - 1) where x.organisme_id = new.organisme_id
        and x.mission_id = new.id and x.effacee_le is null;
      delete from mutualisation.remise_piece p using mutualisation.remise x where x.organisme_id = new.organisme_id and x.mission_id = new.id
        and p.organisme_id = x.organisme_id and p.remise_id = x.id;
    end if;
    return null;
  end if;
  if not tient then return null; end if;
  for c in select x from unnest(new.creneaux) x order by 1 loop
    perform porte.oter_echues('personne', new.organisme_id, new.compte_id, c);
    insert into sessions.occupation (organisme_id, engagement_id, genre, ressource_id, cle, creneau, expire_le)
      values (new.organisme_id, new.id, 'personne', new.compte_id, new.compte_id, c, jusque) on conflict do nothing;
    if not found then
      raise exception 'occupé' using errcode = '23P01', constraint = 'personne_libre', table = 'occupation', schema = 'sessions';
    end if;
  end loop;
  return null;
end $$;
grant execute on function porte.suivre_mission to coforme_owner;
