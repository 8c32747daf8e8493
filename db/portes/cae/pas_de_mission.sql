set local role coforme_porte;

-- Qui peut faire quoi d'une mission, en un seul endroit : la page le lit, le déclencheur le tient.
create or replace function porte.pas_de_mission(p_mission uuid, p_le timestamptz) returns text[]
language plpgsql stable parallel restricted security definer set search_path = '' as $$
declare
  moi uuid := porte.personne();
  m record;
  miens text[];
  autre text;
begin
  select x.genre, x.etat, x.cote, x.constat_cote, x.demandee_par, x.constatee_par, x.au, x.acheteuse_id, x.vendeuse_id
    into m from cae.mission x where x.organisme_id = porte.organisme() and x.id = p_mission;
  if not found or moi is null or porte.par_lien() or not porte.tient(app.liste('roles-des-missions')) then
    return '{}';
  end if;
  miens := array_remove(array[
    case when app.toutes_activites() or m.acheteuse_id = any (app.activites()) then 'acheteuse' end,
    case when app.toutes_activites() or m.vendeuse_id = any (app.activites()) then 'vendeuse' end], null);
  autre := case coalesce(m.constat_cote, m.cote) when 'acheteuse' then 'vendeuse' else 'acheteuse' end;
  return case
    when miens = '{}' then '{}'
    -- L’une demande ou constate, l’autre répond ; et c’est une autre personne.
    when m.etat = 'demandee' then case when autre = any (miens) and m.demandee_par <> moi then '{accordee,refusee}'::text[] else '{}' end
      || case when m.cote = any (miens) then '{retiree}'::text[] else '{}' end
    when m.etat = 'accordee' then case when m.genre = 'mission' and m.au <= (coalesce(porte.heure(p_le), porte.present()) at time zone 'Europe/Paris')::date then '{constatee}'::text[] else '{}' end || '{annulee}'::text[]
    when m.etat = 'constatee' and autre = any (miens) and m.constatee_par <> moi then '{confirmee,accordee}'
    else '{}' end;
end $$;
comment on function porte.pas_de_mission is 'Les états où la personne peut mener cette mission, à cette heure.';
grant execute on function porte.pas_de_mission to coforme_app;
