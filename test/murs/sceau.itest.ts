/** L'intrus : il tient une connexion `coforme_web` et écrit le SQL qu'il veut, sans jeton. */
import type pg from 'pg'
import { beforeAll, describe, expect, it } from 'vitest'
import { baseNeuve, codeSql, graine, semer } from '../base/index.ts'

const base = await baseNeuve()
const a = graine('A')
const b = graine('B')
const intrus = await base.client('coforme_web')
const travailleur = await base.client('coforme_worker')

beforeAll(() =>
  base.maintenance(async (tx) => {
    await semer(tx, a)
    await semer(tx, b)
  }),
)

const lire = async (client: pg.Client, texte: string) => (await client.query(texte)).rows
const compter = async (client: pg.Client) =>
  Number((await lire(client, 'select count(*) as n from temoin.preuve'))[0]?.n)

/** Une transaction défaite à la fin : les essais ne se gênent pas. */
const dans = async <T>(client: pg.Client, work: () => Promise<T>): Promise<T> => {
  await client.query('begin')
  try {
    return await work()
  } finally {
    await client.query('rollback')
  }
}

const poser = (client: pg.Client, nom: string, valeur: string) =>
  client.query('select set_config($1, $2, true)', [nom, valeur])
const ouvrir = (client: pg.Client, organisme: string, portee = '*') =>
  client.query('select * from porte.ouvrir_essai($1, null, $2)', [organisme, portee])
const sceauDe = async (client: pg.Client): Promise<string> =>
  String((await lire(client, `select current_setting('app.sceau') as s`))[0]?.s)

/** Les deux façons de rendre un sceau infalsifiable : ce qui suit vaut de l’une comme de l’autre. */
const choisir = async (sceau: 'reserve' | 'cle') => {
  const porte = await base.client('coforme_porte')
  await porte.query(`call porte.poser_le_sceau(${sceau === 'reserve'})`)
}

