set local role coforme_porte;

create or replace function porte.demander_temoin(p_temoin uuid, p_le timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare moi uuid := porte.organisme(); qui uuid := porte.personne();
begin
  p_le := porte.heure(p_le);
  if moi is null or qui is null or not exists (select from porte.candidats_temoins() c where c.organisme_id = p_temoin) then return false; end if;
  insert into emargement.temoin as t (organisme_id, temoin_id, etat, demande_le, demande_par) values (moi, p_temoin, 'demande', p_le, qui)
    on conflict (organisme_id, temoin_id) do update
      set etat = 'demande', demande_le = p_le, demande_par = qui, repondu_le = null, repondu_par = null
      where t.etat in ('refuse', 'retire');
  return found;
end $$;
grant execute on function porte.demander_temoin to coforme_app;
