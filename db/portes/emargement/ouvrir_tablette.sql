set local role coforme_porte;

-- Qui a quitté la coopérative ne tient plus rien par une tablette posée avant de partir.
create or replace function porte.ouvrir_tablette(p_jeton bytea) returns table (organisme uuid, personne uuid, portee text)
language plpgsql volatile security definer set search_path = '' as $$
declare s uuid;
begin
  select t.organisme_id, array[t.activite_id]::text, t.seance_id into organisme, portee, s from emargement.tablette t
   where t.jeton = p_jeton and t.fermee_le is null and t.expire_le > porte.present()
     and not exists (select from compte.adhesion a where a.organisme_id = t.organisme_id and a.compte_id = t.ouverte_par
       and a.au < porte.aujourd_hui());
  if organisme is null then return; end if;
  perform porte.sceller(organisme, null, portee);
  perform porte.sceller_objet(s);
  return next;
end $$;
comment on function porte.ouvrir_tablette is 'La tablette d’une salle, tant qu’elle n’est ni fermée ni échue.';
grant execute on function porte.ouvrir_tablette to coforme_app;
