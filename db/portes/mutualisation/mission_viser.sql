set local role coforme_porte;

-- La personne pour elle, et pour sa coopérative qui vise : l’équipe d’appui dans une coopérative d’activité, la direction ailleurs. Seule la
-- direction vise pour la coopérative sa propre mission.
create or replace function porte.mission_viser(p_id uuid, p_qui text, p_oui boolean, p_motif text, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare
  m mutualisation.mission;
  moi uuid := porte.organisme();
  qui uuid := porte.personne();
  fait text;
begin
  p_le := porte.heure(p_le);
  if qui is null or porte.par_lien() then return 'refuse'; end if;
  -- Deux visas au même instant s’attendent (`porte.garder_plafond`) : le second compte le premier. Avant la ligne, pour ne pas se croiser.
  if p_qui = 'coop' then perform pg_advisory_xact_lock(4816, hashtext(moi::text)); end if;
  select * into m from mutualisation.mission x where x.organisme_id = moi and x.id = p_id
    and (x.compte_id = qui or porte.tient_partout(app.liste('roles-qui-visent')) or porte.tient_partout(app.liste('roles-des-appels'))) for update;
  if not found then return 'introuvable'; end if;
  if not (case p_qui when 'personne' then m.compte_id = qui
      when 'coop' then porte.tient_partout(app.liste('roles-qui-visent')) and (m.compte_id <> qui or porte.tient_partout(app.liste('roles-qui-signent'))) else false end) then return 'refuse'; end if;
  if not m.etat = any (app.liste('missions-a-decider')) then return m.etat; end if;
  if m.expire_le <= p_le then return 'expiree'; end if;
  -- Dans une coopérative d’activité, son visa suit la file : plafonds, second visa, refus motivé (`porte.viser_objet`).
  if p_qui = 'coop' and m.visa_coop_le is null and exists (select from organisme.organisme o where o.organisme_id = moi and o.cae) then
    fait := porte.viser_objet(p_id, case when p_oui then 'accord' else 'refus' end, case when p_oui then '' else p_motif end, null, p_le);
    return case fait when 'refuse' then 'dit' when 'au-dessus' then 'plafond' when 'cumul' then 'plafond' when 'sans-plafond' then 'plafond' else fait end;
  end if;
  if not p_oui then
    update mutualisation.mission x set etat = 'refusee', finie_le = p_le, finie_par_organisme = moi, motif = p_motif where x.organisme_id = moi and x.id = p_id;
    return 'dit';
  end if;
  if p_qui = 'personne' then
    update mutualisation.mission x set visa_personne_le = coalesce(x.visa_personne_le, p_le), etat = 'option' where x.organisme_id = moi and x.id = p_id;
  elsif m.visa_coop_le is null then
    update mutualisation.mission x set visa_coop_le = p_le, visa_coop_par = qui where x.organisme_id = moi and x.id = p_id;
  end if;
  return 'vise';
exception when exclusion_violation then return 'occupe';
end $$;
comment on function porte.mission_viser is 'La personne, ou sa coopérative, accorde ou refuse une mission.';
grant execute on function porte.mission_viser to coforme_app;
