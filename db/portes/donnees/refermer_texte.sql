set local role coforme_maintenance;

-- Un texte chiffré, rouvert par l'application et refermé sans un nom. Il n'entre que là où il était, seulement s'il n'a pas changé
-- entre-temps, et seulement dans la transaction qui écrit cet effacement : il n'est pas encore là, et la clé l'exige à la fin. Ce qui fut
-- remplacé garde ses deux empreintes, et le nom de qui l'a fait.
create or replace function porte.refermer_texte(p_effacement uuid, p_table text, p_id uuid, p_avant bytea, p_apres bytea) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare
  moi uuid := porte.organisme();
  col text := case p_table when 'qualite.affaire' then 'recit' when 'qualite.suite' then 'chiffre' when 'stagiaires.procedure' then 'griefs'
    when 'stagiaires.etape' then 'texte' when 'donnees.demande' then 'precision_chiffree'
    when 'portail.demande' then 'chiffre' end;
  n integer;
begin
  if not porte.conduit_un_effacement() then
    raise exception 'La personne déléguée, ou la direction, conduit un effacement.' using errcode = '42501';
  end if;
  if col is null or p_effacement is null
    or exists (select from donnees.effacement e where e.organisme_id = moi and e.id = p_effacement) then return false; end if;
  execute format('update %s set %I = $1 where organisme_id = $2 and id = $3 and %I = $4', p_table::regclass, col, col)
    using p_apres, moi, p_id, p_avant;
  get diagnostics n = row_count;
  if n <> 1 then return false; end if;
  insert into donnees.refermeture (organisme_id, id, effacement_id, lieu, ligne_id, precedente, empreinte, par)
    values (moi, gen_random_uuid(), p_effacement, p_table || '.' || col, p_id, sha256(p_avant), sha256(p_apres), porte.personne());
  return true;
end $$;
comment on function porte.refermer_texte is 'Remplace un texte chiffré par le même sans le nom d’une personne effacée, et garde les deux empreintes ; faux s’il a changé, ou si l’effacement dit n’est pas celui de cette transaction.';
revoke execute on function porte.refermer_texte from public;
grant execute on function porte.refermer_texte to coforme_app;
