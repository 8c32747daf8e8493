set local role coforme_porte;

-- Les coopératives où se sont créés, en une heure, plus de tant de liens personnels : chacune en est prévenue. Rend combien.
create or replace function porte.guetter_liens(p_seuil integer) returns integer
language plpgsql volatile security definer set search_path = '' as $$
declare o uuid; n integer := 0;
begin
  -- Permis : la tournée passe chaque heure, et regarde la sienne.
  for o in select l.organisme_id from compte.lien l where l.cree_le > now() - interval '1 hour' and l.objet_id is not null
      group by 1 having count(*) > p_seuil loop
    perform porte.enfiler('organisme.alerter-rafale', jsonb_build_object('organisme', o, 'personne', null, 'genre', 'lien'), 'rafale:' || o || ':lien', null);
    n := n + 1;
  end loop;
  return n;
end $$;
comment on function porte.guetter_liens is 'Fait prévenir les coopératives où beaucoup de liens personnels se sont créés dans l’heure.';
revoke execute on function porte.guetter_liens from public;
grant execute on function porte.guetter_liens to coforme_worker;
