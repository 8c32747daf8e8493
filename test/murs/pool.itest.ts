import { AbortedTransactionError, sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import type { ActiviteId, OrganismeId, PersonneId } from '#kernel/id.ts'
import { parLots } from '#platform/db/flux.ts'
import { newId } from '#platform/db/new-id.ts'
import { empreinteDe, openDatabase } from '#platform/db/tenant.ts'
import { baseNeuve, codeSql } from '../base/index.ts'

const base = await baseNeuve()
const a = newId() as OrganismeId
const b = newId() as OrganismeId
const personne = newId() as PersonneId
const x = newId() as ActiviteId

// Les portes du module comptes, en petit : elles n'existent que dans cette copie.
await base.proprietaire(`
  set local role coforme_porte;
  drop function if exists porte.ouvrir_session(bytea);
  create function porte.ouvrir_session(empreinte bytea) returns table (organisme uuid, personne uuid, portee text)
  language plpgsql security definer set search_path = '' as $$
  begin
    if empreinte <> '\\x${empreinteDe('bon jeton').toString('hex')}' then return; end if;
    perform porte.sceller('${a}', '${personne}', '{${x}}');
    return query select '${a}'::uuid, '${personne}'::uuid, '{${x}}';
  end $$;
  grant execute on function porte.ouvrir_session(bytea) to coforme_app;`)

describe('withTenant', () => {
  it('ouvre la transaction d’un jeton valable, et dit qui demande', async () => {
    const rendu = await base.db.withTenant({ genre: 'session', jeton: 'bon jeton' }, async (tx, tenant) => {
      const { rows } = await sql<{ o: string; p: string; t: string }>`
        select app.organisme() as o, app.personne() as p, app.portee() as t`.execute(tx)
      return { tenant, ligne: rows[0] }
    })
    expect(rendu).toEqual({
      tenant: { organisme: a, personne, portee: [x] },
      ligne: { o: a, p: personne, t: `{${x}}` },
    })
  })

  it('ne travaille pas quand la porte refuse', async () => {
    let appele = false
    const rendu = await base.db.withTenant({ genre: 'session', jeton: 'mauvais' }, async () => {
      appele = true
    })
    expect([rendu, appele]).toEqual([undefined, false])
  })

  it('refuse une tâche au rôle web et l’ouvre au travailleur', async () => {
    const acces = { genre: 'tache', organisme: a } as const
    expect(await codeSql(() => base.db.withTenant(acces, async () => 1))).toBe('42501')
    expect(await base.worker.withTenant(acces, async (_, t) => t)).toEqual({
      organisme: a,
      personne: null,
      portee: '*',
    })
    expect(await base.worker.withTenant({ ...acces, portee: [] }, async (_, t) => t.portee)).toEqual([])
  })

  it('ne laisse rien à qui reprend la connexion', async () => {
    for (let i = 0; i < 12; i++) {
      await base.enTantQue(a, {}, (tx) => sql`select 1`.execute(tx))
      const { rows } = await base.db.withoutTenant((tx) =>
        sql<{
          o: string | null
          n: number
        }>`select app.organisme() as o, (select count(*) from temoin.dossier) as n`.execute(tx),
      )
      expect(rows).toEqual([{ o: null, n: 0 }])
    }
  })

  it('répond à chacun le sien quand une requête nommée sert A puis B', async () => {
    const vus: string[] = []
    for (const qui of [a, a, a, a, a, a, a, b, b]) {
      vus.push(
        await base.enTantQue(qui, {}, async (tx) => {
          const { rows } = await sql<{ o: OrganismeId }>`select (select app.organisme()) as o`.execute(tx)
          return rows[0]?.o ?? ''
        }),
      )
    }
    expect(vus).toEqual([a, a, a, a, a, a, a, b, b])
  })

  it('lève quand une instruction échouée a été tue, et ne garde rien', async () => {
    const id = newId()
    const fini = base.enTantQue(a, {}, async (tx) => {
      await sql`insert into temoin.preuve (id, texte) values (${id}, 'perdue')`.execute(tx)
      await sql`select 1 / 0`.execute(tx).catch(() => {})
    })
    await expect(fini).rejects.toBeInstanceOf(AbortedTransactionError)
    expect(
      await base.enTantQue(a, {}, (tx) =>
        sql`select from temoin.preuve`.execute(tx).then((r) => r.rows.length),
      ),
    ).toBe(0)
  })

  it('garde la portée établie à travers un point de reprise défait', async () => {
    const o = await base.enTantQue(a, {}, async (tx) => {
      await sql`savepoint s`.execute(tx)
      await sql`select 1 / 0`.execute(tx).catch(() => {})
      await sql`rollback to savepoint s`.execute(tx)
      return (await sql<{ o: string }>`select app.organisme() as o`.execute(tx)).rows[0]?.o
    })
    expect(o).toBe(a)
  })

  it('supporte des requêtes lancées ensemble, nommées pareil, en série', async () => {
    const n = await base.enTantQue(a, {}, (tx) =>
      Promise.all(
        [1, 2, 3, 4].map((v) => sql<{ v: number }>`select ${v}::int4 as v, 'ensemble' as t`.execute(tx)),
      ),
    )
    expect(n.map((r) => r.rows[0]?.v)).toEqual([1, 2, 3, 4])
  })

  it('rend une connexion utilisable après une porte qui lève en série', async () => {
    for (let i = 0; i < 6; i++) {
      expect(
        await codeSql(() =>
          base.worker.withTenant({ genre: 'tache', organisme: 'pas-un-uuid' as OrganismeId }, async () => 1),
        ),
      ).toBe('22P02')
    }
    expect(await base.worker.withTenant({ genre: 'tache', organisme: a }, async () => 'ok')).toBe('ok')
  })

  it('répartit quarante transactions de deux organismes sans jamais se tromper', async () => {
    const tours = Array.from({ length: 40 }, (_, i) => (i % 2 ? a : b))
    const vus = await Promise.all(
      tours.map((qui) =>
        base.enTantQue(
          qui,
          {},
          async (tx) => (await sql<{ o: OrganismeId }>`select app.organisme() as o`.execute(tx)).rows[0]?.o,
        ),
      ),
    )
    expect(vus).toEqual(tours)
  })
})

describe('la réserve de connexions', () => {
  it('survit à la mort de ses connexions au repos, et le dit', async () => {
    const pannes: Error[] = []
    let dire = () => {}
    const panne = new Promise<void>((resolve) => {
      dire = resolve
    })
    const db = openDatabase(base.connexion('coforme_web'), {
      max: 1,
      surErreur: (e) => {
        pannes.push(e)
        dire()
      },
    })
    const pid = await db.withoutTenant(
      async (tx) => (await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx)).rows[0]?.pid,
    )
    const autre = await base.client('coforme_web')
    await autre.query('select pg_terminate_backend($1)', [pid])
    await panne
    expect((await db.withoutTenant((tx) => sql`select 1 as n`.execute(tx))).rows).toEqual([{ n: 1 }])
    expect(pannes.length).toBeGreaterThan(0)
    await db.close()
  })

  it('une connexion coupée en pleine transaction fait échouer le travail, jamais le suivant', async () => {
    const db = openDatabase(base.connexion('coforme_web'), { max: 1 })
    const coupe = db.withoutTenant((tx) => sql`select pg_terminate_backend(pg_backend_pid())`.execute(tx))
    await expect(coupe).rejects.toThrow()
    expect((await db.withoutTenant((tx) => sql`select 1 as n`.execute(tx))).rows).toEqual([{ n: 1 }])
    await db.close()
  })
})