describe.each(['reserve', 'cle'] as const)('le sceau (%s)', (sceau) => {
  beforeAll(() => choisir(sceau))

  describe('un intrus sans jeton', () => {
    it('ne lit rien, quels que soient les réglages qu’il pose', async () => {
      await dans(intrus, async () => {
        for (const sceau of ['', 'x', '00'.repeat(32)]) {
          await poser(intrus, 'app.organisme_id', a.organisme)
          await poser(intrus, 'app.activites', '*')
          await poser(intrus, 'app.sceau', sceau)
          expect(await compter(intrus)).toBe(0)
          expect(
            await lire(intrus, 'select app.organisme() as o, app.personne() as p, app.portee() as t'),
          ).toEqual([{ o: null, p: null, t: '{}' }])
        }
      })
    })

    it('ne lit rien dans aucune table murée', async () => {
      const noms = await lire(
        intrus,
        `select nom from app.famille where famille not in ('public', 'porte', 'publie')`,
      )
      expect(noms.length).toBeGreaterThan(5)
      await dans(intrus, async () => {
        await poser(intrus, 'app.organisme_id', a.organisme)
        await poser(intrus, 'app.activites', '*')
        await poser(intrus, 'app.sceau', 'ff'.repeat(32))
        for (const { nom } of noms) expect(await lire(intrus, `select * from ${nom}`), nom).toEqual([])
      })
    })

    it('ne fabrique pas de sceau : ni la clé, ni les fonctions qui l’emploient', async () => {
      for (const texte of [
        'select * from porte.secret',
        `select porte.sceller('${a.organisme}', null, '*')`,
        `select porte.hacher('x')`,
        `select porte.empreinte_du_sceau('${a.organisme}', '', '*')`,
        `select * from porte.ouvrir_tache('${a.organisme}', '*')`,
        'set role coforme_porte',
        'set role coforme_owner',
        'set role coforme_maintenance',
      ]) {
        expect(await codeSql(() => intrus.query(texte)), texte).toBe('42501')
      }
    })

    it('ne coupe pas les murs', async () => {
      expect(
        await codeSql(() =>
          dans(intrus, async () => {
            await intrus.query('set local row_security = off')
            await intrus.query('select * from temoin.preuve')
          }),
        ),
      ).toBe('42501')
      expect(await codeSql(() => intrus.query('alter table temoin.preuve disable row level security'))).toBe(
        '42501',
      )
      expect(await codeSql(() => intrus.query('set session_replication_role = replica'))).toBe('42501')
      expect(await codeSql(() => intrus.query('create temporary table adhesion (pole_id uuid)'))).toBe(
        '42501',
      )
      expect(await codeSql(() => intrus.query('create table public.piege ()'))).toBe('42501')
    })
  })

  describe('un intrus qui a un jeton pour A', () => {
    it('ne passe pas à B en changeant un réglage, ni n’élargit sa portée', async () => {
      await dans(intrus, async () => {
        await ouvrir(intrus, a.organisme, `{${a.activites[0]}}`)
        expect(Number((await lire(intrus, 'select count(*) as n from temoin.dossier'))[0]?.n)).toBe(1)
        for (const [nom, valeur] of [
          ['app.organisme_id', b.organisme],
          ['app.activites', '*'],
          ['app.personne_id', b.personne],
          ['app.sceau', ''],
        ] as const) {
          await intrus.query('savepoint s')
          await poser(intrus, nom, valeur)
          // Le réglage réservé porte ce qu’il scelle : poser un autre organisme n’y change rien. Le sceau lui-même ferme, des deux façons.
          const ferme = sceau === 'cle' || nom === 'app.sceau'
          expect(Number((await lire(intrus, 'select count(*) as n from temoin.dossier'))[0]?.n), nom).toBe(
            ferme ? 0 : 1,
          )
          expect(
            await lire(intrus, 'select app.organisme() as o, app.personne() as p, app.portee() as t'),
            nom,
          ).toEqual([
            ferme ? { o: null, p: null, t: '{}' } : { o: a.organisme, p: null, t: `{${a.activites[0]}}` },
          ])
          await intrus.query('rollback to savepoint s')
        }
        expect(Number((await lire(intrus, 'select count(*) as n from temoin.dossier'))[0]?.n)).toBe(1)
      })
    })

    it('n’élargit pas sa portée au milieu d’une instruction', async () => {
      await dans(intrus, async () => {
        await ouvrir(intrus, a.organisme, `{${a.activites[0]}}`)
        const rows = await lire(
          intrus,
          `with pose as materialized (select set_config('app.activites', '*', true) as v)
        select count(*) as n from pose, temoin.dossier d where pose.v is not null`,
        )
        expect(Number(rows[0]?.n)).toBeLessThanOrEqual(1)
      })
    })

    it('ne se fait pas passer pour un autre par un sceau qui en imite le début', async () => {
      await dans(intrus, async () => {
        await ouvrir(intrus, a.organisme)
        const vrai = await sceauDe(intrus)
        for (const faux of [
          `${vrai}|off`,
          `${vrai}|off|${b.organisme}`,
          vrai.slice(0, -1),
          `${vrai}%`,
          '%',
          '|',
          `${vrai}|off|${a.organisme}||*`,
        ]) {
          await poser(intrus, 'app.organisme_id', b.organisme)
          await poser(intrus, 'app.sceau', faux)
          expect(await lire(intrus, 'select app.organisme() as o, app.personne() as p'), faux).toEqual([
            { o: null, p: null },
          ])
          expect(await compter(intrus), faux).toBe(0)
        }
      })
    })

    it('ne rejoue pas un sceau dans la transaction suivante de la même connexion', async () => {
      const vu = await dans(intrus, async () => {
        await ouvrir(intrus, a.organisme)
        expect(await compter(intrus)).toBe(1)
        return sceauDe(intrus)
      })
      await dans(intrus, async () => {
        await poser(intrus, 'app.organisme_id', a.organisme)
        await poser(intrus, 'app.activites', '*')
        await poser(intrus, 'app.sceau', vu)
        expect(await compter(intrus)).toBe(0)
      })
      // Ni hors transaction, ni posé pour toute la session.
      for (const [nom, valeur] of [
        ['app.organisme_id', a.organisme],
        ['app.activites', '*'],
        ['app.sceau', vu],
      ]) {
        await intrus.query('select set_config($1, $2, false)', [nom, valeur])
      }
      expect(await compter(intrus)).toBe(0)
      await intrus.query('discard all')
    })

    it('ne porte pas un sceau d’une connexion à une autre', async () => {
      await dans(travailleur, async () => {
        await travailleur.query('select * from porte.ouvrir_tache($1, $2)', [a.organisme, '*'])
        const vu = await sceauDe(travailleur)
        await dans(intrus, async () => {
          await poser(intrus, 'app.organisme_id', a.organisme)
          await poser(intrus, 'app.activites', '*')
          await poser(intrus, 'app.sceau', vu)
          expect(await compter(intrus)).toBe(0)
        })
        expect(await compter(travailleur)).toBe(1)
      })
    })

    it('perd le sceau à la fin de la transaction', async () => {
      await intrus.query('begin')
      await ouvrir(intrus, a.organisme)
      expect(await compter(intrus)).toBe(1)
      await intrus.query('commit')
      expect(await compter(intrus)).toBe(0)
    })
  })
})

