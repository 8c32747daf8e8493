set local role coforme_porte;

create or replace function porte.courant_regle(p_pole uuid)
returns table (plafond bigint, decision uuid, titre text, posee_le timestamptz)
language sql stable security definer set search_path = ''
begin atomic
  select r.plafond_centimes, r.decision_id, d.titre, r.posee_le
    from mutualisation.regle r join pole.decision d on d.pole_id = r.pole_id and d.id = r.decision_id
   where r.pole_id = p_pole and (select porte.courant_lit()) and p_pole = any ((select porte.poles())::uuid[])
   order by r.posee_le desc, r.id desc limit 1;
end;
comment on function porte.courant_regle is 'La règle du compte courant d’un pôle : son plafond, et la décision qui le dit.';
grant execute on function porte.courant_regle to coforme_app;
