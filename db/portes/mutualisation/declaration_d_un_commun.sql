set local role coforme_porte;

create or replace function porte.declaration_d_un_commun(p_nda text) returns boolean
language plpgsql stable parallel restricted security definer set search_path = '' as $$
begin
  return porte.declaration_commune(porte.organisme(), p_nda);
end $$;
comment on function porte.declaration_d_un_commun is 'Ce numéro est celui d’un organisme commun dont on est membre, ou d’une membre du nôtre.';
grant execute on function porte.declaration_d_un_commun to coforme_app;
