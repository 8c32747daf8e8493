/** Qui a pris le rôle `coforme_web`, avec le SQL de son choix et aucun secret. */
import { randomBytes } from 'node:crypto'
import type pg from 'pg'
import { describe, expect, inject, it } from 'vitest'
import { newId } from '#platform/db/index.ts'
import { monterIntrus } from './intrus.ts'

const { base, admin, web, complice, a, b, chef, formateur, agente, essayer, membre, ouvrir, un, tables } =
  await monterIntrus()

describe('un intrus sans secret', () => {
  it('ne lit aucune ligne d’aucune table, sauf les publiques et ce qui est publié', async () => {
    for (const { nom, famille } of tables.filter((t) => t.famille !== 'public')) {
      if (famille === 'porte') expect(await essayer(`select from ${nom}`), nom).toBe('42501')
      else {
        await web.query('begin')
        const lues = await web.query(`select * from ${nom}`).then(
          (r) => (famille === 'publie' ? 0 : r.rowCount),
          () => 0,
        )
        await web.query('rollback')
        expect(lues, nom).toBe(0)
      }
    }
  })

  it('n’écrit dans aucune table', async () => {
    for (const { nom } of tables) {
      expect(
        await essayer(`insert into ${nom} select (jsonb_populate_record(null::${nom}, '{}')).*`),
        nom,
      ).not.toBe('passe')
      expect(['42501', 'passe'], nom).toContain(await essayer(`delete from ${nom}`))
      expect((await admin.query(`select from ${nom} limit 1`)).rowCount, nom).toBeLessThanOrEqual(1)
    }
  })

  it.each([
    ['endosse un autre rôle', 'set role coforme_porte', '42501'],
    ['endosse le propriétaire', 'set role coforme_owner', '42501'],
    ['change d’identité', 'set session authorization coforme_migrator', '42501'],
    ['se donne un rôle', 'grant coforme_worker to coforme_web', '42501'],
    ['crée un rôle', 'create role intrus login', '42501'],
    ['crée un schéma', 'create schema intrus', '42501'],
    ['crée une table passagère', 'create temporary table adhesion (x int)', '42501'],
    [
      'crée une fonction dans public',
      'create function public.f() returns int language sql return 1',
      '42501',
    ],
    ['crée une fonction passagère', 'create function pg_temp.f() returns int language sql return 1', '42501'],
    [
      'crée un opérateur',
      'create operator public.= (leftarg = uuid, rightarg = uuid, function = uuid_eq)',
      '42501',
    ],
    [
      'remplace une porte',
      `create or replace function porte.organisme() returns uuid language sql return null::uuid`,
      '42501',
    ],
    ['rend une porte sans chemin', 'alter function porte.sel(text) reset search_path', '42501'],
    ['abat un mur', 'alter table journal.geste disable row level security', '42501'],
    ['ajoute une règle', 'create policy x on journal.geste using (true)', '42501'],
    [
      'ajoute un déclencheur',
      'create trigger t before insert on journal.geste for each row execute function x()',
      '42501',
    ],
    ['passe en réplique', 'set session_replication_role = replica', '42501'],
    ['lit les mots de passe', 'select * from pg_authid', '42501'],
    ['lit un fichier', `select pg_read_file('postgresql.conf')`, '42501'],
    ['copie vers un programme', `copy (select 1) to program 'cat'`, '42501'],
    ['copie depuis un fichier', `copy journal.geste from '/etc/passwd'`, '42501'],
    ['importe un grand objet', `select lo_import('/etc/passwd')`, '42501'],
    ['lit les statistiques brutes', 'select * from pg_statistic', '42501'],
    ['lit le secret des sceaux', 'select * from porte.secret', '42501'],
    ['se fait un sceau', `select porte.sceller(gen_random_uuid(), null, '*')`, '42501'],
    ['ouvre une tâche', `select porte.ouvrir_tache(gen_random_uuid(), '*')`, '42501'],
    ['enfile sans organisme', `select porte.enfiler('x', '{}', null, null)`, '42501'],
    ['prend un courriel en attente', 'select porte.prendre_courriel(gen_random_uuid())', '42501'],
    ['finit un courriel', `select porte.finir_courriel(gen_random_uuid(), 'parti', null)`, '42501'],
    ['purge', 'select * from porte.purger_plateforme()', '42501'],
    ['lit un destinataire', 'select * from porte.destinataire(gen_random_uuid(), null)', '42501'],
    [
      'fait naître un lien',
      `select porte.creer_lien(sha256('x'), 'reinitialisation', gen_random_uuid(), null, null, null, '1 hour')`,
      '42501',
    ],
    ['lit la file', 'select * from graphile_worker.jobs', '42501'],
    ['efface le témoin des clés', 'select porte.oublier_temoin()', '42501'],
    ['agit par un bloc', `do $$ begin execute 'set role coforme_owner'; end $$`, '42501'],
    ['agit par un bloc sur une porte', `do $$ begin perform porte.hacher('x'); end $$`, '42501'],
    [
      'coupe le travailleur',
      `select pg_terminate_backend(pid) from pg_stat_activity where usename is distinct from current_user`,
      '42501',
    ],
  ])('%s : refusé', async (_, texte, code) => {
    expect(await essayer(texte)).toBe(code)
  })

  it('des schémas du catalogue ne montrent aucune valeur : ni statistiques, ni requêtes d’autrui', async () => {
    expect(
      (
        await web.query(
          `select from pg_stats s join app.famille f on f.nom = s.schemaname || '.' || s.tablename where f.famille <> 'public'`,
        )
      ).rowCount,
    ).toBe(0)
    await complice.query('select porte.sel($1)', ['victime@exemple.example'])
    // Sur une base extérieure, la vue se lit : les valeurs n'y sont pas.
    if (inject('grappe').externe) {
      const vues = (await web.query('select query from pg_stat_activity')).rows.map((r) => r.query).join('\n')
      expect(vues).not.toContain('victime@')
    } else expect(await essayer('select query from pg_stat_activity')).toBe('42501')
  })

  it('les estimations du planificateur ne disent pas qui est dans la base', async () => {
    await admin.query(
      `insert into tiers.personne (organisme_id, id, activite_id, prenom, nom, pli, cree_le)
      select $1, gen_random_uuid(), $2, 'Soraya', case when i < 300 then 'Quilichini' else 'Nom ' || i end, 'x', now() from generate_series(1, 900) i`,
      [b.organisme, b.activite],
    )
    await admin.query('analyze tiers.personne')
    const estime = async (nom: string) =>
      (await web.query(`explain (format json) select from tiers.personne where nom = '${nom}'`)).rows[0][
        'QUERY PLAN'
      ][0]
    const lignes = (p: unknown) => JSON.stringify(p).match(/"Plan Rows":\d+/g)
    expect(lignes(await estime('Quilichini'))).toEqual(lignes(await estime('Personne de ce nom')))
    expect(
      (
        await admin.query(`select f.nom || '.' || attname as colonne from app.famille f join pg_attribute on attrelid = f.nom::regclass
          where famille not in ('porte', 'public') and attnum > 0 and not attisdropped and coalesce(attstattarget, -1) <> 0
            and atttypid = any ('{text,text[],jsonb,bytea}'::regtype[])`)
      ).rows,
    ).toEqual([])
  })

  it('des bornes nulles, vides ou démesurées ne font rien passer, et aucune erreur ne cite une ligne', async () => {
    const { rows } = await admin.query<{ f: string; types: string[] }>(`select p.oid::regproc::text as f,
      array(select format_type(t, null) from unnest(p.proargtypes) t) as types from pg_proc p
      where p.pronamespace = 'porte'::regnamespace and has_function_privilege('coforme_web', p.oid, 'execute') and p.proname <> 'ouvrir_essai'`)
    expect(rows.length).toBeGreaterThan(40)
    const extremes: Record<string, string[]> = {
      uuid: ['null', `'ffffffff-ffff-ffff-ffff-ffffffffffff'`, `'${b.organisme}'`],
      text: ['null', `''`, `repeat('é', 100000)`],
      bytea: ['null', `''`, `decode(repeat('00', 100000), 'hex')`],
      bigint: ['null', '-9223372036854775808', '9223372036854775807'],
      integer: ['null', '-2147483648', '2147483647'],
      boolean: ['null', 'true', 'false'],
      jsonb: ['null', `'[]'`, `'{"organisme": null}'`],
      'uuid[]': ['null', `'{}'`, `'{null}'`],
      'text[]': ['null', `'{}'`, `'{null}'`],
      'bytea[]': ['null', `'{}'`, `'{null}'`],
      interval: ['null', `'-1 day'`, `'1000 years'`],
      'timestamp with time zone': ['null', `'-infinity'`, `'infinity'`],
    }
    const avant = await un(admin, `select md5(string_agg(c::text, '' order by id)) from compte.compte c`)
    for (const { f, types } of rows)
      for (const i of [0, 1, 2]) {
        const args = types.map((t) => `${extremes[t]?.[i] ?? 'null'}::${t}`).join(', ')
        const erreur = await web.query(`select * from ${f}(${args})`).then(
          () => undefined,
          (e: pg.DatabaseError) => e,
        )
        expect(erreur?.detail ?? '', `${f} ${i}`).not.toContain('row contains')
      }
    expect(await un(admin, `select md5(string_agg(c::text, '' order by id)) from compte.compte c`)).toBe(
      avant,
    )
    expect(await un(web, 'select app.organisme()')).toBeNull()
  })

  it('n’écrit pas de grand objet, là où l’installation peut les fermer', async () => {
    const { externe } = inject('grappe')
    expect(await essayer(`select lo_from_bytea(0, 'butin')`)).toBe(externe ? 'passe' : '42501')
    expect(await essayer('select lo_create(0)')).toBe(externe ? 'passe' : '42501')
  })

  it('n’entend de la file que des nombres', async () => {
    const entendus: string[] = []
    complice.on('notification', (m) => void entendus.push(m.payload ?? ''))
    await complice.query('listen "jobs:insert"')
    await web.query('select porte.demander_reinitialisation($1)', [chef.courriel])
    await complice.query('select 1')
    await complice.query('unlisten *')
    expect(entendus.length).toBeGreaterThan(0)
    expect(entendus.join(' ')).not.toMatch(/[0-9a-f]{8}-|@|comptes/)
  })

  it('les tampons lus par « explain analyze » ne disent pas non plus si un courriel a un compte', async () => {
    const tampons = async (courriel: string) => {
      const { rows } = await web.query(
        `explain (analyze, buffers, format json) select * from porte.sel('${courriel}')`,
      )
      const plan = rows[0]['QUERY PLAN'][0].Plan
      return plan['Shared Hit Blocks'] + plan['Shared Read Blocks']
    }
    for (let i = 0; i < 12; i++) await tampons(`echauffement${i}@exemple.example`)
    const connu = await tampons(chef.courriel)
    for (const inconnu of ['chee@exemple.example', 'cheg@exemple.example', 'zzz@z.example'])
      expect(await tampons(inconnu), inconnu).toBe(connu)
  })

  it('ses propres réglages de rôle, posés pour durer, sont défaits au démarrage suivant', async () => {
    const nom = base.nom
    // Le rôle est celui de toutes les bases d’essai : un réglage qui ne gêne aucune de celles qui se jouent en même temps.
    await web.query(`alter role coforme_web set work_mem = '5MB'`)
    await web.query(`alter role coforme_web in database ${nom} set row_security = off`)
    const { preparerBase } = await import('#platform/db/roles.ts')
    await preparerBase(() => base.connexion('admin'), { base: nom })
    const { rows } = await admin.query(
      `select unnest(setconfig) as r from pg_db_role_setting s join pg_roles r on r.oid = s.setrole
      where rolname = 'coforme_web' and setdatabase in (0, (select oid from pg_database where datname = $1)) order by 1`,
      [nom],
    )
    expect(rows.map((r) => r.r.split('=')[0])).toEqual([
      'idle_in_transaction_session_timeout',
      'lock_timeout',
      'statement_timeout',
    ])
  })
})

