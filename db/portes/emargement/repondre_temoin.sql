set local role coforme_porte;

create or replace function porte.repondre_temoin(p_organisme uuid, p_oui boolean, p_le timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  p_le := porte.heure(p_le);
  if porte.personne() is null then return false; end if;
  update emargement.temoin set etat = case when p_oui then 'accepte' else 'refuse' end, repondu_le = p_le, repondu_par = porte.personne()
   where organisme_id = p_organisme and temoin_id = porte.organisme() and etat = 'demande';
  return found;
end $$;
grant execute on function porte.repondre_temoin to coforme_app;
