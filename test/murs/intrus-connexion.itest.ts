/** Qui tient un instant une connexion partagée n'y laisse rien à la demande suivante : ni instruction, ni réglage. */
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { empreinteDe, openDatabase } from '#platform/db/tenant.ts'
import { baseNeuve } from '../base/index.ts'

const base = await baseNeuve()
const admin = await base.client('admin')
const une = () => openDatabase(base.connexion('coforme_web'), { max: 1 })
const visiteur = (jeton: string) => sql`select etat from porte.visiteur(${empreinteDe(jeton)}::bytea)`
/** Le code du refus, que l'instruction soit la fautive ou qu'une autre l'ait fait sauter. */
const refus = (work: () => Promise<unknown>): Promise<unknown> =>
  work().then(
    () => undefined,
    (e: { code?: string }) => e.code,
  )
const noms = async (db: ReturnType<typeof une>) =>
  (
    await db.seule(
      sql<{ name: string; statement: string }>`select name, statement from pg_catalog.pg_prepared_statements`,
    )
  ).map((r) => r)

describe('une connexion partagée', () => {
  it('ne montre pas le nom de ses instructions, là où l’installation peut le taire', async () => {
    const db = une()
    await db.seule(visiteur('un jeton'))
    const { rows } = await admin.query(
      `select has_function_privilege('coforme_web', 'pg_catalog.pg_prepared_statement()', 'execute') as m,
         (select rolsuper from pg_roles where rolname = current_user) as peut`,
    )
    expect(await refus(() => noms(db))).toBe(rows[0].peut ? '42501' : undefined)
    expect(rows[0].m).toBe(!rows[0].peut)
    await db.close()
  })

  it('emploie des noms qu’un autre processus ne calcule pas', async () => {
    await admin.query('grant execute on function pg_catalog.pg_prepared_statement() to coforme_web')
    try {
      const db = une()
      await db.seule(visiteur('un jeton'))
      const vus = await noms(db)
      const porte = vus.find((v) => v.statement.includes('porte.visiteur'))
      expect(porte?.name).toMatch(/^k[0-9a-f]{30}$/)
      const { createHash } = await import('node:crypto')
      expect(porte?.name).not.toBe(
        `k${createHash('sha256')
          .update(porte?.statement ?? '')
          .digest('hex')
          .slice(0, 30)}`,
      )
      await db.close()
    } finally {
      await admin.query('revoke execute on function pg_catalog.pg_prepared_statement() from coforme_web')
    }
  })

  it('là où les noms se lisent, une instruction mise à la place d’une porte ne reçoit pas le jeton suivant', async () => {
    await admin.query('grant execute on function pg_catalog.pg_prepared_statement() to coforme_web')
    try {
      const db = une()
      await db.seule(visiteur('celui de l’intrus'))
      const porte = (await noms(db)).find((v) => v.statement.includes('porte.visiteur'))
      await db.seule(sql`${sql.raw(`deallocate ${porte?.name}`)}`)
      await db.seule(
        sql`${sql.raw(`prepare ${porte?.name} (bytea) as select set_config('vol.jeton', encode($1, 'hex'), false) as etat`)}`,
      )
      const victime = 'le jeton de la victime'
      // Refusée, et non servie par l'intrus ; la connexion est ôtée, et la suivante sert.
      expect(await refus(() => db.seule(visiteur(victime)))).toBe('22012')
      expect(await db.seule(visiteur(victime))).toEqual([])
      const [vole] = await db.seule(sql<{ v: string | null }>`select current_setting('vol.jeton', true) as v`)
      expect(vole?.v ?? '').not.toBe(empreinteDe(victime).toString('hex'))
      await db.close()
    } finally {
      await admin.query('revoke execute on function pg_catalog.pg_prepared_statement() from coforme_web')
    }
  })

  it('dont on a ôté les instructions ne sert plus, et la suivante sert', async () => {
    const db = une()
    await db.seule(visiteur('a'))
    await db.seule(sql`deallocate all`)
    expect(await refus(() => db.seule(visiteur('a')))).toBe('26000')
    expect(await db.seule(visiteur('a'))).toEqual([])
    await db.close()
  })

  it('reprend ses réglages à chaque emprunt : fuseau, délais, chemin, lecture seule', async () => {
    const db = une()
    const lire = () =>
      db.withoutTenant(
        async (tx) =>
          (
            await sql<
              Record<string, string | null>
            >`select current_setting('TimeZone') as z, current_setting('statement_timeout') as d, current_setting('search_path') as c,
              current_setting('default_transaction_read_only') as l, current_setting('enable_seqscan') as p,
              current_setting('app.intrus', true) as i`.execute(tx)
          ).rows[0],
      )
    const avant = await lire()
    for (const geste of [
      `set timezone = 'Pacific/Kiritimati'`,
      'set statement_timeout = 0',
      'set search_path = porte',
      'set default_transaction_read_only = on',
      'set enable_seqscan = off',
      `select set_config('app.intrus', 'là', false)`,
    ])
      await db.seule(sql`${sql.raw(geste)}`)
    expect({ ...(await lire()), i: null }).toEqual({ ...avant, i: null })
    const [seule] = await db.seule(sql<{ z: string }>`select current_setting('TimeZone') as z`)
    expect(seule?.z).not.toContain('Kiritimati')
    await db.close()
  })
})