describe('un intrus qui a un mot de passe, ou un jeton', () => {
  it('n’a pas le second facteur : la base n’ouvre qu’à qui sait lire le secret, qu’elle n’a que chiffré', async () => {
    const [jeton, preuve] = [randomBytes(32), randomBytes(32)]
    await admin.query(`update compte.compte set totp_pas = 0, totp_preuve = sha256($2) where id = $1`, [
      agente.id,
      preuve,
    ])
    await admin.query(
      `insert into compte.session (jeton, compte_id, etat, expire_le) values ($1, $2, 'second-facteur', now() + interval '10 minutes')`,
      [jeton, agente.id],
    )
    const pas = `floor(extract(epoch from now()) / 30)::bigint`
    const confirmer = (p: Buffer | null) =>
      un(web, `select porte.confirmer_second_facteur($1, ${pas}, $2)`, [jeton, p])
    const { rows } = await admin.query('select totp, totp_preuve from compte.compte where id = $1', [
      agente.id,
    ])
    for (const faux of [null, Buffer.alloc(32), rows[0].totp, rows[0].totp_preuve, randomBytes(32)])
      expect(await confirmer(faux)).toBe(false)
    expect(await confirmer(preuve)).toBe(true)
  })

  it('n’administre pas l’instance d’un compte sans second facteur, par aucune porte', async () => {
    await admin.query('update compte.compte set totp_le = null where id = $1', [agente.id])
    await web.query('begin')
    await ouvrir(agente)
    expect(await un(web, 'select porte.administre_l_instance()')).toBe(false)
    expect((await web.query('select * from porte.delegues()')).rowCount).toBe(0)
    await web.query('rollback')
    expect(
      await un(web, `select porte.ouvrir_assistance($1, $2, 'Aider à la facture du mois', 30)`, [
        agente.jeton,
        b.code,
      ]),
    ).toBe('interdit')
    await admin.query('update compte.compte set totp_le = now() where id = $1', [agente.id])
    expect(await essayer('insert into plateforme.demonstration default values')).toBe('42501')
  })

  it('n’ôte pas le code que la coopérative demande, ni ne s’en dispense', async () => {
    await admin.query(
      `insert into compte.exigence (organisme_id, second_facteur_du) values ($1, current_date)
       on conflict (organisme_id) do update set second_facteur_du = current_date`,
      [a.organisme],
    )
    expect((await ouvrir(formateur)).rowCount).toBe(0)
    expect(await un(web, 'select organisme from porte.visiteur($1)', [formateur.jeton])).toBeNull()
    const enseignes = () => web.query('select nom from porte.mes_enseignes($1)', [formateur.jeton])
    expect((await enseignes()).rowCount).toBe(0)
    await admin.query(`update compte.exigence set second_facteur_du = '2099-01-01'`)
    await web.query('begin')
    await ouvrir(formateur)
    expect(await un(web, 'select porte.exiger_second_facteur(null)')).toBe(false)
    await web.query('rollback')
    expect((await enseignes()).rowCount).toBeGreaterThan(0)
  })

  it('de l’administration, ne se donne pas ce qui ouvre des données sensibles, ni ne fait ni ne défait une personne responsable', async () => {
    const responsable = await membre('responsable@exemple.example')
    await admin.query(`update compte.adhesion set roles = '{responsable}' where compte_id = $1`, [
      responsable.id,
    ])
    const tenter = async (sql: string, valeurs: unknown[] = []) => {
      await web.query('begin')
      await ouvrir(chef)
      const r = await un(web, sql, valeurs)
      await web.query('rollback')
      return r
    }
    const changer = `select porte.changer_adhesion($1, $2, true, '{}', null)`
    const inviter = `select resultat from porte.inviter($1, 'neuve@exemple.example', '', 'X', $2, true, '{}', null)`
    for (const role of ['referent-handicap', 'dpo', 'responsable', 'responsable-pedagogique']) {
      expect(await tenter(changer, [chef.id, `{administration,${role}}`]), role).toBe('interdit')
      expect(await tenter(inviter, [newId(), `{${role}}`]), role).toBe('interdit')
    }
    expect(await tenter(changer, [responsable.id, '{administration}'])).toBe('interdit')
    expect(await tenter('select porte.retirer_adhesion($1)', [responsable.id])).toBe('interdit')
    expect(await tenter(changer, [formateur.id, '{formateur,assistant}'])).toBe('fait')
    expect(await tenter(inviter, [newId(), '{assistant}'])).toBe('invitee')
  })

  it('n’alerte pas une coopérative de ce que personne n’a emporté', async () => {
    const compter = (jeton: Buffer, genre: string) =>
      un(web, 'select porte.compter_une_sortie($1, $2)', [jeton, genre])
    expect(await compter(randomBytes(32), 'export')).toBe(false)
    expect(await compter(formateur.jeton, 'lien')).toBe(false)
    for (let i = 0; i < 20; i++) expect(await compter(formateur.jeton, 'export')).toBe(false)
    expect(await compter(formateur.jeton, 'export')).toBe(true)
  })

  it('ne retire pas une fiche en forgeant l’import qui l’aurait fait naître', async () => {
    const attaque = async (sql: string, valeurs: unknown[] = []) =>
      essayer(sql, valeurs, () => ouvrir(formateur))
    for (const table of ['tiers.personne', 'tiers.entreprise']) {
      expect(await attaque(`update ${table} set import_id = $1`, [newId()]), table).toBe('42501')
      expect(await attaque(`update ${table} set cree_le = now()`), table).toBe('42501')
      await web.query('begin')
      await ouvrir(formateur)
      expect((await web.query(`delete from ${table}`)).rowCount, table).toBe(0)
      await web.query('rollback')
    }
  })
})
