set local role coforme_porte;

-- Qui, de cette coopérative, attend la veille et a encore le droit de la lire.
create or replace function porte.abonnes_a_la_veille(p_organisme uuid) returns table (compte_id uuid, jusque timestamptz)
language sql stable security definer set search_path = ''
begin atomic
  select a.compte_id, a.jusque from marches.abonne a
    join compte.adhesion m on m.organisme_id = a.organisme_id and m.compte_id = a.compte_id
   where a.organisme_id = p_organisme and m.roles && app.liste('roles-de-la-veille') and m.acceptee_le is not null
     and m.du <= porte.aujourd_hui() and (m.au is null or m.au >= porte.aujourd_hui())
   order by a.compte_id;
end;
grant execute on function porte.abonnes_a_la_veille to coforme_worker;
