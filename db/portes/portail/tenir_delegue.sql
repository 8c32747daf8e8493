set local role coforme_porte;

create or replace function porte.tenir_delegue(p_id uuid, p_nom text, p_courriel text, p_departements text[], p_parti boolean, p_le timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  p_le := porte.heure(p_le);
  if not porte.administre_l_instance() then
    raise exception 'Qui administre l’instance tient la liste des délégués.' using errcode = '42501';
  end if;
  insert into portail.delegue as d (id, nom, courriel, departements, depuis_le, parti_le)
    values (p_id, p_nom, p_courriel, p_departements, p_le, case when p_parti then p_le end)
    on conflict (id) do update set nom = excluded.nom, courriel = excluded.courriel, departements = excluded.departements,
      parti_le = case when p_parti then coalesce(d.parti_le, p_le) end;
  return true;
end $$;
grant execute on function porte.tenir_delegue to coforme_app;
