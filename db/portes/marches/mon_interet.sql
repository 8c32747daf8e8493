set local role coforme_porte;

-- Ce que sa coopérative a dit de ce lot, le dernier mot d’abord ; les regards n’y sont pas.
create or replace function porte.mon_interet(p_lot text) returns table (dit text, contenu bytea, le timestamptz, par uuid)
language sql stable security definer set search_path = ''
begin atomic
  select r.dit, r.contenu, r.le, r.par from marches.regard r
   where r.organisme_id = (select porte.organisme()) and r.lot = p_lot and r.dit <> 'vu' and (select porte.repond_aux_marches())
   order by r.rang desc;
end;
grant execute on function porte.mon_interet to coforme_app;
