/** Le premier et le dernier jour d'une session, que la liste montre : la base les tient d'après les séances, et elle seule. */
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import type { TenantTx } from '#platform/db/index.ts'
import { baseNeuve, codeSql } from '../../../../test/base/index.ts'
import { poserOrganisme } from '../../comptes/test/organismes.ts'
import type { SessionId } from '../domain/ou-et-qui.ts'
import { poserOffre, poserSession } from './poser.ts'

const base = await baseNeuve()

const poser = (nom: string, jours: readonly string[]) =>
  base.maintenance(async (tx) => {
    const o = await poserOrganisme(tx, nom)
    const offre = await poserOffre(tx, o)
    const posee = await poserSession(tx, { ...o, offre, seances: jours.map((j) => [j, 540, 750] as const) })
    return { ...o, ...posee }
  })

const premierEtDernier = async (tx: TenantTx, session: SessionId) => {
  const { rows } = await sql<{ premier: string; dernier: string; cree: string }>`
    select premier_jour as premier, dernier_jour as dernier, (cree_le at time zone 'UTC')::date as cree
    from sessions.session where id = ${session}::uuid`.execute(tx)
  return rows[0]
}

describe('Le premier et le dernier jour d’une session', () => {
  it('suivent l’ajout, le déplacement et le retrait des séances', async () => {
    const s = await poser('Bords', ['2026-11-17', '2026-11-03', '2026-11-18'])
    await base.enTantQue(s.organisme, {}, async (tx) => {
      expect(await premierEtDernier(tx, s.session)).toMatchObject({
        premier: '2026-11-03',
        dernier: '2026-11-18',
      })
      await sql`update sessions.seance set jour = '2026-12-01', debut = debut + interval '28 days', fin = fin + interval '28 days'
        where session_id = ${s.session}::uuid and jour = '2026-11-03'`.execute(tx)
      expect(await premierEtDernier(tx, s.session)).toMatchObject({
        premier: '2026-11-17',
        dernier: '2026-12-01',
      })
      await sql`delete from sessions.seance where session_id = ${s.session}::uuid and jour > '2026-11-17'`.execute(
        tx,
      )
      expect(await premierEtDernier(tx, s.session)).toMatchObject({
        premier: '2026-11-17',
        dernier: '2026-11-17',
      })
    })
  })

  it('sans séance, sont le jour de la création', async () => {
    const s = await poser('Sans séance', [])
    const lus = await base.enTantQue(s.organisme, {}, (tx) => premierEtDernier(tx, s.session))
    expect([lus?.premier, lus?.dernier]).toEqual([lus?.cree, lus?.cree])
  })

  it('ne bougent pas ceux d’une session voisine', async () => {
    const [a, b] = [await poser('Voisine A', ['2026-11-17']), await poser('Voisine B', ['2026-11-17'])]
    await base.enTantQue(a.organisme, {}, (tx) => sql`delete from sessions.seance`.execute(tx))
    const lus = await base.enTantQue(b.organisme, {}, (tx) => premierEtDernier(tx, b.session))
    expect(lus).toMatchObject({ premier: '2026-11-17', dernier: '2026-11-17' })
  })

  it('ne s’écrivent pas par l’application, ni à la création', async () => {
    const s = await poser('Écrire', ['2026-11-17'])
    const refuse = (requete: ReturnType<typeof sql>) =>
      codeSql(() => base.enTantQue(s.organisme, {}, (tx) => requete.execute(tx)))
    expect(await refuse(sql`update sessions.session set premier_jour = '2020-01-01'`)).toBe('42501')
    expect(await refuse(sql`select porte.suivre_bords()`)).toBe('42501')
    await base.enTantQue(s.organisme, {}, async (tx) => {
      await sql`insert into sessions.session (id, activite_id, numero, offre_id, intitule, nature, etat, lieu, formateur, sel, cree_le, premier_jour, dernier_jour)
        select gen_random_uuid(), activite_id, 'S-2020-001', offre_id, intitule, nature, 'brouillon', lieu, formateur, sel, cree_le, '2020-01-01', '2020-01-01'
        from sessions.session`.execute(tx)
      const { rows } = await sql`select from sessions.session where premier_jour = '2020-01-01'`.execute(tx)
      expect(rows).toHaveLength(0)
    })
  })
})
