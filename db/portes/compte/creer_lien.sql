set local role coforme_porte;

-- Le dernier lien reçu est le bon, pour un espace comme pour une signature. Le reste est inchangé.
create or replace function porte.creer_lien(p_jeton bytea, p_usage text, p_compte uuid, p_organisme uuid, p_activite uuid, p_objet uuid,
  p_duree interval) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  if session_user not in ('coforme_worker', 'coforme_migrator') then
    raise exception 'Un lien ne naît que dans une tâche.' using errcode = '42501';
  end if;
  if p_usage = 'reinitialisation' and (select count(*) from compte.lien l where l.compte_id = p_compte and l.usage = p_usage
      -- Permis : cinq demandes par heure et par compte.
      and l.cree_le > now() - interval '1 hour' and l.jeton <> p_jeton) >= 5 then return false; end if;
  insert into compte.lien (jeton, usage, compte_id, organisme_id, activite_id, objet_id, expire_le)
  -- Permis : borne de la table des liens ; documents/domain/terme-du-lien.ts reste en dessous.
  values (p_jeton, p_usage, p_compte, p_organisme, p_activite, p_objet, now() + least(p_duree, interval '400 days'))
  on conflict (jeton) do nothing;
  if not found then return false; end if;
  if p_usage in ('signature', 'espace') then
    update compte.lien l set retire_le = now() where l.organisme_id = p_organisme and l.objet_id = p_objet and l.usage = p_usage
      and l.jeton <> p_jeton and l.consomme_le is null and l.retire_le is null;
  elsif p_usage <> 'emargement' then
    update compte.lien l set retire_le = now() where l.compte_id = p_compte and l.usage = p_usage and l.jeton <> p_jeton
      and l.organisme_id is not distinct from p_organisme and l.consomme_le is null and l.retire_le is null;
  end if;
  return true;
end $$;
grant execute on function porte.creer_lien to coforme_worker, coforme_migrator;
