set local role coforme_porte;

-- La personne seule, au texte qu’elle a lu, pour une mission vive, jusqu’à un jour d’après la mission et d’avant quatre ans. Remettre à nouveau demande
-- d’avoir repris le précédent. Les pièces arrivent chiffrées : la base n’en lit que le genre et la date.
create or replace function porte.remise_donner(p_id uuid, p_mission uuid, p_version integer, p_jusqu_au date, p_empreinte bytea, p_signature bytea, p_cle bytea,
  p_genres text[], p_dates date[], p_octets bytea[], p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare
  ici uuid := porte.organisme();
  qui uuid := porte.personne();
  m mutualisation.mission;
  jour date;
begin
  p_le := porte.heure(p_le);
  jour := (p_le at time zone 'Europe/Paris')::date;
  if qui is null or porte.par_lien() then return 'refuse'; end if;
  select * into m from mutualisation.mission x where x.organisme_id = ici and x.id = p_mission and x.compte_id = qui for update;
  if not found then return 'introuvable'; end if;
  if not m.etat = any (app.liste('missions-qui-tiennent-l-heure')) then return 'sans-mission'; end if;
  if app.version_du_terme('dossier') is distinct from p_version then return 'texte'; end if;
  if p_jusqu_au < (upper(m.creneaux) at time zone 'Europe/Paris')::date or p_jusqu_au < jour or p_jusqu_au > jour + 1461 then
    return 'terme';
  end if;
  if coalesce(cardinality(p_genres), 0) not between 1 and 12 or cardinality(p_genres) <> cardinality(p_dates)
    or cardinality(p_genres) <> cardinality(p_octets) then return 'pieces'; end if;
  if exists (select from mutualisation.remise x where x.organisme_id = ici and x.id = p_id and x.compte_id = qui) then return 'deja'; end if;
  insert into mutualisation.remise (organisme_id, id, mission_id, de_organisme_id, compte_id, version, remise_le, jusqu_au, empreinte, signature, cle)
    values (ici, p_id, p_mission, m.de_organisme_id, qui, p_version, p_le, p_jusqu_au, p_empreinte, p_signature, p_cle) on conflict do nothing;
  if not found then
    -- L’identifiant peut être celui d’une autre : rien n’est alors remis.
    return case when exists (select from mutualisation.remise x where x.organisme_id = ici and x.mission_id = p_mission and x.retiree_le is null)
      then 'deja-remis' else 'refuse' end;
  end if;
  insert into mutualisation.remise_piece (organisme_id, remise_id, rang, genre, le, octets)
    select ici, p_id, x.rang, x.genre, x.le, x.octets
      from rows from (unnest(p_genres), unnest(p_dates), unnest(p_octets)) with ordinality x(genre, le, octets, rang);
  return 'remis';
end $$;
comment on function porte.remise_donner is 'La personne remet des pièces de son dossier, pour une mission, jusqu’à un terme.';
grant execute on function porte.remise_donner to coforme_app;
