set local role coforme_porte;

-- Qui reçoit range le dossier à ses registres : il a servi. Il a d’abord été ouvert, et la mission est ferme.
create or replace function porte.remise_employer(p_id uuid, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare r mutualisation.remise := porte.remise_lisible(p_id);
begin
  p_le := porte.heure(p_le);
  if r.id is null then return 'introuvable'; end if;
  -- Le même verrou que le retrait : l’un passe tout entier avant l’autre.
  perform from mutualisation.remise x where x.organisme_id = r.organisme_id and x.id = r.id for update;
  r := porte.remise_lisible(p_id);
  if r.id is null then return 'introuvable'; end if;
  if not exists (select from mutualisation.mission m where m.organisme_id = r.organisme_id and m.id = r.mission_id and m.etat = any (app.liste('missions-confiees'))) then
    return 'pas-ferme';
  end if;
  if not exists (select from porte.remise_lire(p_id, p_le)) then return 'a-lire'; end if;
  update mutualisation.remise x set employee_le = coalesce(x.employee_le, p_le), employee_par = coalesce(x.employee_par, porte.personne())
   where x.organisme_id = r.organisme_id and x.id = r.id;
  return 'employe';
end $$;
comment on function porte.remise_employer is 'Le dossier remis sert : qui reçoit le range à ses registres.';
grant execute on function porte.remise_employer to coforme_app;
