/** L'annuaire des comptes et des fiches ne se lit ni par les compteurs de PostgreSQL, ni par ses plans, quels que soient les réglages. */
import { randomBytes } from 'node:crypto'
import { describe, expect, inject, it } from 'vitest'
import { monterIntrus } from './intrus.ts'

const { admin, web, a, chef, essayer, un } = await monterIntrus()
const { externe } = inject('grappe')

/** Ce que l'installation retire au rôle web ; rendu ici, pour éprouver ce qui reste sur une base extérieure, où rien ne se retire. */
const rendreLesCompteurs = async () => {
  if (externe) return
  const { rows } = await admin.query<{ f: string }>(
    `select p.oid::regprocedure::text as f from pg_proc p where pronamespace = 'pg_catalog'::regnamespace and proname ~ '^pg_stat_get_'
       and not has_function_privilege('public', oid, 'execute')`,
  )
  for (const { f } of rows) await admin.query(`grant execute on function pg_catalog.${f} to coforme_web`)
}

describe('ce que PostgreSQL compte', () => {
  it
    .skipIf(externe)
    .each([
      'select n_tup_ins from pg_stat_user_tables',
      'select seq_tup_read from pg_stat_xact_all_tables',
      'select idx_blks_hit from pg_statio_user_indexes',
      'select tup_inserted from pg_stat_database',
      'select calls from pg_stat_user_functions',
      'select state from pg_stat_activity',
      'select objid from pg_locks',
      'select name from pg_prepared_statements',
      'select name from pg_cursors',
      `select pg_relation_size('compte.compte')`,
      `select pg_total_relation_size('journal.geste')`,
      'select pg_database_size(current_database())',
      'select reltuples from pg_class',
      'select * from pg_class',
      'select pg_current_wal_lsn()',
      'select next_xid from pg_control_checkpoint()',
    ])('%s : refusé', async (texte) => {
    expect(await essayer(texte)).toBe('42501')
  })

  it('les noms du catalogue se lisent encore, dont tout client a besoin', async () => {
    expect(await essayer(`select relname, relkind from pg_class where oid = 'compte.compte'::regclass`)).toBe(
      'passe',
    )
  })
})

