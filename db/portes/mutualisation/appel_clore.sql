set local role coforme_porte;

create or replace function porte.appel_clore(p_appel uuid, p_issue text, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
begin
  if porte.par_lien() or not porte.tient_partout(app.liste('roles-des-appels')) then return 'refuse'; end if;
  update mutualisation.appel a set clos_le = porte.heure(p_le), issue = p_issue
   where a.organisme_id = porte.organisme() and a.id = p_appel and a.clos_le is null;
  return case when found then 'termine' else 'introuvable' end;
end $$;
comment on function porte.appel_clore is 'Clôt son appel : pourvu, ou retiré.';
grant execute on function porte.appel_clore to coforme_app;
