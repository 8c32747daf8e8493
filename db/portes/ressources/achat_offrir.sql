set local role coforme_porte;

create or replace function porte.achat_offrir(p_id uuid, p_achat uuid, p_fournisseur text, p_prix bigint, p_conditions text, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
begin
  if not porte.tient_les_achats() then return 'refuse'; end if;
  if not exists (select from ressources.achat a where a.organisme_id = porte.organisme() and a.id = p_achat and a.clos_le is not null
      and a.retenu_le is null and a.fini_le is null and a.pole_id = any (porte.poles())) then return 'introuvable'; end if;
  insert into ressources.offre (organisme_id, id, achat_id, fournisseur, prix_centimes, conditions, notee_le)
    values (porte.organisme(), p_id, p_achat, p_fournisseur, p_prix, p_conditions, porte.heure(p_le)) on conflict do nothing;
  return case when found then 'notee' else 'deja' end;
end $$;
comment on function porte.achat_offrir is 'Note l’offre d’un fournisseur, une fois les volumes clos.';
grant execute on function porte.achat_offrir to coforme_app;