describe('le réglage où la porte scelle', () => {
  beforeAll(() => choisir('reserve'))

  it('est choisi d’office là où l’administrateur peut en réserver l’écriture', async () => {
    const neuve = await baseNeuve()
    const porte = await neuve.client('coforme_porte')
    const { rows } = await porte.query<{ corps: string }>(
      `select prosrc as corps from pg_proc where oid = 'porte.organisme()'::regprocedure`,
    )
    expect(rows[0]?.corps).toContain('session_preload_libraries')
  })

  it('ne se lit, ne s’écrit ni ne se rend par aucun rôle de connexion, d’aucune façon', async () => {
    for (const role of ['coforme_web', 'coforme_worker', 'coforme_migrator'] as const) {
      const client = await base.client(role)
      for (const texte of [
        `set session_preload_libraries = 'x'`,
        `set local session_preload_libraries = 'x'`,
        `select set_config('session_preload_libraries', 'x', true)`,
        `update pg_settings set setting = 'x' where name = 'session_preload_libraries'`,
        'reset session_preload_libraries',
        `alter role ${role} set session_preload_libraries = 'x'`,
        `alter role ${role} in database ${base.nom} set session_preload_libraries = 'x'`,
        'show session_preload_libraries',
        `select current_setting('session_preload_libraries')`,
      ]) {
        const code = await codeSql(() => dans(client, () => client.query(texte)))
        // « update » ne voit pas même la ligne : il ne change rien, sans refus.
        if (!texte.startsWith('update')) expect([role, texte, code]).toEqual([role, texte, '42501'])
      }
    }
    expect(await codeSql(() => intrus.query(`alter system set session_preload_libraries = 'x'`))).toBe(
      '42501',
    )
    const options = { ...base.connexion('coforme_web'), options: '-c session_preload_libraries=x' }
    const { default: pgNu } = await import('pg')
    const intruse = new pgNu.Client(options)
    expect(await codeSql(() => intruse.connect())).toBe('42501')
  })

  it('ne survit ni à la transaction, ni à un point de reprise posé avant la porte', async () => {
    await dans(intrus, async () => {
      await intrus.query('savepoint s')
      await ouvrir(intrus, a.organisme)
      const garde = await lire(
        intrus,
        `select n, current_setting('app.' || n) as v from unnest('{organisme_id,personne_id,activites,sceau}'::text[]) n`,
      )
      expect(await compter(intrus)).toBe(1)
      await intrus.query('rollback to s')
      for (const { n, v } of garde) await poser(intrus, `app.${n}`, String(v))
      expect(await compter(intrus)).toBe(0)
    })
    await dans(intrus, async () => expect(await compter(intrus)).toBe(0))
  })

  it('un « discard all » ne l’ouvre pas', async () => {
    await ouvrir(intrus, a.organisme)
    await intrus.query('discard all')
    expect(await compter(intrus)).toBe(0)
  })
})

describe('la clé des sceaux', () => {
  beforeAll(() => choisir('cle'))

  it('est propre à l’instance, et la maintenance ne la sauvegarde pas', async () => {
    const migrateur = await base.client('coforme_migrator')
    expect(
      await codeSql(() =>
        dans(migrateur, async () => {
          await migrateur.query('set local role coforme_maintenance')
          await migrateur.query('select * from porte.secret')
        }),
      ),
    ).toBe('42501')
  })

  it('le sceau tient à l’organisme, la personne, la portée, le processus, l’instant et la lecture seule', async () => {
    await dans(intrus, async () => {
      await intrus.query('select * from porte.ouvrir_essai($1, $2, $3)', [a.organisme, a.personne, '*'])
      const [vu] = await lire(
        intrus,
        `select current_setting('app.sceau') as sceau, pg_backend_pid()::text as pid,
        extract(epoch from transaction_timestamp())::text as le`,
      )
      const message = [a.organisme, a.personne, '*', vu?.pid, vu?.le, 'off'].join('|')
      const porte = await base.client('coforme_porte')
      expect((await porte.query(`select encode(porte.hacher($1), 'hex') as h`, [message])).rows[0]?.h).toBe(
        vu?.sceau,
      )
    })
  })

  it('l’empreinte est bien un HMAC-SHA-256', async () => {
    const { createHmac } = await import('node:crypto')
    const porte = await base.client('coforme_porte')
    const { rows } = await porte.query<{ interieur: Buffer; vu: Buffer }>(
      `select interieur, porte.hacher('coforme') as vu from porte.secret`,
    )
    const cle = Buffer.from((rows[0]?.interieur ?? Buffer.alloc(64)).map((o) => o ^ 0x36)).subarray(0, 32)
    expect(createHmac('sha256', cle).update('coforme').digest()).toEqual(rows[0]?.vu)
  })
})
