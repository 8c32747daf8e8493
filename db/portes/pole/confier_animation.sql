set local role coforme_porte;

-- Qui anime confie l'animation à une personne mandatée par une coopérative du pôle. Elle l'accepte ensuite, ou non : jusque-là, rien ne change pour elle.
create or replace function porte.confier_animation(p_pole uuid, p_organisme uuid, p_compte uuid, p_le timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  p_le := porte.heure(p_le);
  if not p_pole = any (porte.poles_animes()) then
    raise exception 'Qui anime le pôle en confie l’animation.' using errcode = '42501';
  end if;
  insert into pole.mandat (pole_id, organisme_id, compte_id, role, nom, du, attend)
    select distinct on (m.compte_id) m.pole_id, m.organisme_id, m.compte_id, 'animation', m.nom, p_le, true
      from pole.mandat m join pole.adhesion a on a.pole_id = m.pole_id and a.organisme_id = m.organisme_id and a.etat = 'active'
     where m.pole_id = p_pole and m.organisme_id = p_organisme and m.compte_id = p_compte
    on conflict do nothing;
  return found;
end $$;
grant execute on function porte.confier_animation to coforme_app;
