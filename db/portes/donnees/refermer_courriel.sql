set local role coforme_maintenance;

-- Un message en attente, refermé sans un nom, ou retiré (« p_apres » nul). Comme tout texte refermé : s'il n'a pas changé, et dans la
-- transaction qui écrit cet effacement, que la clé de « refermeture » exige à la fin.
create or replace function porte.refermer_courriel(p_effacement uuid, p_id uuid, p_avant bytea, p_apres bytea) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare moi uuid := porte.organisme(); n integer;
begin
  if not porte.conduit_un_effacement() then
    raise exception 'La personne déléguée, ou la direction, conduit un effacement.' using errcode = '42501';
  end if;
  if p_effacement is null or exists (select from donnees.effacement e where e.organisme_id = moi and e.id = p_effacement) then return false; end if;
  update plateforme.courriel c set chiffre = p_apres, etat = case when p_apres is null then 'refuse' else 'en-attente' end,
      fini_le = case when p_apres is null then now() end, code = case when p_apres is null then 'EFFACE' else c.code end
    where c.organisme_id = moi and c.id = p_id and c.etat = 'en-attente' and c.chiffre = p_avant;
  get diagnostics n = row_count;
  if n <> 1 then return false; end if;
  insert into donnees.refermeture (organisme_id, id, effacement_id, lieu, ligne_id, precedente, empreinte, par)
    values (moi, gen_random_uuid(), p_effacement, 'plateforme.courriel.chiffre', p_id, sha256(p_avant), sha256(coalesce(p_apres, '')), porte.personne());
  return true;
end $$;
comment on function porte.refermer_courriel is 'Ôte d’un message en attente le nom d’une personne effacée, ou retire le message ; faux s’il est parti, ou si l’effacement dit n’est pas celui de cette transaction.';
revoke execute on function porte.refermer_courriel from public;
grant execute on function porte.refermer_courriel to coforme_app;
