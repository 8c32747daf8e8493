set local role coforme_porte;

create or replace function porte.temoin_des_cles(p_empreinte bytea) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  insert into plateforme.temoin (empreinte) values (p_empreinte) on conflict do nothing;
  return (select empreinte = p_empreinte from plateforme.temoin);
end $$;
comment on function porte.temoin_des_cles is 'Retient l’empreinte des premières clés vues ; faux si celles-ci sont autres.';
grant execute on function porte.temoin_des_cles to coforme_app;
