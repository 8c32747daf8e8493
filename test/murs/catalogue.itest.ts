/** Ce que le catalogue de PostgreSQL doit dire de toute table, vue, règle et fonction, sans aucune donnée. */
import { describe, expect, it } from 'vitest'
import { baseNeuve } from '../base/index.ts'
import { unicitesGlobales } from './exceptions.ts'
import { nosSchemas } from './schemas.ts'

const base = await baseNeuve()
const tout = await base.client('coforme_maintenance')

/** La première colonne de chaque ligne : des noms, à comparer à une liste vide. */
const noms = async (requete: string): Promise<string[]> =>
  (await tout.query<{ nom: string }>(requete)).rows.map((r) => r.nom)

const tables = `from pg_class c join pg_namespace n on n.oid = c.relnamespace
  left join app.famille f on f.nom = n.nspname || '.' || c.relname where c.relkind in ('r', 'p') and ${nosSchemas}`
const nom = `n.nspname || '.' || c.relname as nom`

describe('les tables', () => {
  it('murées et forcées, sauf les publiques', async () => {
    expect(
      await noms(
        `select ${nom} ${tables} and f.famille <> 'public' and not (c.relrowsecurity and c.relforcerowsecurity)`,
      ),
    ).toEqual([])
  })

  it('« porte » et « public » : aucun droit d’écriture, et aucun droit du tout pour « porte »', async () => {
    expect(
      await noms(`select ${nom} ${tables} and f.famille = 'porte' and (has_table_privilege('coforme_web', c.oid, 'select,insert,update,delete,truncate,references,trigger')
      or has_any_column_privilege('coforme_web', c.oid, 'select,insert,update,references'))`),
    ).toEqual([])
    expect(
      await noms(`select ${nom} ${tables} and f.famille = 'public' and (has_table_privilege('coforme_web', c.oid, 'insert,update,delete,truncate')
      or has_any_column_privilege('coforme_web', c.oid, 'insert,update'))`),
    ).toEqual([])
  })

  it('une preuve ne se change ni ne se retire, et rien ne se vide', async () => {
    expect(
      await noms(`select ${nom} ${tables} and f.preuve and (has_any_column_privilege('coforme_web', c.oid, 'update')
      or has_table_privilege('coforme_web', c.oid, 'delete'))`),
    ).toEqual([])
    expect(
      await noms(
        `select ${nom} ${tables} and has_table_privilege('coforme_web', c.oid, 'truncate,trigger,references')`,
      ),
    ).toEqual([])
  })

  it('les murs par enseigne reposent sur une colonne obligatoire et quatre règles restrictives', async () => {
    expect(
      await noms(`select ${nom} ${tables} and f.activite and not exists (select from pg_attribute a
      where a.attrelid = c.oid and attname = 'activite_id' and attnotnull)`),
    ).toEqual([])
    expect(
      await noms(`select ${nom} ${tables} and f.activite and (select count(*) from pg_policy p
      where p.polrelid = c.oid and not polpermissive and polname ~ '^activite_') <> 4`),
    ).toEqual([])
  })

  it('une lecture d’une table à soi peut ne pas dire « organisme_id » : rien d’autre que le mur n’en laisse lire une ligne', async () => {
    expect(
      await noms(`select ${nom} ${tables} and f.famille in ('own', 'publie') and exists (select from pg_policy p
        where p.polrelid = c.oid and p.polpermissive and p.polcmd in ('r', '*') and p.polname not in ('mur', 'publication')
          and exists (select from unnest(p.polroles) r where r = 0 or pg_has_role('coforme_web', r, 'usage') or pg_has_role('coforme_worker', r, 'usage')))`),
    ).toEqual([])
    expect(
      await noms(`select ${nom} ${tables} and f.famille in ('own', 'publie') and not exists (select from pg_policy p
        where p.polrelid = c.oid and p.polpermissive and p.polname = 'mur' and p.polcmd = '*'
          and pg_get_expr(p.polqual, p.polrelid) ~ '^\\(organisme_id = \\( ?SELECT app\\.organisme\\(\\)( AS [a-z_]+)?\\)\\)$')`),
    ).toEqual([])
  })

  it('une table qui porte une enseigne est derrière le mur des enseignes', async () => {
    expect(
      await noms(`select ${nom} ${tables} and not f.activite and f.famille <> 'porte' and exists (select from pg_attribute a
      where a.attrelid = c.oid and attname = 'activite_id' and not attisdropped)`),
    ).toEqual([])
  })

  it('clés, unicités et exclusions commencent par la clé du mur', async () => {
    const vues = await noms(
      `select n.nspname || '.' || c.relname || ' ' || i.indexrelid::regclass::text as nom from pg_index i join pg_class c on c.oid = i.indrelid
      join pg_namespace n on n.oid = c.relnamespace join app.famille f on f.nom = n.nspname || '.' || c.relname
      where f.famille not in ('public', 'porte') and (i.indisunique or i.indisexclusion)
        and (select attname from pg_attribute where attrelid = c.oid and attnum = i.indkey[0]) <> coalesce(f.cle, 'organisme_id')`,
    )
    expect(vues.filter((v) => !(v in unicitesGlobales))).toEqual([])
  })

  it('entre tables murées, chaque clé étrangère porte la clé du mur, et une de deux colonnes existe (une seule vers l’organisme lui-même)', async () => {
    const cles = `from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
      join app.famille f on f.nom = n.nspname || '.' || c.relname
      join pg_class c2 on c2.oid = k.confrelid join pg_namespace n2 on n2.oid = c2.relnamespace
      join app.famille f2 on f2.nom = n2.nspname || '.' || c2.relname
      where k.contype = 'f' and f.famille not in ('public', 'porte') and f2.famille not in ('public', 'porte')`
    const tete = `(select attname from pg_attribute where attrelid = k.confrelid and attnum = k.confkey[1]) = coalesce(f2.cle, 'organisme_id')
      and (select attname from pg_attribute where attrelid = k.conrelid and attnum = k.conkey[1]) in (coalesce(f.cle, 'organisme_id'), 'organisme_id', 'de_organisme_id')`
    expect(
      await noms(`select k.conname || ' de ' || k.conrelid::regclass::text as nom ${cles} and not (${tete})`),
    ).toEqual([])
    expect(
      await noms(`select distinct k.conrelid::regclass::text || ' → ' || k.confrelid::regclass::text as nom ${cles}
      and not (cardinality(k.confkey) = 1 and ${tete})
      and not exists (select from pg_constraint k2 where k2.contype = 'f' and k2.conrelid = k.conrelid
        and k2.confrelid = k.confrelid and cardinality(k2.conkey) = 2)`),
    ).toEqual([])
  })

  it('chaque clé étrangère tient, revue par qui voit tout', async () => {
    const { rows } = await tout.query<{
      nom: string
      de: string
      vers: string
      egal: string
      plein: string
    }>(`
      select k.conname as nom, k.conrelid::regclass::text as de, k.confrelid::regclass::text as vers,
        (select string_agg(format('t.%I = u.%I', a.attname, b.attname), ' and ') from unnest(k.conkey, k.confkey) x(i, j)
          join pg_attribute a on a.attrelid = k.conrelid and a.attnum = x.i join pg_attribute b on b.attrelid = k.confrelid and b.attnum = x.j) as egal,
        (select string_agg(format('t.%I is not null', a.attname), ' and ') from unnest(k.conkey) x(i)
          join pg_attribute a on a.attrelid = k.conrelid and a.attnum = x.i) as plein
      from pg_constraint k join pg_namespace n on n.oid = k.connamespace where k.contype = 'f' and ${nosSchemas}`)
    expect(rows.length).toBeGreaterThan(0)
    for (const k of rows) {
      const orphelins = await noms(
        `select count(*)::text as nom from ${k.de} t where ${k.plein} and not exists (select from ${k.vers} u where ${k.egal})`,
      )
      expect(orphelins, `${k.de} ${k.nom}`).toEqual(['0'])
    }
  })

  it('ni vue matérialisée, ni partition lisible, ni séquence', async () => {
    expect(
      await noms(`select ${nom} from pg_class c join pg_namespace n on n.oid = c.relnamespace where ${nosSchemas} and
      (c.relkind in ('m', 'S', 'f') or (c.relispartition and has_table_privilege('coforme_web', c.oid, 'select')))`),
    ).toEqual([])
  })
})

