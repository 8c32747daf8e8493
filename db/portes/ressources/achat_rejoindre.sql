set local role coforme_porte;

-- Zéro : la coopérative ne rejoint pas, ou se retire, tant que l’on peut encore rejoindre. Sans quantité, sa réponse s’efface.
create or replace function porte.achat_rejoindre(p_achat uuid, p_quantite integer, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare
  moi uuid := porte.organisme();
  a ressources.achat;
begin
  if not porte.tient_les_achats() then return 'refuse'; end if;
  p_le := porte.heure(p_le);
  select x.* into a from porte.achats_visibles() x where x.id = p_achat;
  if not found then return 'introuvable'; end if;
  select x.* into a from ressources.achat x where x.organisme_id = a.organisme_id and x.id = p_achat for share;
  if a.retenu_le is null or a.fini_le is not null or a.rejoindre_jusqu_au < (p_le at time zone 'Europe/Paris')::date then return 'ferme'; end if;
  if p_quantite is null then
    delete from ressources.participation v where v.organisme_id = moi and v.achat_organisme_id = a.organisme_id and v.achat_id = p_achat;
    return case when found then 'quitte' else 'rien-de-dit' end;
  end if;
  insert into ressources.participation (organisme_id, achat_organisme_id, achat_id, quantite, le, par)
    values (moi, a.organisme_id, p_achat, p_quantite, p_le, porte.personne())
    on conflict (organisme_id, achat_id) do update set quantite = excluded.quantite, le = excluded.le, par = excluded.par;
  return 'rejoint';
end $$;
comment on function porte.achat_rejoindre is 'La coopérative rejoint un achat aux conditions dites, ou s’en retire.';
grant execute on function porte.achat_rejoindre to coforme_app;
