set local role coforme_porte;

create or replace function porte.achat_suivre(p_id uuid, p_achat uuid, p_texte text, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare
  moi uuid := porte.organisme();
  a ressources.achat;
begin
  if not porte.tient_les_achats() then return 'refuse'; end if;
  select x.* into a from porte.achats_visibles() x where x.id = p_achat and x.retenu_le is not null
    and (x.organisme_id = moi or exists (select from ressources.participation y where y.organisme_id = moi and y.achat_organisme_id = x.organisme_id and y.achat_id = x.id
      and y.quantite > 0));
  if not found then return 'introuvable'; end if;
  insert into ressources.suivi (organisme_id, id, achat_organisme_id, achat_id, texte, le)
    values (moi, p_id, a.organisme_id, p_achat, p_texte, porte.heure(p_le)) on conflict do nothing;
  return case when found then 'suivi' else 'deja' end;
end $$;
comment on function porte.achat_suivre is 'Dit où en est un achat en cours, de qui le conduit ou l’a rejoint.';
grant execute on function porte.achat_suivre to coforme_app;
