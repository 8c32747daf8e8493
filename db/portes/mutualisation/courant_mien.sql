set local role coforme_porte;

create or replace function porte.courant_mien(p_pole uuid)
returns table (solde bigint, doit_attente bigint, avoir_attente bigint, plafond bigint, montre boolean)
language sql stable security definer set search_path = ''
begin atomic
  select c.avoir - c.doit, c.doit_attente, c.avoir_attente, c.plafond_centimes,
      exists (select from mutualisation.accord_soldes s where s.pole_id = c.pole_id and s.organisme_id = c.organisme_id and s.retire_le is null)
    from mutualisation.compte c where c.pole_id = p_pole and c.organisme_id = (select porte.organisme()) and (select porte.courant_lit());
end;
comment on function porte.courant_mien is 'Le compte courant de sa coopérative dans un pôle, en centimes.';
grant execute on function porte.courant_mien to coforme_app;
