-- Usage : call app.proteger('inscriptions.inscription', 'own', activite => true);
--   publie     publie => 'publiee_le is not null'   lue sans organisme : les lignes du prédicat, rien d'autre
--   shared     colonnes organisme_id (destinataire), de_organisme_id, du, au, retiree_le
--   collective cle => 'pole_id', porte => 'porte.poles()'   (une porte qui rend uuid[])
--   activite   le mur des enseignes : quatre règles restrictives, une par commande
--   invite     une clause SQL qui laisse lire (et seulement lire) au-delà des enseignes
--   preuve     en ajout seul ; sauvegarde => false : la sauvegarde ignore la table
create or replace procedure app.proteger(
  p_table text, p_famille text, publie text default null, cle text default null, porte text default null,
  activite boolean default false, invite text default null, preuve boolean default false,
  sauvegarde boolean default true)
language plpgsql set search_path = '' as $$
declare
  t regclass := p_table::regclass;
  schema_ text := (select nspname from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.oid = t);
  moi constant text := '(select app.organisme())';
  -- Le transtypage est hors des parenthèses : dedans, l'analyseur y verrait un ensemble.
  mienne constant text := '((select app.toutes_activites()) or activite_id = any ((select app.activites())::uuid[]))';
  membre text;
  auteur text;
  c record;
begin
  if p_famille not in ('own', 'publie', 'shared', 'collective', 'porte', 'public') then
    raise exception 'app.proteger : famille inconnue « % ».', p_famille using errcode = '22023';
  end if;
  if (p_famille = 'publie') <> (publie is not null) or (p_famille = 'collective') <> (cle is not null and porte is not null)
     or (activite and p_famille not in ('own', 'publie')) or (invite is not null and not activite) then
    raise exception 'app.proteger : arguments incohérents pour % (%).', t, p_famille using errcode = '22023';
  end if;

  insert into app.famille values (p_table, p_famille, publie, cle, porte, activite, invite, preuve, sauvegarde);
  execute format('grant usage on schema %I to coforme_app, coforme_porte, coforme_maintenance', schema_);
  execute format('grant select, insert, update, delete on %s to coforme_maintenance', t);
  if p_famille = 'public' then
    execute format('grant select on %s to coforme_app', t);
    return;
  end if;

  execute format('alter table %s enable row level security', t);
  execute format('alter table %s force row level security', t);
  execute format('create policy maintenance on %s to coforme_maintenance using (true) with check (true)', t);

  -- Pas de statistiques sur les textes : « explain » en montrerait, par ses estimations, les noms des voisins.
  for c in select attname from pg_attribute where attrelid = t and attnum > 0 and not attisdropped
             and atttypid = any ('{text,text[],jsonb,bytea}'::regtype[]) loop
    execute format('alter table %s alter column %I set statistics 0', t, c.attname);
  end loop;

  case p_famille
  when 'own', 'publie' then
    perform app.exiger_colonne(t, 'organisme_id', true);
    execute format('create policy mur on %s to coforme_app using (organisme_id = %s) with check (organisme_id = %2$s)', t, moi);
    if p_famille = 'publie' then
      -- Sans organisme seulement : une liste d'administration ne doit jamais mêler les lignes des voisins.
      execute format('create policy publication on %s for select to coforme_app using (%s is null and (%s))', t, moi, publie);
    end if;
  when 'shared' then
    perform app.exiger_colonne(t, 'organisme_id', true), app.exiger_colonne(t, 'de_organisme_id', true),
            app.exiger_colonne(t, 'du', true), app.exiger_colonne(t, 'au', false),
            app.exiger_colonne(t, 'retiree_le', false);
    execute format('create policy remise on %s for select to coforme_app using (organisme_id = %s and du <= (now() at time zone ''Europe/Paris'')::date
      and (au is null or au >= (now() at time zone ''Europe/Paris'')::date) and retiree_le is null)', t, moi);
    execute format('create policy envoi on %s to coforme_app using (de_organisme_id = %s) with check (de_organisme_id = %2$s)', t, moi);
  when 'collective' then
    perform app.exiger_colonne(t, cle, true);
    membre := format('%I = any ((select %s)::uuid[])', cle, porte);
    auteur := case when exists (select from pg_attribute where attrelid = t and attname = 'organisme_id')
      then format(' and organisme_id = %s', moi) else '' end;
    execute format('create policy membre on %s for select to coforme_app using (%s)', t, membre);
    execute format('create policy ajout on %s for insert to coforme_app with check (%s%s)', t, membre, auteur);
    execute format('create policy changement on %s for update to coforme_app using (%s%s) with check (%2$s%3$s)', t, membre, auteur);
    execute format('create policy retrait on %s for delete to coforme_app using (%s%s)', t, membre, auteur);
  when 'porte' then
    execute format('create policy porte on %s to coforme_porte using (true) with check (true)', t);
  end case;

  if activite then
    perform app.exiger_colonne(t, 'activite_id', true);
    execute format('create policy activite_lire on %s as restrictive for select to coforme_app using (%s%s%s)', t, mienne,
      case when p_famille = 'publie' then format(' or %s is null', moi) else '' end, coalesce(' or ' || invite, ''));
    execute format('create policy activite_ajouter on %s as restrictive for insert to coforme_app with check (%s)', t, mienne);
    execute format('create policy activite_modifier on %s as restrictive for update to coforme_app using (%s) with check (%2$s)', t, mienne);
    execute format('create policy activite_retirer on %s as restrictive for delete to coforme_app using (%s)', t, mienne);
  end if;
end $$;
