set local role coforme_porte;

-- Une date ne s’ajoute plus à un appel qui a une réponse : elle y aurait répondu sans la lire.
create or replace function porte.appel_dater(p_appel uuid, p_rang integer, p_jours date[]) returns text
language plpgsql volatile security definer set search_path = '' as $$
begin
  if porte.par_lien() or not porte.tient_partout(app.liste('roles-des-appels')) then return 'refuse'; end if;
  perform from mutualisation.appel a where a.organisme_id = porte.organisme() and a.id = p_appel and a.clos_le is null for update;
  if not found or exists (select from mutualisation.reponse r where r.appel_organisme_id = porte.organisme() and r.appel_id = p_appel) then
    return 'introuvable';
  end if;
  insert into mutualisation.appel_date (organisme_id, appel_id, rang, jours)
    values (porte.organisme(), p_appel, p_rang, array(select distinct j from unnest(p_jours) j order by 1)) on conflict do nothing;
  return case when found then 'datee' else 'deja' end;
end $$;
comment on function porte.appel_dater is 'Ajoute à son appel une date possible : des jours qui vont ensemble.';
grant execute on function porte.appel_dater to coforme_app;
