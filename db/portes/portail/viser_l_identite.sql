set local role coforme_porte;

-- Aucun droit d'exécution : qui vise passe par la porte de l'Union ou par celle d'un pôle. Les pôles où l'on entre librement n'attendaient
-- que ce visa.
create or replace function porte.viser_l_identite(p_organisme uuid, p_le timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare
  le timestamptz := porte.heure(p_le);
  a record;
begin
  update portail.identite set visee_le = le, visee_par = porte.personne() where organisme_id = p_organisme and visee_le is null;
  if not found then return false; end if;
  for a in update pole.adhesion x set etat = 'active', du = (le at time zone 'Europe/Paris')::date
      from pole.pole p where p.pole_id = x.pole_id and p.entree = 'libre' and x.organisme_id = p_organisme and x.etat = 'demandee'
      returning x.pole_id loop
    perform porte.enfiler('pole.accueillir', jsonb_build_object('organisme', p_organisme, 'pole', a.pole_id, 'cooperative', p_organisme), null, null);
  end loop;
  return true;
end $$;
revoke execute on function porte.viser_l_identite from public;
