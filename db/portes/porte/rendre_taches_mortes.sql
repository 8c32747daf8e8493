set local role coforme_file;

-- Chaque groupe d'ouvriers tient, tant qu'il vit, le verrou qui porte son nom (platform/jobs/tenir.ts) : que nous puissions le prendre dit
-- qu'il est mort. Dix secondes laissent à un groupe qui naît le temps de prendre le sien.
create or replace function porte.rendre_taches_mortes() returns integer
language plpgsql volatile set search_path = '' as $$
declare morts text[]; n integer;
begin
  with groupes as materialized (
    -- Permis : un processus qui ne bat plus.
    select j.locked_by as groupe from graphile_worker._private_jobs j where j.locked_at < now() - interval '10 seconds'
    -- Permis : de même pour sa file.
    union select q.locked_by from graphile_worker._private_job_queues q where q.locked_at < now() - interval '10 seconds')
  select array_agg(groupe) into morts from groupes
    where groupe is not null and pg_try_advisory_xact_lock(hashtext('coforme-file'), hashtext(groupe));
  if morts is null then return 0; end if;
  select count(*)::integer into n from graphile_worker._private_jobs j where j.locked_by = any (morts);
  perform graphile_worker.force_unlock_workers(morts);
  return n;
end $$;
comment on function porte.rendre_taches_mortes is 'Rend à la file les tâches que tenaient des ouvriers morts, et leur nombre.';
revoke execute on function porte.rendre_taches_mortes from public;
grant execute on function porte.rendre_taches_mortes to coforme_worker;
