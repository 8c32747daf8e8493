set local role coforme_porte;

create or replace function porte.courant_arretes(p_pole uuid)
returns table (id uuid, au timestamptz, ouvert_le timestamptz, compense_le timestamptz, comptes integer, virements integer, retenues integer, signe_le timestamptz,
  signes integer, solde_signe bigint)
language sql stable security definer set search_path = ''
begin atomic
  select a.id, a.au, a.ouvert_le, a.compense_le, a.comptes,
      case when a.compense_le is not null then (select count(*) from mutualisation.mouvement v where v.pole_id = a.pole_id and v.arrete_id = a.id
        and v.genre = 'attente' and (select porte.organisme()) in (v.debiteur_id, v.crediteur_id))::integer end,
      case when a.compense_le is not null then (select count(distinct v.id) from mutualisation.mouvement v
        join mutualisation.desaccord d on d.mouvement_id = v.id and d.ouvert_le <= a.compense_le and (d.leve_le is null or d.leve_le > a.compense_le)
        where v.pole_id = a.pole_id and v.le <= a.au and (select porte.organisme()) in (v.debiteur_id, v.crediteur_id))::integer end, r.le,
      (select count(*) from mutualisation.releve_signe s where s.pole_id = a.pole_id and s.arrete_id = a.id)::integer, r.solde_centimes
    from mutualisation.arrete a
    left join mutualisation.releve_signe r on r.pole_id = a.pole_id and r.arrete_id = a.id and r.organisme_id = (select porte.organisme())
   where a.pole_id = p_pole and (select porte.courant_lit()) and p_pole = any ((select porte.poles())::uuid[])
   order by a.au desc, a.id desc;
end;
comment on function porte.courant_arretes is 'Les arrêtés d’un pôle, ce que sa coopérative y a signé, ses virements et ses lignes contestées : ceux des autres ne se comptent pas ici.';
grant execute on function porte.courant_arretes to coforme_app;
