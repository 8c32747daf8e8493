import type { ClientBase } from 'pg'

/** Ce qu'une base contient, objet par objet : « genre nom » → sa description entière, droits et propriétaire compris. */
export type Catalogue = ReadonlyMap<string, string>

/** Les schémas qui ne sont pas à nous : ceux de PostgreSQL, et la file de tâches, que sa bibliothèque installe. */
const anous = (n: string) =>
  `${n}.nspname !~ '^pg_' and ${n}.nspname not in ('information_schema', 'graphile_worker', 'public')`

/** Des droits en texte, triés : « à qui: droits ». Absents, ce sont ceux que PostgreSQL donne d'office. */
const droits = (acl: string, genre: string, proprietaire: string) =>
  `(select coalesce(string_agg(x.a || ':' || x.d, ' ' order by x.a), '') from (
      select coalesce(g.rolname, 'public') as a, string_agg(e.privilege_type || case when e.is_grantable then '*' else '' end, ',' order by e.privilege_type) as d
        from aclexplode(coalesce(${acl}, acldefault('${genre}', ${proprietaire}))) e left join pg_roles g on g.oid = e.grantee group by 1) x)`

const requetes: readonly string[] = [
  `select 'schema ' || n.nspname as cle, concat_ws(E'\\n', n.nspowner::regrole, ${droits('n.nspacl', 'n', 'n.nspowner')}, obj_description(n.oid, 'pg_namespace')) as texte
     from pg_namespace n where ${anous('n')}`,
  `select 'droits d’office ' || d.defaclrole::regrole || ' ' || d.defaclobjtype::text || ' ' || coalesce(n.nspname, ''), ${droits('d.defaclacl', 'f', 'd.defaclrole')}
     from pg_default_acl d left join pg_namespace n on n.oid = d.defaclnamespace
    where d.defaclrole <> 'coforme_file'::regrole`,
  `select 'extension ' || e.extname, n.nspname from pg_extension e join pg_namespace n on n.oid = e.extnamespace where e.extname <> 'plpgsql'`,
  `select 'relation ' || n.nspname || '.' || c.relname, concat_ws(E'\\n', c.relkind, c.relowner::regrole, c.relpersistence, 'murée ' || c.relrowsecurity || ' ' || c.relforcerowsecurity,
       array_to_string(c.reloptions, ' '), ${droits('c.relacl', 'r', 'c.relowner')}, obj_description(c.oid, 'pg_class'), case when c.relkind in ('v', 'm') then pg_get_viewdef(c.oid) end)
     from pg_class c join pg_namespace n on n.oid = c.relnamespace where ${anous('n')} and c.relkind in ('r', 'p', 'v', 'm', 'f', 'S')
      and not exists (select from pg_depend x where x.objid = c.oid and x.deptype = 'e')`,
  `select 'colonne ' || n.nspname || '.' || c.relname || '.' || a.attname, concat_ws(E'\\n',
       'rang ' || row_number() over (partition by c.oid order by a.attnum), format_type(a.atttypid, a.atttypmod), 'nulle ' || not a.attnotnull,
       'calculée ' || a.attgenerated::text, 'identité ' || a.attidentity::text, 'défaut ' || pg_get_expr(d.adbin, d.adrelid), 'statistiques ' || coalesce(a.attstattarget::int4, -1), 'rangement ' || a.attstorage::text || a.attcompression::text,
       (select 'ordre ' || k.collname from pg_collation k where k.oid = a.attcollation), array_to_string(a.attoptions, ' '),
       (select string_agg(coalesce(g.rolname, 'public') || ':' || e.privilege_type, ' ' order by g.rolname, e.privilege_type) from aclexplode(a.attacl) e left join pg_roles g on g.oid = e.grantee),
       col_description(c.oid, a.attnum))
     from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
    where ${anous('n')} and c.relkind in ('r', 'p', 'v', 'm', 'f') and a.attnum > 0 and not a.attisdropped`,
  `select 'contrainte ' || n.nspname || '.' || c.relname || '.' || k.conname, concat_ws(E'\\n', k.contype, pg_get_constraintdef(k.oid), 'validée ' || k.convalidated, obj_description(k.oid, 'pg_constraint'))
     from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace where ${anous('n')}`,
  `select 'index ' || n.nspname || '.' || i.relname, concat_ws(E'\\n', pg_get_indexdef(x.indexrelid), x.indisvalid, x.indisclustered, obj_description(i.oid, 'pg_class'))
     from pg_index x join pg_class i on i.oid = x.indexrelid join pg_namespace n on n.oid = i.relnamespace where ${anous('n')}`,
  `select 'règle ' || p.schemaname || '.' || p.tablename || '.' || p.policyname, concat_ws(E'\\n', p.permissive, p.cmd, array_to_string(array(select unnest(p.roles) order by 1), ' '), 'voit ' || p.qual, 'écrit ' || p.with_check)
     from pg_policies p join pg_namespace n on n.nspname = p.schemaname where ${anous('n')}`,
  `select 'déclencheur ' || n.nspname || '.' || c.relname || '.' || t.tgname, concat_ws(E'\\n', pg_get_triggerdef(t.oid), t.tgenabled, obj_description(t.oid, 'pg_trigger'))
     from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace where ${anous('n')} and not t.tgisinternal`,
  `select 'fonction ' || n.nspname || '.' || p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')', concat_ws(E'\\n', p.proowner::regrole, ${droits('p.proacl', 'f', 'p.proowner')}, pg_get_functiondef(p.oid), obj_description(p.oid, 'pg_proc'))
     from pg_proc p join pg_namespace n on n.oid = p.pronamespace where ${anous('n')} and p.prokind in ('f', 'p')
      and not exists (select from pg_depend x where x.objid = p.oid and x.deptype = 'e')`,
  `select 'type ' || n.nspname || '.' || t.typname, concat_ws(E'\\n', t.typtype, t.typowner::regrole, ${droits('t.typacl', 'T', 't.typowner')}, format_type(t.typbasetype, t.typtypmod),
       (select string_agg(l.enumlabel, ' ' order by l.enumsortorder) from pg_enum l where l.enumtypid = t.oid), (select string_agg(pg_get_constraintdef(k.oid), ' ' order by k.conname) from pg_constraint k where k.contypid = t.oid))
     from pg_type t join pg_namespace n on n.oid = t.typnamespace where ${anous('n')} and t.typtype in ('e', 'd', 'r')
      and not exists (select from pg_depend x where x.objid = t.oid and x.deptype = 'e')`,
  `select 'suite ' || s.schemaname || '.' || s.sequencename, concat_ws(' ', s.data_type, s.start_value, s.min_value, s.max_value, s.increment_by, s.cycle, s.cache_size)
     from pg_sequences s join pg_namespace n on n.nspname = s.schemaname where ${anous('n')}`,
  `select 'statistiques ' || n.nspname || '.' || s.stxname, pg_get_statisticsobjdef(s.oid) from pg_statistic_ext s join pg_namespace n on n.oid = s.stxnamespace where ${anous('n')}`,
  `select 'réécriture ' || n.nspname || '.' || c.relname || '.' || r.rulename, pg_get_ruledef(r.oid) from pg_rewrite r join pg_class c on c.oid = r.ev_class join pg_namespace n on n.oid = c.relnamespace where ${anous('n')} and c.relkind <> 'v'`,
  `select 'famille ' || f.nom, to_jsonb(f)::text from app.famille f`,
]

