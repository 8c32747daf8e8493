set local role coforme_maintenance;

-- Remplace des mots par d'autres dans tout texte libre de l'organisme. Ce qui est haché ou figé n'est jamais touché ainsi : une pièce,
-- une entrée du registre, une version s'effacent entières ou restent entières : la porte rend ce qui y nomme encore la personne (`figes`).
create or replace function porte.remplacer_partout(p_termes text[], p_exacts text[], p_par text) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  moi uuid := porte.organisme();
  c record;
  mots text := (select string_agg(regexp_replace(t, '([\\.^$*+?()\[\]{}|/-])', '\\\1', 'g'), '|' order by length(t) desc) from unnest(p_termes) t where length(t) >= 3);
  exacts text := (select string_agg(regexp_replace(t, '([\\.^$*+?()\[\]{}|/-])', '\\\1', 'g'), '|' order by length(t) desc) from unnest(p_exacts) t where length(t) >= 3);
  un text; ligne bigint; derniere timestamptz;
  faits jsonb := '{}'; figes jsonb := '[]'; echecs text[] := '{}';
begin
  if not porte.conduit_un_effacement() then
    raise exception 'La personne déléguée, ou la direction, conduit un effacement.' using errcode = '42501';
  end if;
  if mots is null and exacts is null then return jsonb_build_object('faits', faits, 'echecs', echecs, 'figes', figes); end if;
  for c in select f.nom as tab, a.attname as col, format_type(a.atttypid, null) as genre, g.pourquoi, g.depuis
      from app.famille f join pg_catalog.pg_attribute a on a.attrelid = f.nom::regclass left join porte.textes_figes() g on g.nom = f.nom
     where f.famille not in ('public', 'shared') and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
       and format_type(a.atttypid, null) in ('text', 'text[]', 'jsonb')
       and has_table_privilege(a.attrelid, 'select') and (g.nom is not null or has_table_privilege(a.attrelid, 'update'))
       and exists (select from pg_catalog.pg_attribute o where o.attrelid = a.attrelid and o.attname = 'organisme_id')
     order by 1, 2 loop
    -- Le texte d'un jsonb se remplace comme un texte : les noms n'y ont ni guillemet ni barre (les termes en sont dépouillés avant).
    un := format('%I::text', c.col);
    if mots is not null then un := format('regexp_replace(%s, $re$(?<![[:alnum:]])(%s)(?![[:alnum:]])$re$, %L, ''gi'')', un, mots, p_par); end if;
    if exacts is not null then un := format('regexp_replace(%s, $re$(?<![[:alnum:]])(%s)(?![[:alnum:]])$re$, %L, ''g'')', un, exacts, p_par); end if;
    if c.pourquoi is not null then
      execute format('select count(*), max(%s) from %s t where organisme_id = $1 and %I is not null and %s is distinct from %I::text',
        coalesce(c.depuis, 'null::timestamptz'), c.tab::regclass, c.col, un, c.col) into ligne, derniere using moi;
      if ligne > 0 then
        figes := figes || jsonb_build_object('lieu', c.tab || '.' || c.col, 'nombre', ligne, 'pourquoi', c.pourquoi, 'derniere', derniere);
      end if;
      continue;
    end if;
    begin
      execute format('update %s set %I = (%s)::%s where organisme_id = $1 and %I is not null and %s is distinct from %I::text',
        c.tab::regclass, c.col, un, c.genre, c.col, un, c.col) using moi;
      get diagnostics ligne = row_count;
      if ligne > 0 then faits := faits || jsonb_build_object(c.tab || '.' || c.col, ligne); end if;
    -- Une contrainte, ou un déclencheur qui refuse : le reste se fait, et la porte rend l'endroit.
    exception when integrity_constraint_violation or data_exception or raise_exception or insufficient_privilege or check_violation
        or unique_violation or foreign_key_violation or not_null_violation or restrict_violation or invalid_text_representation then
      echecs := echecs || (c.tab || '.' || c.col);
    end;
  end loop;
  return jsonb_build_object('faits', faits, 'echecs', to_jsonb(echecs), 'figes', figes);
end $$;
comment on function porte.remplacer_partout is 'Remplace des noms et des adresses dans les textes libres de l’organisme ; dit où, où ce fut impossible, et où ils restent.';
revoke execute on function porte.remplacer_partout from public;
grant execute on function porte.remplacer_partout to coforme_app;
