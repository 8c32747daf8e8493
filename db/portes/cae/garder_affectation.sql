set local role coforme_porte;

-- Confirmée, une session ne reçoit que des gens habilités aux jours où ils y animent, ou couverts par une dérogation : affecter quelqu’un,
-- reprendre à notre compte ce qui était confié, changer le jour d’une demi-journée, la tenir de nouveau, l’y mener d’une autre session.
create or replace function porte.garder_affectation() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  la uuid;
  la_session uuid;
begin
  if porte.personne() is null or not exists (select from organisme.organisme o join cae.comite c on c.organisme_id = o.organisme_id
      where o.organisme_id = new.organisme_id and o.cae and c.exige_depuis is not null) then
    return null;
  end if;
  if tg_table_name = 'affectation' then la := new.seance_id; else la := new.id; end if;
  select s.id into la_session from sessions.seance x join sessions.session s on s.organisme_id = x.organisme_id and s.id = x.session_id
   where x.organisme_id = new.organisme_id and x.id = la and s.etat = any (app.liste('sessions-qui-se-tiennent'));
  if not found then
    return null;
  end if;
  if tg_table_name = 'affectation' then
    if not new.personne_id = any (porte.non_habilites(la_session)) then return null; end if;
  elsif not exists (select from sessions.affectation a where a.organisme_id = new.organisme_id and a.seance_id = la
      and a.personne_id = any (porte.non_habilites(la_session))) then
    return null;
  end if;
  raise exception 'non-habilite' using errcode = '23514', constraint = 'session_habilitation';
end $$;
grant execute on function porte.garder_affectation to coforme_owner;
