-- Le sceau se vérifie à chaque lecture de chaque table : soixante-quinze fois pour la page d'une session. Refaire l'empreinte à
-- clé coûtait 8,4 µs ; la comparer à un texte que le rôle web ne peut ni écrire ni lire en coûte 2,3 (ADR 0007).
--
-- PostgreSQL tient un tel texte : un réglage que seuls écrivent un superutilisateur et qui en a reçu le droit (« grant set on
-- parameter »), et que seul lit « pg_read_all_settings ». `session_preload_libraries` en est un, présent dans toutes les
-- versions, lu une fois à l'ouverture de la connexion et jamais ensuite : posé pour la transaction, il n'y charge rien.
-- Le droit se donne à coforme_porte avant les migrations (platform/db/roles.ts), si l'administrateur est superutilisateur.
-- Sinon la grappe garde l'empreinte à clé.

set local role coforme_porte;

-- La vérification par l'empreinte, telle que 0030 l'a écrite, garde sa formule (test/murs/sceau la tient) sous son propre nom.
alter function porte.est_scelle() rename to sceau_a_cle;

-- `p_vie` : au-delà, le sceau ne vaut plus sous le rôle web (porte.vie_du_sceau, relue à chaque fois, coûterait une fonction de plus).
create procedure porte.poser_le_sceau(p_reserve boolean, p_vie interval default porte.vie_du_sceau())
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

do $$ begin
  call porte.poser_le_sceau(
    has_parameter_privilege('coforme_porte', 'session_preload_libraries', 'set')
    and pg_has_role('coforme_porte', 'pg_read_all_settings', 'usage'));
end $$;
