set local role coforme_porte;

-- `p_vie` : au-delà, le sceau ne vaut plus sous le rôle web (porte.vie_du_sceau, relue à chaque fois, coûterait une fonction de plus).
create or replace procedure porte.poser_le_sceau(p_reserve boolean, p_vie interval default porte.vie_du_sceau())
language plpgsql set search_path = '' as $poser$
declare
  -- Vrai si les réglages de la transaction sont ceux qu'une porte a scellés. Une connexion déjà servie garde '' et non null.
  vaut constant text := case when p_reserve then format($vaut$
    coalesce(current_setting('app.sceau', true), '') <> ''
    and current_setting('session_preload_libraries') = current_setting('app.sceau', true)
      || '|' || current_setting('transaction_read_only') || '|' || current_setting('app.organisme_id', true)
      || '|' || current_setting('app.personne_id', true) || '|' || current_setting('app.activites', true)
    and (session_user <> 'coforme_web' or clock_timestamp() <= transaction_timestamp() + %L::interval)
  $vaut$, p_vie) else 'porte.sceau_a_cle()' end;
  lire constant text := $lire$
    create or replace function porte.%I() returns %s
    language plpgsql stable parallel restricted security definer set search_path = '' as $f$
    begin
      if %s then return %s; end if;
      return %s;
    end $f$ $lire$;
begin
  execute format(lire, 'est_scelle', 'boolean', vaut, 'true', 'false');
  execute format(lire, 'organisme', 'uuid', vaut, $$current_setting('app.organisme_id', true)::uuid$$, 'null');
  execute format(lire, 'personne', 'uuid', vaut, $$nullif(current_setting('app.personne_id', true), '')::uuid$$, 'null');
  execute format(lire, 'portee', 'text', vaut, $$current_setting('app.activites', true)$$, $$'{}'$$);
  execute format($f$
    create or replace function porte.sceller(organisme uuid, personne uuid, portee text) returns void
    language plpgsql volatile security definer set search_path = '' as $s$
    declare
      o text := organisme::text;
      p text := coalesce(personne::text, '');
      t text := case when portee = '*' then '*' else coalesce(nullif(portee, ''), '{}')::uuid[]::text end;
      s text := %s;
    begin
      if o is null then
        raise exception 'Un sceau nomme toujours un organisme.' using errcode = '22004';
      end if;
      perform set_config('app.organisme_id', o, true), set_config('app.personne_id', p, true),
              set_config('app.activites', t, true), set_config('app.sceau', s, true)%s;
    end $s$ $f$,
    case when p_reserve then 'gen_random_uuid()::text'
      else $$encode(porte.empreinte_du_sceau(o, p, t), 'hex')$$ end,
    case when p_reserve then $$, set_config('session_preload_libraries',
              s || '|' || current_setting('transaction_read_only') || '|' || o || '|' || p || '|' || t, true)$$ else '' end);
end $poser$;
comment on procedure porte.poser_le_sceau is 'Choisit ce qui rend un sceau infalsifiable : le réglage réservé, ou l’empreinte à clé là où l’administrateur n’est pas superutilisateur.';

call porte.poser_le_sceau(
  has_parameter_privilege('coforme_porte', 'session_preload_libraries', 'set')
  and pg_has_role('coforme_porte', 'pg_read_all_settings', 'usage'));
grant execute on function porte.organisme to coforme_app, coforme_file, coforme_maintenance, coforme_owner, coforme_migrator;
grant execute on function porte.personne to coforme_app, coforme_file, coforme_maintenance, coforme_owner, coforme_migrator;
grant execute on function porte.portee to coforme_app, coforme_file, coforme_maintenance, coforme_owner, coforme_migrator;
comment on function porte.sceller is 'Scelle la transaction. Appelée par les seules portes « ouvrir_… », qui ont vérifié une preuve.';