describe('sur une base où les compteurs se lisent', () => {
  const traces = async (porte: string, courriel: string, reglages: readonly string[]) => {
    const lire = async () =>
      (
        await web.query<Record<string, string>>(
          `select relid::text as nom, seq_scan, seq_tup_read, idx_scan, idx_tup_fetch, n_tup_ins, n_tup_upd from pg_stat_xact_all_tables
            where schemaname in ('compte', 'porte', 'tiers', 'graphile_worker') order by 1`,
        )
      ).rows
    await web.query('begin')
    try {
      for (const r of reglages) await web.query(`set local ${r}`)
      const avant = await lire()
      await web.query(porte, [courriel])
      const apres = await lire()
      // Les compteurs d'avant restent en attente quelque temps : seule la différence parle.
      return apres.map((l, i) =>
        Object.fromEntries(
          Object.entries(l).map(([k, v]) => [k, k === 'nom' ? v : Number(v) - Number(avant[i]?.[k])]),
        ),
      )
    } finally {
      await web.query('rollback')
    }
  }
  const off = [
    'enable_indexscan',
    'enable_indexonlyscan',
    'enable_seqscan',
    'enable_bitmapscan',
    'enable_sort',
    'enable_tidscan',
  ]
  const reglages: readonly (readonly string[])[] = [
    [],
    ...off.map((r) => [`${r} = off`]),
    [off[0], off[1], off[2]].map((r) => `${r} = off`),
    [off[0], off[1], off[3]].map((r) => `${r} = off`),
    ['plan_cache_mode = force_custom_plan', 'enable_indexscan = off', 'enable_seqscan = off'],
    ['random_page_cost = 1000', 'cpu_index_tuple_cost = 1000', 'seq_page_cost = 0'],
    ['work_mem = 64', 'max_parallel_workers_per_gather = 8', 'parallel_setup_cost = 0'],
  ]
  const portes = [
    'select porte.sel($1)',
    `select porte.connecter($1, '\\x00', sha256('x'), '', false)`,
    'select porte.demander_reinitialisation($1)',
  ]

  it.each(portes)(
    '%s lit autant, que le courriel ait un compte ou non, sous tous les réglages',
    async (porte) => {
      await rendreLesCompteurs()
      await admin.query(
        `insert into compte.compte (id, courriel, nom) select gen_random_uuid(), 'n' || i || '@exemple.example', 'N' from generate_series(1, 40) i on conflict do nothing`,
      )
      await admin.query('analyze compte.compte')
      for (const r of reglages) {
        // Les premières exécutions préparent leurs plans : elles comptent autrement, quel que soit le courriel.
        for (let i = 0; i < 8; i++) await traces(porte, `echauffement${i}@exemple.example`, r)
        const connu = await traces(porte, chef.courriel, r)
        for (const autre of [
          'cheg@exemple.example',
          'aaa@a',
          'zzz@z.example',
          'n12@exemple.example',
          'invité@exemple.example',
        ])
          expect(await traces(porte, autre, r), `${autre} sous ${r.join(', ') || 'rien'}`).toEqual(connu)
      }
    },
  )

  it('aucun plan affiché ne dit une valeur que la porte a lue', async () => {
    const notes: string[] = []
    const noter = (n: { message?: string | undefined; detail?: string | undefined }) =>
      void notes.push(`${n.message} ${n.detail}`)
    web.on('notice', noter)
    try {
      for (const porte of portes) {
        await web.query('discard plans')
        await web.query('begin')
        for (const r of [
          'client_min_messages = log',
          'debug_print_plan = on',
          'debug_print_parse = on',
          'debug_print_rewritten = on',
          'plan_cache_mode = force_custom_plan',
        ])
          await web.query(`set local ${r}`)
        await web.query(porte, [chef.courriel])
        await web.query('rollback')
      }
    } finally {
      web.off('notice', noter)
    }
    // L'essai voit bien des plans : ceux de sa propre instruction.
    expect(notes.length).toBeGreaterThan(0)
    const octets = Buffer.from(chef.id.replaceAll('-', ''), 'hex')
    const enPlan = [...octets].map((o) => (o > 127 ? o - 256 : o)).join(' ')
    expect(notes.join('\n')).not.toContain(enPlan)
    expect(notes.join('\n')).not.toContain(chef.id)
  })

  it('demander son espace ne cherche rien : ni lecture des fiches, ni tâche de plus, que l’on se forme ou non', async () => {
    await rendreLesCompteurs()
    await admin.query(
      `update tiers.personne set courriel = 'apprend@exemple.example' where organisme_id = $1`,
      [a.organisme],
    )
    const porte = `select porte.demander_espaces(convert_to($1, 'UTF8'), gen_random_uuid())`
    for (let i = 0; i < 8; i++) await traces(porte, `echauffement${i}@exemple.example`, [])
    const connu = await traces(porte, 'apprend@exemple.example', [])
    expect(await traces(porte, 'personne-ici@exemple.example', [])).toEqual(connu)
    const fiches = String(await un(admin, `select 'tiers.personne'::regclass::oid`))
    expect(connu.find((t) => t.nom === fiches)).toMatchObject({ seq_scan: 0, idx_scan: 0 })
    // Et la porte qui cherche n'est qu'au travailleur.
    expect(await essayer('select * from porte.fiches_de_l_adresse($1)', ['apprend@exemple.example'])).toBe(
      '42501',
    )
    expect(
      await essayer('select porte.poser_preuve($1, $2, $3, $4)', [
        'lettre',
        a.organisme,
        randomBytes(32),
        'x',
      ]),
    ).toBe('42501')
  })
})
