set local role coforme_porte;

create or replace function porte.certificat_d_un_commun() returns boolean
language plpgsql stable parallel restricted security definer set search_path = '' as $$
begin
  return porte.certificat_commun(porte.organisme());
end $$;
comment on function porte.certificat_d_un_commun is 'Vrai si le seul certificat dont cette coopérative pourrait se prévaloir est celui d’un organisme commun.';
grant execute on function porte.certificat_d_un_commun to coforme_app;