/**
 * Ce que la base contient : schémas, tables, colonnes dans leur ordre, contraintes, index, règles, déclencheurs, fonctions, vues,
 * types ; avec propriétaires, droits et phrases ; et les familles déclarées. La file de tâches n'en est pas : sa bibliothèque l'installe.
 */
export const lireCatalogue = async (client: Pick<ClientBase, 'query'>): Promise<Catalogue> => {
  const lu = new Map<string, string>()
  for (const requete of requetes) {
    const { rows } = await client.query<{ cle: string; texte: string | null }>(
      `select x.cle, x.texte from (${requete}) x (cle, texte) order by 1`,
    )
    for (const { cle, texte } of rows) lu.set(cle, texte ?? '')
  }
  return lu
}

/** Une ligne par objet qui manque, qui est en trop, ou qui diffère (avec ses lignes qui diffèrent). Vide : les bases sont les mêmes. */
export const ecartsDeCatalogue = (attendu: Catalogue, trouve: Catalogue): string[] => [
  ...[...attendu.keys()].filter((cle) => !trouve.has(cle)).map((cle) => `manque : ${cle}`),
  ...[...trouve.keys()].filter((cle) => !attendu.has(cle)).map((cle) => `en trop : ${cle}`),
  ...[...attendu]
    .filter(([cle, texte]) => trouve.has(cle) && trouve.get(cle) !== texte)
    .map(([cle, texte]) => {
      const [avant, apres] = [texte.split('\n'), (trouve.get(cle) ?? '').split('\n')]
      return [
        `diffère : ${cle}`,
        ...avant.filter((l) => !apres.includes(l)).map((l) => `  - ${l}`),
        ...apres.filter((l) => !avant.includes(l)).map((l) => `  + ${l}`),
      ].join('\n')
    }),
]
