set local role coforme_file;

create or replace function porte.enfiler(nom text, payload jsonb, cle text, run_at timestamptz) returns bigint
language plpgsql volatile security definer set search_path = '' as $$
begin
  return (select id from graphile_worker.add_job(identifier => nom, payload => payload::json, job_key => cle, run_at => run_at));
end $$;
comment on function porte.enfiler is 'Enfile sans vérifier l’organisme : pour les portes qui n’en ont pas encore (comptes).';
revoke execute on function porte.enfiler from public;
grant execute on function porte.enfiler to coforme_porte;
