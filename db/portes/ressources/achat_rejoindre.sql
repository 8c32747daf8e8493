set local role coforme_porte;

-- Zéro : la coopérative ne rejoint pas, ou se retire, tant que l’on peut encore rejoindre. Sans quantité, sa réponse s’efface. Dans une coopérative d’activité,
-- rejoindre l’engage : la demande attend un visa, et la réponse d’avant vaut jusque-là.
create or replace function porte.achat_rejoindre(p_achat uuid, p_quantite integer, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare
  moi uuid := porte.organisme();
  a ressources.achat;
  retiree boolean;
begin
  if not porte.tient_les_achats() then return 'refuse'; end if;
  p_le := porte.heure(p_le);
  -- Un visa de la coopérative ne se croise pas avec une demande qui le remplace (`porte.viser_objet`).
  perform pg_advisory_xact_lock(4816, hashtext(moi::text));
  select x.* into a from porte.achats_visibles() x where x.id = p_achat;
  if not found then return 'introuvable'; end if;
  select x.* into a from ressources.achat x where x.organisme_id = a.organisme_id and x.id = p_achat for share;
  if a.retenu_le is null or a.fini_le is not null or a.rejoindre_jusqu_au < (p_le at time zone 'Europe/Paris')::date then return 'ferme'; end if;
  update ressources.demande_de_part d set finie_le = p_le, issue = 'retiree'
   where d.organisme_id = moi and d.achat_organisme_id = a.organisme_id and d.achat_id = p_achat and d.finie_le is null;
  retiree := found;
  if p_quantite is null then
    delete from ressources.participation v where v.organisme_id = moi and v.achat_organisme_id = a.organisme_id and v.achat_id = p_achat;
    return case when found or retiree then 'quitte' else 'rien-de-dit' end;
  end if;
  if p_quantite > 0 and exists (select from organisme.organisme o where o.organisme_id = moi and o.cae) then
    insert into ressources.demande_de_part (organisme_id, id, achat_organisme_id, achat_id, quantite, faite_le, par)
      values (moi, gen_random_uuid(), a.organisme_id, p_achat, p_quantite, p_le, porte.personne());
    return 'a-viser';
  end if;
  insert into ressources.participation (organisme_id, achat_organisme_id, achat_id, quantite, le, par)
    values (moi, a.organisme_id, p_achat, p_quantite, p_le, porte.personne())
    on conflict (organisme_id, achat_id) do update set quantite = excluded.quantite, le = excluded.le, par = excluded.par;
  return 'rejoint';
end $$;
comment on function porte.achat_rejoindre is 'La coopérative rejoint un achat aux conditions dites, ou s’en retire ; dans une coopérative d’activité, elle le demande.';
grant execute on function porte.achat_rejoindre to coforme_app;
