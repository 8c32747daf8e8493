set local role coforme_porte;

-- La chaîne d'un organisme se tient jusqu'à la validation, et celle-ci attend le disque : chaque signature paie le sien. Elle se
-- valide donc sans attendre, et l'application, avant d'acquitter, fait écrire le journal de PostgreSQL jusque-là : une écriture pour
-- toutes celles qui attendent. Ce qui suit dans la chaîne suit aussi dans le journal : une entrée sur le disque y a toutes les siennes.
-- Une copie tenue en même temps ailleurs (synchronous_standby_names) ne se passe pas d'attendre ; avant PostgreSQL 17, rien ne change.
do $$ begin
  if current_setting('server_version_num')::int4 >= 170000 then
    create or replace function porte.differer_le_disque() returns boolean
    language plpgsql volatile security definer set search_path = '' as $f$
    begin
      if current_setting('synchronous_standby_names') <> '' or current_setting('synchronous_commit') = 'off' then return false; end if;
      perform set_config('synchronous_commit', 'off', true);
      return true;
    end $f$;
  else
    create or replace function porte.differer_le_disque() returns boolean
    language plpgsql volatile security definer set search_path = '' as $f$ begin return false; end $f$;
  end if;
end $$;
comment on function porte.differer_le_disque is 'Cette transaction se valide sans attendre le disque ; faux : elle l’attend. Qui la demande attend ensuite le disque avant d’acquitter.';
