set local role coforme_porte;

-- La tâche de fond. Tous les comptes touchés se verrouillent d’abord, dans l’ordre : elle ne se croise avec aucun geste.
create or replace function porte.courant_expirer(p_limite integer, p_le timestamptz) returns integer
language plpgsql volatile security definer set search_path = '' as $$
declare
  a mutualisation.mouvement;
  n integer := 0;
  dues uuid[];
begin
  p_le := porte.heure(p_le);
  select array_agg(x.id) into dues from (select v.id from mutualisation.mouvement v where v.genre = 'attente' and v.expire_le <= p_le
    and not exists (select from mutualisation.mouvement d where d.attente_id = v.id) order by v.expire_le, v.id limit p_limite) x;
  perform from mutualisation.compte c where exists (select from mutualisation.mouvement v where v.id = any (dues)
    and v.pole_id = c.pole_id and c.organisme_id in (v.debiteur_id, v.crediteur_id)) order by c.pole_id, c.organisme_id for no key update;
  for a in select v.* from mutualisation.mouvement v where v.id = any (dues)
      and not exists (select from mutualisation.mouvement d where d.attente_id = v.id) loop
    perform porte.courant_passer(gen_random_uuid(), a.pole_id, 'expiration', a.debiteur_id, a.crediteur_id, 0, 0, -a.montant_centimes,
      a.proposition_id, a.arrete_id, a.id, null, null, p_le);
    n := n + 1;
  end loop;
  return n;
end $$;
comment on function porte.courant_expirer is 'Libère les écritures en attente dont l’échéance est passée ; combien.';
grant execute on function porte.courant_expirer to coforme_worker;
