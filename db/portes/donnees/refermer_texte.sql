set local role coforme_maintenance;

-- Un texte chiffré, rouvert par l'application et refermé sans un nom. Il n'entre que là où il était, et seulement s'il n'a pas changé entre-temps.
create or replace function porte.refermer_texte(p_table text, p_id uuid, p_avant bytea, p_apres bytea) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare
  moi uuid := porte.organisme();
  col text := case p_table when 'qualite.affaire' then 'recit' when 'qualite.suite' then 'chiffre' when 'stagiaires.procedure' then 'griefs'
    when 'stagiaires.etape' then 'texte' when 'donnees.demande' then 'precision_chiffree' end;
  n integer;
begin
  if not porte.conduit_un_effacement() then
    raise exception 'La personne déléguée, ou la direction, conduit un effacement.' using errcode = '42501';
  end if;
  if col is null then return false; end if;
  execute format('update %s set %I = $1 where organisme_id = $2 and id = $3 and %I = $4', p_table::regclass, col, col)
    using p_apres, moi, p_id, p_avant;
  get diagnostics n = row_count;
  return n = 1;
end $$;
comment on function porte.refermer_texte is 'Remplace un texte chiffré par le même sans le nom d’une personne effacée ; faux s’il a changé.';
revoke execute on function porte.refermer_texte from public;
grant execute on function porte.refermer_texte to coforme_app;