describe('les règles', () => {
  it('appellent app.organisme() une fois par instruction, jamais par ligne', async () => {
    const nues = await noms(`select polrelid::regclass::text || ' ' || polname as nom from pg_policy p,
      lateral (select coalesce(pg_get_expr(polqual, polrelid), '') || ' ' || coalesce(pg_get_expr(polwithcheck, polrelid), '') as e) x
      where regexp_replace(e, '\\( ?SELECT (app|porte)\\.[a-z_]+\\(\\)( AS [a-z_]+)?\\)', '', 'g') ~ '(app|porte)\\.[a-z_]+\\('`)
    expect(nues).toEqual([])
  })

  it('n’emploient ni fonction volatile, ni immuable des nôtres, ni « parallel unsafe »', async () => {
    expect(
      await noms(`select distinct p.proname::text as nom from pg_depend d join pg_proc p on p.oid = d.refobjid
      join pg_namespace n on n.oid = p.pronamespace where d.classid = 'pg_policy'::regclass and d.refclassid = 'pg_proc'::regclass
        and ${nosSchemas} and (p.provolatile <> 's' or p.proparallel = 'u')`),
    ).toEqual([])
  })

  it('chaque règle d’ajout a sa règle de lecture, sans quoi « returning » refuse', async () => {
    expect(
      await noms(`select polrelid::regclass::text as nom from pg_policy p where polpermissive and polcmd = 'a'
      and not exists (select from pg_policy q where q.polrelid = p.polrelid and q.polcmd in ('r', '*') and q.polpermissive and q.polroles = p.polroles)`),
    ).toEqual([])
  })
})

