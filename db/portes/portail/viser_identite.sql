set local role coforme_porte;

create or replace function porte.viser_identite(p_organisme uuid, p_le timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  if not porte.administre_l_instance() then
    raise exception 'Qui administre l’instance vise l’identité des coopératives.' using errcode = '42501';
  end if;
  return porte.viser_l_identite(p_organisme, porte.heure(p_le));
end $$;
comment on function porte.viser_identite is 'Vrai si elle attendait ce visa.';
grant execute on function porte.viser_identite to coforme_app;
