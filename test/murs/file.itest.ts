import { Logger, runOnce } from 'graphile-worker'
import { sql } from 'kysely'
import pg from 'pg'
import { describe, expect, it } from 'vitest'
import type { OrganismeId } from '#kernel/id.ts'
import { newId, schemaDeLaFile } from '#platform/db/index.ts'
import { modules } from '../../src/app/modules.ts'
import { baseNeuve, codeSql } from '../base/index.ts'

const base = await baseNeuve()
const file = await base.client('coforme_file')
const a = newId() as OrganismeId
const b = newId() as OrganismeId

const enfiler = (qui: OrganismeId, pour: OrganismeId, cle: string | null = null) =>
  base.enTantQue(qui, {}, (tx) =>
    sql`select app.enqueue('essai', ${JSON.stringify({ organisme: pour })}::jsonb, ${cle})`.execute(tx),
  )
const taches = async () =>
  (
    await file.query<{ key: string | null; organisme: string }>(
      `select j.key, j.payload ->> 'organisme' as organisme from graphile_worker._private_jobs j order by j.id`,
    )
  ).rows

describe('enfiler une tâche', () => {
  it('se fait dans la transaction : défaite, elle n’enfile rien', async () => {
    await enfiler(a, a)
    await expect(
      base.enTantQue(a, {}, async (tx) => {
        await sql`select app.enqueue('essai', ${JSON.stringify({ organisme: a })}::jsonb)`.execute(tx)
        throw new Error('panne')
      }),
    ).rejects.toThrow('panne')
    expect(await taches()).toEqual([{ key: null, organisme: a }])
  })

  it('pour soi seulement, et jamais sans organisme', async () => {
    expect(await codeSql(() => enfiler(a, b))).toBe('42501')
    expect(
      await codeSql(() =>
        base.db.withoutTenant((tx) =>
          sql`select app.enqueue('essai', ${JSON.stringify({ organisme: a })}::jsonb)`.execute(tx),
        ),
      ),
    ).toBe('42501')
    expect(
      await codeSql(() =>
        base.enTantQue(a, {}, (tx) => sql`select app.enqueue('essai', '{}'::jsonb)`.execute(tx)),
      ),
    ).toBe('42501')
  })

  it('le rôle web n’enfile que des tâches que les modules déclarent', async () => {
    const declarees = modules.flatMap((m) => Object.keys(m.jobs ?? {}))
    const porte = await base.client('coforme_porte')
    const { rows } = await porte.query<{ nom: string }>('select unnest(porte.taches_des_modules()) as nom')
    expect(rows.map((r) => r.nom).filter((n) => !declarees.includes(n))).toEqual([])
    expect(rows.length).toBeGreaterThan(15)
  })

  it('la clé d’un organisme ne remplace pas la tâche d’un autre', async () => {
    await enfiler(a, a, 'relance')
    await enfiler(b, b, 'relance')
    await enfiler(b, b, 'relance')
    expect((await taches()).filter((t) => t.key !== null)).toEqual([
      { key: `${a}:relance`, organisme: a },
      { key: `${b}:relance`, organisme: b },
    ])
  })

  it('le web ne lit ni n’écrit la file ; le travailleur la tient', async () => {
    const web = await base.client('coforme_web')
    expect(await codeSql(() => web.query('select * from graphile_worker.jobs'))).toBe('42501')
    expect(await codeSql(() => web.query(`select graphile_worker.add_job('x')`))).toBe('42501')
    const travailleur = await base.client('coforme_worker')
    expect((await travailleur.query('select from graphile_worker._private_jobs')).rowCount).toBe(3)
  })

  it('le travailleur la vide, sous son rôle, et rouvre l’organisme de la tâche', async () => {
    const pgPool = new pg.Pool({ ...base.connexion('coforme_worker'), max: 2 })
    pgPool.on('error', () => {})
    pgPool.on('connect', (c) => void c.on('error', () => {}))
    const vus: string[] = []
    await runOnce({
      pgPool,
      schema: schemaDeLaFile,
      logger: new Logger(() => () => {}),
      taskList: {
        essai: async (charge) => {
          const { organisme } = charge as { organisme: OrganismeId }
          vus.push(
            (await base.worker.withTenant({ genre: 'tache', organisme }, async (_, t) => t.organisme)) ?? '',
          )
        },
      },
    })
    await pgPool.end()
    expect(vus.sort()).toEqual([a, a, b].sort())
    expect(await taches()).toEqual([])
  })
})
