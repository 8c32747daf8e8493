set local role coforme_porte;

-- Les coopératives qui se sont nommées, par leur nom.
create or replace function porte.nommees_du_lot(p_lot text) returns table (organisme_id uuid, nom text, le timestamptz)
language sql stable security definer set search_path = ''
begin atomic
  select n.avec_id, o.nom, n.le from marches.nommee n join organisme.organisme o on o.organisme_id = n.avec_id
   where n.organisme_id = (select porte.organisme()) and n.lot = p_lot and (select porte.repond_aux_marches()) order by o.nom;
end;
grant execute on function porte.nommees_du_lot to coforme_app;
