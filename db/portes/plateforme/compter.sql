set local role coforme_porte;

create or replace function porte.compter(p_cle bytea, p_secondes integer, p_maximum integer) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare n integer;
begin
  if p_secondes is null or p_secondes not between 1 and 604800 or p_maximum is null or p_maximum < 0 then
    raise exception 'Fenêtre de 1 seconde à 7 jours, maximum positif.' using errcode = '22023';
  end if;
  insert into plateforme.limite as l (cle, compte, expire_le) values (p_cle, 1, now() + make_interval(secs => p_secondes))
    on conflict (cle) do update set
      compte = case when l.expire_le <= now() then 1 else least(l.compte, 1000000000) + 1 end,
      expire_le = case when l.expire_le <= now() then excluded.expire_le else l.expire_le end
    returning l.compte into n;
  return n <= p_maximum;
end $$;
comment on function porte.compter is 'Compte un essai sous cette empreinte ; vrai tant que le maximum n’est pas dépassé.';
grant execute on function porte.compter to coforme_app;
