set local role coforme_maintenance;

-- Remplace des mots par d'autres dans tout texte libre de l'organisme. Ce qui est haché ou figé n'est jamais touché ainsi : une pièce,
-- une entrée du registre, une version s'effacent entières ou restent entières.
create or replace function porte.remplacer_partout(p_termes text[], p_exacts text[], p_par text) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  moi uuid := porte.organisme();
  c record;
  mots text := (select string_agg(regexp_replace(t, '([\\.^$*+?()\[\]{}|/-])', '\\\1', 'g'), '|' order by length(t) desc) from unnest(p_termes) t where length(t) >= 3);
  exacts text := (select string_agg(regexp_replace(t, '([\\.^$*+?()\[\]{}|/-])', '\\\1', 'g'), '|' order by length(t) desc) from unnest(p_exacts) t where length(t) >= 3);
  un text; ligne bigint;
  faits jsonb := '{}'; echecs text[] := '{}';
begin
  if not porte.conduit_un_effacement() then
    raise exception 'La personne déléguée, ou la direction, conduit un effacement.' using errcode = '42501';
  end if;
  if mots is null and exacts is null then return jsonb_build_object('faits', faits, 'echecs', echecs); end if;
  for c in select f.nom as tab, a.attname as col, format_type(a.atttypid, null) as genre
      from app.famille f join pg_catalog.pg_attribute a on a.attrelid = f.nom::regclass
     where f.famille in ('own', 'publie') and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
       and format_type(a.atttypid, null) in ('text', 'text[]', 'jsonb')
       and exists (select from pg_catalog.pg_attribute o where o.attrelid = a.attrelid and o.attname = 'organisme_id')
       and split_part(f.nom, '.', 1) <> all ('{organisme,compte,pole,portail,support,temoin,catalogue,app}'::text[])
       and f.nom <> all ('{emargement.maillon,emargement.prive,emargement.jalon,emargement.jalon_garde,emargement.contreseing,emargement.hors_ligne,
         documents.piece,documents.signature,documents.signature_privee,documents.conditions,tiers.personne,tiers.mot,tiers.entreprise,bpf.depot}'::text[])
     order by 1, 2 loop
    -- Le texte d'un jsonb se remplace comme un texte : les noms n'y ont ni guillemet ni barre (les termes en sont dépouillés avant).
    un := format('%I::text', c.col);
    if mots is not null then un := format('regexp_replace(%s, $re$(?<![[:alnum:]])(%s)(?![[:alnum:]])$re$, %L, ''gi'')', un, mots, p_par); end if;
    if exacts is not null then un := format('regexp_replace(%s, $re$(?<![[:alnum:]])(%s)(?![[:alnum:]])$re$, %L, ''g'')', un, exacts, p_par); end if;
    begin
      execute format('update %s set %I = (%s)::%s where organisme_id = $1 and %I is not null and %s is distinct from %I::text',
        c.tab::regclass, c.col, un, c.genre, c.col, un, c.col) using moi;
      get diagnostics ligne = row_count;
      if ligne > 0 then faits := faits || jsonb_build_object(c.tab || '.' || c.col, ligne); end if;
    exception when check_violation or unique_violation or foreign_key_violation or not_null_violation or invalid_text_representation then
      echecs := echecs || (c.tab || '.' || c.col);
    end;
  end loop;
  return jsonb_build_object('faits', faits, 'echecs', to_jsonb(echecs));
end $$;
comment on function porte.remplacer_partout is 'Remplace des noms et des adresses dans les textes libres de l’organisme ; dit où, et où ce fut impossible.';
revoke execute on function porte.remplacer_partout from public;
grant execute on function porte.remplacer_partout to coforme_app;
