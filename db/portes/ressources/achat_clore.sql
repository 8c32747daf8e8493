set local role coforme_porte;

-- Du pôle encore : partie, elle ne clôt pas pour lire.
create or replace function porte.achat_clore(p_achat uuid, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
begin
  if not porte.tient_les_achats() then return 'refuse'; end if;
  update ressources.achat a set clos_le = porte.heure(p_le) where a.organisme_id = porte.organisme() and a.id = p_achat and a.clos_le is null
    and a.fini_le is null and a.pole_id = any (porte.poles());
  return case when found then 'clos-ici' else 'introuvable' end;
end $$;
comment on function porte.achat_clore is 'Clôt les volumes d’un achat : qui en a dit un les lit, et l’on consulte.';
grant execute on function porte.achat_clore to coforme_app;
