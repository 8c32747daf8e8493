set local role coforme_porte;

-- Du pôle encore, ou d’un achat déjà conclu : partie, elle peut dire ce qu’il en fut.
create or replace function porte.achat_finir(p_achat uuid, p_issue text, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
begin
  if not porte.tient_les_achats() then return 'refuse'; end if;
  update ressources.achat a set fini_le = porte.heure(p_le), issue = p_issue where a.organisme_id = porte.organisme() and a.id = p_achat and a.fini_le is null
    and (a.retenu_le is not null or a.pole_id = any (porte.poles()))
    and length(p_issue) >= 3;
  return case when found then 'fini' else 'introuvable' end;
end $$;
comment on function porte.achat_finir is 'Met fin à un achat, et dit ce qu’il en fut.';
grant execute on function porte.achat_finir to coforme_app;
