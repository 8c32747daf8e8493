set local role coforme_porte;

-- Sans enseigne, dit seulement si cela se peut (« pret »).
create or replace function porte.commun_inviter(p_id uuid, p_siret text, p_enseigne uuid, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare
  moi uuid := porte.organisme();
  lui uuid;
begin
  p_le := porte.heure(p_le);
  if porte.par_lien() or not porte.tient_partout(app.liste('roles-qui-deleguent')) then return 'refuse'; end if;
  perform pg_advisory_xact_lock(4820, hashtext(moi::text));
  if not exists (select from mutualisation.regle_commune r where r.organisme_id = moi) then return 'sans-regle'; end if;
  if exists (select from mutualisation.membre_commun m where m.membre_id = moi and m.etat = 'membre') then return 'cascade'; end if;
  if exists (select from organisme.organisme o where o.organisme_id = moi and o.siret = p_siret) then return 'soi'; end if;
  if (select count(*) from organisme.organisme o where o.siret = p_siret) <> 1 then return 'inconnue'; end if;
  select o.organisme_id into lui from organisme.organisme o where o.siret = p_siret;
  -- Un organisme commun n’est pas membre d’un autre : personne ne saurait qui répond.
  if exists (select from mutualisation.regle_commune r where r.organisme_id = lui) then return 'cascade'; end if;
  if exists (select from mutualisation.membre_commun m where m.organisme_id = moi and m.membre_id = lui and m.etat in ('invite', 'membre')) then return 'deja'; end if;
  if p_enseigne is null then return 'pret'; end if;
  if not exists (select from organisme.activite a where a.organisme_id = moi and a.id = p_enseigne and not a.commune and a.fermee_le is null) then return 'introuvable'; end if;
  insert into mutualisation.membre_commun (organisme_id, id, membre_id, enseigne_id, etat, invite_le, invite_par)
    values (moi, p_id, lui, p_enseigne, 'invite', p_le, porte.personne()) on conflict (organisme_id, id) do nothing;
  return 'invite';
end $$;
comment on function porte.commun_inviter is 'La direction d’un organisme commun invite une coopérative à en être membre.';
grant execute on function porte.commun_inviter to coforme_app;
