set local role coforme_porte;

-- Réservé, le réglage porte lui-même ce qu'il scelle : on y lit l'organisme, la personne et la portée, jamais dans les réglages `app.*`, que chacun
-- écrit. Une seule expression, le rôle en dernier : la fonction est appelée par table de chaque lecture, et chaque réglage relu s'y paie.
-- `p_vie` : au-delà, le sceau ne vaut plus sous le rôle web (porte.vie_du_sceau, relue à chaque fois, coûterait une fonction de plus).
create or replace procedure porte.poser_le_sceau(p_reserve boolean, p_vie interval default porte.vie_du_sceau())
language plpgsql set search_path = '' as $poser$
declare
  -- Vrai si une porte a scellé cette transaction. `app.sceau` y est comparé parce que le sceau d'un objet en dépend (porte.objet).
  vaut constant text := case when p_reserve then format($vaut$
    starts_with(current_setting('session_preload_libraries'),
      current_setting('app.sceau', true) || '|' || current_setting('transaction_read_only') || '|')
    and (clock_timestamp() <= transaction_timestamp() + %L::interval or session_user <> 'coforme_web')
  $vaut$, p_vie) else 'porte.sceau_a_cle()' end;
  -- Le rang de chacun dans le réglage réservé : le sceau, la lecture seule, puis ceux-ci.
  organisme constant text := case when p_reserve then $$split_part(current_setting('session_preload_libraries'), '|', 3)$$
    else $$current_setting('app.organisme_id', true)$$ end;
  personne constant text := case when p_reserve then $$split_part(current_setting('session_preload_libraries'), '|', 4)$$
    else $$current_setting('app.personne_id', true)$$ end;
  portee constant text := case when p_reserve then $$split_part(current_setting('session_preload_libraries'), '|', 5)$$
    else $$current_setting('app.activites', true)$$ end;
  lire constant text := $lire$
    create or replace function porte.%I() returns %s
    language plpgsql stable parallel restricted security definer set search_path = '' as $f$
    begin
      return case when %s then %s else %s end;
    end $f$ $lire$;
begin
  execute format(lire, 'est_scelle', 'boolean', vaut, 'true', 'false');
  execute format(lire, 'organisme', 'uuid', vaut, organisme || '::uuid', 'null');
  execute format(lire, 'personne', 'uuid', vaut, format($$nullif(%s, '')::uuid$$, personne), 'null');
  execute format(lire, 'portee', 'text', vaut, portee, $$'{}'$$);
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