describe('les vues et les fonctions', () => {
  it('toute vue lit avec les droits de qui la lit', async () => {
    expect(
      await noms(`select ${nom} from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind = 'v' and ${nosSchemas} and not coalesce(c.reloptions @> '{security_invoker=true}', false)`),
    ).toEqual([])
  })

  // Effacer touche à toute table, présente ou à venir : coforme_maintenance en a déjà les droits, et eux seuls suffisent.
  const effacements = [
    'oublier_pieces',
    'oublier_parcours',
    'oublier_listes',
    'oublier_personne',
    'oublier_agendas',
    'oublier_brouillons',
    'oublier_reponse',
    'remplacer_partout',
    'refermer_texte',
    'courriels_a_relire',
    'refermer_courriel',
    // Du clair au chiffré, dans des lignes que l’application ne change pas : une tâche seule, après qui conduit un effacement.
    'fermer_protegee',
    'protegees_en_clair',
    // L’application ne lit pas ce que des visiteurs demandent : elle ne l’ouvre que pour l’effacer, ou le remettre à qui l’a écrit.
    'demandes_chiffrees',
    // Le terme passé d’un dossier remis : l’ouvrier seul la joue, sans personne.
    'remise_expirer',
    // Une image refaite prend la place de la première : l’ouvrier seul la joue, sans personne.
    'photo_refaite',
    // Ce que plus rien n’emploie, pour les portes seules : elle n’efface pas.
    'fichiers_sans_emploi',
  ]

  it('une porte qui efface, et que l’application joue, demande d’abord qui conduit l’effacement', async () => {
    expect(
      await noms(`select p.proname as nom from pg_proc p where p.proowner = 'coforme_maintenance'::regrole and p.prosecdef
      and has_function_privilege('coforme_app', p.oid, 'execute')
      and position('if not porte.conduit_un_effacement() then' in p.prosrc) = 0`),
    ).toEqual([])
  })

  it('toute fonction privilégiée appartient à une porte, fixe son chemin et n’est pas à PUBLIC', async () => {
    const definer = `from pg_proc p join pg_namespace n on n.oid = p.pronamespace where p.prosecdef and ${nosSchemas}`
    expect(
      await noms(`select p.oid::regprocedure::text as nom ${definer} and p.proowner <> 'coforme_porte'::regrole
      and p.oid <> 'porte.enfiler(text,jsonb,text,timestamptz)'::regprocedure
      and not (p.proowner = 'coforme_maintenance'::regrole and p.proname = any ('{${effacements.join(',')}}'::name[]))`),
    ).toEqual([])
    expect(
      await noms(
        `select p.oid::regprocedure::text as nom ${definer} and not coalesce(p.proconfig @> '{"search_path=\\"\\""}', false)`,
      ),
    ).toEqual([])
    expect(await noms(`select p.oid::regprocedure::text as nom ${definer} and n.nspname <> 'porte'`)).toEqual(
      [],
    )
  })

  it('aucune fonction des nôtres n’est exécutable par PUBLIC', async () => {
    expect(
      await noms(`select p.oid::regprocedure::text as nom from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where ${nosSchemas} and n.nspname <> 'public' and exists (select from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) x where x.grantee = 0)`),
    ).toEqual([])
  })

  it('sceller, hacher, ouvrir une tâche et enfiler sans organisme sont hors de portée du web', async () => {
    for (const f of [
      'porte.sceller(uuid,uuid,text)',
      'porte.hacher(text)',
      'porte.empreinte_du_sceau(text,text,text)',
      'porte.ouvrir_tache(uuid,text)',
      'porte.enfiler(text,jsonb,text,timestamptz)',
    ]) {
      const { rows } = await tout.query(
        `select has_function_privilege('coforme_web', $1, 'execute') as web,
        has_function_privilege('coforme_owner', $1, 'execute') as proprietaire`,
        [f],
      )
      expect(rows, f).toEqual([{ web: false, proprietaire: false }])
    }
  })
})

