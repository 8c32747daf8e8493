set local role coforme_porte;

-- D’après quelle décision : `porte.achat_decisions`.
create or replace function porte.achat_retenir(p_achat uuid, p_offre uuid, p_decision uuid, p_conditions text, p_jusqu_au date, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare a ressources.achat;
begin
  if not porte.tient_les_achats() then return 'refuse'; end if;
  p_le := porte.heure(p_le);
  select x.* into a from ressources.achat x where x.organisme_id = porte.organisme() and x.id = p_achat and x.clos_le is not null
    and x.retenu_le is null and x.fini_le is null for update;
  if not found then return 'introuvable'; end if;
  if not exists (select from ressources.offre o where o.organisme_id = a.organisme_id and o.achat_id = p_achat and o.id = p_offre) then return 'introuvable'; end if;
  if not exists (select from porte.achat_decisions(p_achat) d where d.id = p_decision) then return 'decision'; end if;
  if not p_jusqu_au >= (p_le at time zone 'Europe/Paris')::date then return 'passe'; end if;
  begin
    update ressources.achat x set offre_id = p_offre, decision_id = p_decision, conditions = p_conditions, rejoindre_jusqu_au = p_jusqu_au, retenu_le = p_le
      where x.organisme_id = a.organisme_id and x.id = p_achat;
  exception when unique_violation then return 'decision'; -- un autre achat l’a nommée au même instant
  end;
  return 'retenue';
end $$;
comment on function porte.achat_retenir is 'Retient une offre, d’après une décision adoptée par le pôle, et dit à quelles conditions on rejoint.';
grant execute on function porte.achat_retenir to coforme_app;
