set local role coforme_porte;

create or replace function porte.prix_d_un_creneau(p_demi_journee bigint, p_creneau tstzrange) returns bigint
language plpgsql stable security definer set search_path = '' as $$
begin
  return p_demi_journee * case when upper(p_creneau) - lower(p_creneau) > app.duree('demi-journee') then 2 else 1 end;
end $$;
comment on function porte.prix_d_un_creneau is 'Une demi-journée jusqu’à cinq heures, deux au-delà ; centimes hors taxes.';
revoke execute on function porte.prix_d_un_creneau from public;
