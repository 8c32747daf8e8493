set local role coforme_porte;

-- Ce que fait l'application avant d'acquitter une transaction validée sans attendre (porte.differer_le_disque).
do $$ begin
  if current_setting('server_version_num')::int4 >= 170000 then
    create or replace function porte.attendre_le_disque() returns void
    language plpgsql volatile security definer set search_path = '' as $f$
    begin perform pg_logical_emit_message(false, 'coforme', '', true); end $f$;
  else
    create or replace function porte.attendre_le_disque() returns void
    language plpgsql volatile security definer set search_path = '' as $f$ begin end $f$;
  end if;
end $$;
comment on function porte.attendre_le_disque is 'Tout ce qui fut validé avant cet appel est sur le disque quand il répond.';
grant execute on function porte.attendre_le_disque to coforme_app;
