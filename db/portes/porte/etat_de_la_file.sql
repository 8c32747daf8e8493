set local role coforme_file;

create or replace function porte.etat_de_la_file()
returns table (dues integer, en_cours integer, a_venir integer, en_echec integer, mortes integer, plus_ancienne timestamptz)
language plpgsql stable set search_path = '' as $$
begin
  return query select (count(*) filter (where j.locked_at is null and j.attempts < j.max_attempts and j.run_at <= now()))::integer,
      (count(*) filter (where j.locked_at is not null))::integer,
      (count(*) filter (where j.locked_at is null and j.attempts < j.max_attempts and j.run_at > now()))::integer,
      (count(*) filter (where j.last_error is not null and j.attempts < j.max_attempts))::integer,
      (count(*) filter (where j.locked_at is null and j.attempts >= j.max_attempts))::integer,
      min(j.run_at) filter (where j.locked_at is null and j.attempts < j.max_attempts and j.run_at <= now())
    from graphile_worker._private_jobs j;
end $$;
comment on function porte.etat_de_la_file is 'Les tâches dues, en cours, à venir, celles qui ont échoué et seront rejouées, celles que plus rien ne rejoue ; depuis quand attend la plus ancienne des dues.';
revoke execute on function porte.etat_de_la_file from public;
grant execute on function porte.etat_de_la_file to coforme_worker;
