set local role coforme_porte;

create or replace function porte.vises_du_mois() returns table (plafond uuid, centimes bigint)
language plpgsql stable security definer set search_path = '' as $$
begin
  if porte.par_lien() or not porte.tient_partout(app.liste('roles-qui-visent')) then return; end if;
  return query select k.id, porte.vise_ce_mois(k.id) from cae.plafond k where k.organisme_id = porte.organisme();
end $$;
comment on function porte.vises_du_mois is 'De chaque plafond, ce qui compte ce mois civil à son cumul, le même de tous les plafonds d’une personne et d’un genre ; à qui vise pour toute la coopérative.';
grant execute on function porte.vises_du_mois to coforme_app;
