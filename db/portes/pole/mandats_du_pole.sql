set local role coforme_porte;

create or replace function porte.mandats_du_pole(p_pole uuid)
returns table (organisme_id uuid, compte_id uuid, role text, nom text)
language sql stable security definer set search_path = ''
begin atomic
  select m.organisme_id, m.compte_id, m.role, m.nom from pole.mandat m
    -- Qui frappe à la porte, ou en est sorti, ne parle pour personne : ni invitation, ni liste.
    join pole.adhesion a on a.pole_id = m.pole_id and a.organisme_id = m.organisme_id and a.etat = 'active'
   where m.pole_id = p_pole and m.pole_id = any ((select porte.poles())::uuid[]) and not m.attend order by m.nom;
end;
grant execute on function porte.mandats_du_pole to coforme_app;
