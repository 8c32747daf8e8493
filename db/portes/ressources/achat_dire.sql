set local role coforme_porte;

-- Zéro : la coopérative n’en prendrait pas, et ne lira donc pas ce que disent les autres. Sans quantité, ce qu’elle avait dit s’efface ; partie du pôle,
-- elle l’efface encore.
create or replace function porte.achat_dire(p_achat uuid, p_quantite integer, p_mot text, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare
  moi uuid := porte.organisme();
  a ressources.achat;
begin
  if not porte.tient_les_achats() then return 'refuse'; end if;
  p_le := porte.heure(p_le);
  select x.* into a from porte.achats_visibles() x where x.id = p_achat;
  if not found and p_quantite is null then
    select x.* into a from ressources.achat x join ressources.volume v on v.achat_organisme_id = x.organisme_id and v.achat_id = x.id
     where v.organisme_id = moi and x.id = p_achat;
  end if;
  if not found then return 'introuvable'; end if;
  -- La clôture attend ce qui se dit, et ce qui se dit attend la clôture.
  select x.* into a from ressources.achat x where x.organisme_id = a.organisme_id and x.id = p_achat for share;
  if a.clos_le is not null or a.fini_le is not null or a.volumes_jusqu_au < (p_le at time zone 'Europe/Paris')::date then return 'clos'; end if;
  if p_quantite is null then
    delete from ressources.volume v where v.organisme_id = moi and v.achat_organisme_id = a.organisme_id and v.achat_id = p_achat;
    return case when found then 'ote' else 'rien-de-dit' end;
  end if;
  insert into ressources.volume (organisme_id, achat_organisme_id, achat_id, quantite, mot, dit_le, dit_par)
    values (moi, a.organisme_id, p_achat, p_quantite, p_mot, p_le, porte.personne())
    on conflict (organisme_id, achat_id) do update set quantite = excluded.quantite, mot = excluded.mot, dit_le = excluded.dit_le, dit_par = excluded.dit_par;
  return 'dit';
end $$;
comment on function porte.achat_dire is 'Dit ce que la coopérative prendrait d’un achat.';
grant execute on function porte.achat_dire to coforme_app;
