set local role coforme_porte;

create or replace function porte.rendre_un_compte(p_cle bytea) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  update plateforme.limite set compte = compte - 1 where cle = p_cle and compte > 0 and expire_le > now();
end $$;
comment on function porte.rendre_un_compte is 'Rend un essai compté sous cette empreinte, quand ce qu’il demandait ne s’est pas fait.';
grant execute on function porte.rendre_un_compte to coforme_app;