describe('types rendus par le pilote', () => {
  it('un jour civil reste un texte, un compte est un nombre', async () => {
    const { rows } = await base.db.withoutTenant((tx) =>
      sql`select date '2026-11-24' as jour, array[date '2026-11-24', null] as jours, count(*) as n, array[7::int8] as ns,
        timestamptz '2026-11-24T10:00Z' as le from (values (1)) v`.execute(tx),
    )
    expect(rows).toEqual([
      {
        jour: '2026-11-24',
        jours: ['2026-11-24', null],
        n: 1,
        ns: [7],
        le: new Date('2026-11-24T10:00:00Z'),
      },
    ])
  })

  it('un entier trop grand est une panne, pas un arrondi', async () => {
    await expect(
      base.db.withoutTenant((tx) => sql`select 9007199254740993::int8 as n`.execute(tx)),
    ).rejects.toBeInstanceOf(RangeError)
    // La connexion n'en garde rien.
    expect((await base.db.withoutTenant((tx) => sql`select 1 as n`.execute(tx))).rows).toEqual([{ n: 1 }])
  })
})

describe('lecture par lots', () => {
  it('rend tout, dans l’ordre, par lots bornés', async () => {
    const lots = await base.enTantQue(a, {}, async (tx) => {
      const requete = sql<{
        n: number
      }>`select n from generate_series(1, ${7}::int4) as n order by n`.compile(tx)
      const tailles: number[][] = []
      for await (const lot of parLots(tx, requete, 3)) tailles.push(lot.map((l) => l.n))
      return tailles
    })
    expect(lots).toEqual([[1, 2, 3], [4, 5, 6], [7]])
  })
})
