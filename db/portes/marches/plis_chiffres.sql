set local role coforme_porte;

-- Le dernier pli de chaque membre présent : le sien toujours ; ceux des autres au mandataire, si une ouverture déjà validée les couvre.
create or replace function porte.plis_chiffres(p_id uuid) returns table (organisme_id uuid, rang integer, engagement bytea, chiffre bytea, le timestamptz)
language sql stable security definer set search_path = ''
begin atomic
  select distinct on (c.organisme_id) c.organisme_id, c.rang, p.engagement, c.chiffre, p.le
    from marches.pli_chiffre c join marches.pli p on p.groupement_id = c.groupement_id and p.rang = c.rang
    join marches.membre m on m.groupement_id = c.groupement_id and m.organisme_id = c.organisme_id and m.sorti_le is null
   where c.groupement_id = p_id and p_id = any ((select porte.groupements())::uuid[])
     and (c.organisme_id = (select porte.organisme()) or (p_id = any ((select porte.mandats())::uuid[])
       and exists (select from marches.levee l where l.groupement_id = p_id and l.jusque >= c.rang and l.tx is distinct from pg_current_xact_id_if_assigned())))
   order by c.organisme_id, c.rang desc;
end;
grant execute on function porte.plis_chiffres to coforme_app;
