set local role coforme_file;

create or replace function porte.relancer_taches() returns integer
language plpgsql volatile set search_path = '' as $$
begin
  return (select count(*)::integer from graphile_worker.reschedule_jobs(
    array(select j.id from graphile_worker._private_jobs j where j.last_error is not null and j.locked_at is null), now(), null, 0, null));
end $$;
comment on function porte.relancer_taches is 'Rejoue dès maintenant toutes les tâches qui ont échoué, y compris celles que plus rien ne rejouait ; rend leur nombre.';
revoke execute on function porte.relancer_taches from public;
grant execute on function porte.relancer_taches to coforme_worker;