describe('les rôles', () => {
  it('aucun ne passe outre les murs, ni ne crée', async () => {
    expect(
      await noms(`select rolname as nom from pg_roles where rolname ~ '^coforme_'
      and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication)`),
    ).toEqual([])
    expect(
      await noms(`select r.rolname || ' ' || n.nspname as nom from pg_roles r, pg_namespace n
      where r.rolname in ('coforme_web', 'coforme_worker', 'coforme_app', 'coforme_porte')
        and has_schema_privilege(r.oid, n.oid, 'create') and not (r.rolname = 'coforme_porte' and n.nspname = 'porte')
        and not (r.rolname = 'coforme_worker' and n.nspname = 'graphile_worker') and n.nspname !~ '^pg_'`),
    ).toEqual([])
    expect(
      await noms(`select r.rolname as nom from pg_roles r where r.rolname in ('coforme_web', 'coforme_app')
      and has_database_privilege(r.oid, current_database(), 'create,temporary')`),
    ).toEqual([])
  })

  it('le web n’endosse aucun autre rôle', async () => {
    expect(
      await noms(`select r.rolname as nom from pg_roles r where r.rolname <> 'coforme_web' and r.rolname !~ '^pg_'
      and pg_has_role('coforme_web', r.oid, 'set')`),
    ).toEqual([])
  })

  it('le web n’a aucun droit dans la file de tâches', async () => {
    expect(
      await noms(
        `select n.nspname as nom from pg_namespace n where n.nspname = 'graphile_worker' and has_schema_privilege('coforme_web', n.oid, 'usage')`,
      ),
    ).toEqual([])
    expect(
      await noms(`select c.relname as nom from pg_class c where c.relnamespace = 'graphile_worker'::regnamespace
      and c.relkind in ('r', 'v') and has_table_privilege('coforme_web', c.oid, 'select,insert,update,delete')`),
    ).toEqual([])
  })
})
