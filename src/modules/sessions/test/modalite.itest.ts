import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import type { PersonneId } from '#kernel/id.ts'
import { newId } from '#platform/db/index.ts'
import { baseNeuve, codeSql } from '../../../../test/base/index.ts'
import { affecterSeance } from '../gestes/affecter.ts'
import { planifier } from '../gestes/planifier.ts'
import { deuxJours, gestesDeSession, le } from './changer.ts'
import { poserSalle } from './cooperatives.ts'

const base = await baseNeuve()
const { dans, une, planifiee, lue, modifier, codes, emarger, prises, voulue } = gestesDeSession(base)

describe('la modalité des demi-journées', () => {
  it('se dit en planifiant une session mixte ; à distance, une demi-journée ne prend pas de salle', async () => {
    const c = await une('Mixte')
    const salle = await base.maintenance((tx) => poserSalle(tx, c))
    const s = await planifiee(c, {
      modalite: 'mixte',
      salle,
      seances: deuxJours.map((x, i) => ({ ...x, modalite: i === 0 ? 'presentiel' : 'distance' })),
    })
    expect(s.seances.map((x) => [x.modalite, x.salles.length])).toEqual([
      ['presentiel', 1],
      ['distance', 0],
    ])
    expect(await prises(c, s.id)).toEqual([
      'personne 2027-03-22T08:00',
      'salle 2027-03-22T08:00',
      'personne 2027-03-23T08:00',
    ])
  })
  it('hors d’une session mixte, planifier la refuse', async () => {
    const c = await une('Présence')
    const fait = await dans(c, (tx) =>
      planifier(
        tx,
        {
          id: newId<'Session'>(),
          offre: c.offre,
          lieu: 'Rue des Essais',
          zone: 'Europe/Paris',
          formateur: `Anime ${newId()}`,
          capacite: 12,
          modalite: 'presentiel',
          seances: deuxJours.map((x) => ({ ...x, modalite: 'distance' as const })),
          motif: '',
        },
        le,
      ),
    )
    expect(fait).toMatchObject({ ok: false, error: [{ code: 'modalite-de-session' }, {}] })
  })
  it('changée, elle rend la salle puis la reprend, et le journal dit l’avant et l’après', async () => {
    const c = await une('Changer')
    const salle = await base.maintenance((tx) => poserSalle(tx, c))
    const s = await planifiee(c, { modalite: 'mixte', salle })
    const dire = async (modalites: readonly ('presentiel' | 'distance' | null)[]) => {
      const avant = await lue(c, s.id)
      const fait = await modifier(c, avant, {
        salle,
        lieu: '',
        seances: voulue(avant).seances.map((x, i) => ({ ...x, modalite: modalites[i] })),
      })
      expect(fait).toMatchObject({ ok: true, value: { change: true } })
      return (await lue(c, s.id)).seances.map((x) => [x.modalite, x.salles.length])
    }
    expect(await dire(['presentiel', 'distance'])).toEqual([
      ['presentiel', 1],
      ['distance', 0],
    ])
    expect(await dire(['distance', 'presentiel'])).toEqual([
      ['distance', 0],
      ['presentiel', 1],
    ])
    const { rows } = await base.maintenance((tx) =>
      sql<{
        details: { modalites: unknown[] }
      }>`select details from journal.geste where organisme_id = ${c.organisme}
        and geste = 'modifier-session' order by fait_le desc, id desc limit 1`.execute(tx),
    )
    expect(rows[0]?.details.modalites).toHaveLength(2)
  })
  it('sans la dire, changer autre chose la laisse ; une session qui n’est plus mixte l’ôte', async () => {
    const c = await une('Laisser')
    const s = await planifiee(c, {
      modalite: 'mixte',
      seances: deuxJours.map((x) => ({ ...x, modalite: 'distance' as const })),
    })
    expect(await modifier(c, s, { capacite: 9 })).toMatchObject({ ok: true })
    const apres = await lue(c, s.id)
    expect(apres.seances.map((x) => x.modalite)).toEqual(['distance', 'distance'])
    expect(await modifier(c, apres, { modalite: 'presentiel' })).toMatchObject({ ok: true })
    expect((await lue(c, s.id)).seances.map((x) => x.modalite)).toEqual([null, null])
  })
  it('se dit d’une seule demi-journée ; « partout » ne la donne pas aux autres, qui gardent leurs salles', async () => {
    const c = await une('Seule')
    const salle = await base.maintenance((tx) => poserSalle(tx, c))
    const s = await planifiee(c, { modalite: 'mixte', salle })
    const [un] = s.seances
    if (!un) throw new Error('pas de séance')
    const qui = un.intervenants[0]?.personne as unknown as PersonneId
    const regler = (traits: object) =>
      dans(c, (tx) =>
        affecterSeance(
          tx,
          {
            session: s.id,
            seance: un.id,
            revision: s.revision,
            intervenants: [{ id: qui }],
            salles: [salle],
            partout: true,
            ...traits,
          },
          le,
        ),
      )
    expect(await regler({ modalite: 'distance' })).toEqual({ ok: true, value: { seances: 2 } })
    const apres = await lue(c, s.id)
    expect(apres.seances.map((x) => [x.modalite, x.salles.length])).toEqual([
      ['distance', 0],
      [null, 1],
    ])
    // Réglée sans la dire, elle la garde.
    expect(await regler({ revision: apres.revision, partout: false })).toMatchObject({ ok: true })
    expect((await lue(c, s.id)).seances[0]?.modalite).toBe('distance')
  })
  it('hors d’une session mixte, régler une demi-journée la refuse', async () => {
    const c = await une('Refuser')
    const s = await planifiee(c)
    const [un] = s.seances
    if (!un) throw new Error('pas de séance')
    const fait = await dans(c, (tx) =>
      affecterSeance(
        tx,
        {
          session: s.id,
          seance: un.id,
          revision: s.revision,
          intervenants: [{ id: un.intervenants[0]?.personne as unknown as PersonneId }],
          salles: [],
          modalite: 'distance',
          partout: false,
        },
        le,
      ),
    )
    expect(fait).toMatchObject({ ok: false, error: [{ code: 'modalite-de-session' }] })
  })
  it('émargée, elle ne change plus : le geste le refuse, et la base aussi', async () => {
    const c = await une('Émargée')
    const s = await planifiee(c, {
      modalite: 'mixte',
      seances: deuxJours.map((x) => ({ ...x, modalite: 'distance' as const })),
    })
    const [un, deux] = s.seances
    await emarger(c, s, 0)
    expect(
      await codes(
        modifier(c, s, { seances: voulue(s).seances.map((x) => ({ ...x, modalite: 'presentiel' })) }),
      ),
    ).toEqual(['modalite-emargee'])
    expect(await codes(modifier(c, s, { modalite: 'presentiel' }))).toEqual(['modalite-figee'])
    const dire = (id: string | undefined, m: string | null) =>
      codeSql(() =>
        dans(c, (tx) => sql`update sessions.seance set modalite = ${m} where id = ${id}::uuid`.execute(tx)),
      )
    expect(await dire(un?.id, 'presentiel')).toBe('23001')
    expect(await dire(un?.id, null)).toBe('23001')
    expect(await dire(deux?.id, 'presentiel')).toBeUndefined()
    expect(await dire(deux?.id, 'mixte')).toBe('23514')
  })
  it('une session en présence qui devient mixte laisse à ses émargées d’avoir été sur place', async () => {
    const c = await une('Devenir')
    const s = await planifiee(c)
    await emarger(c, s, 0)
    expect(await modifier(c, s, { modalite: 'mixte' })).toMatchObject({ ok: true })
    const apres = await lue(c, s.id)
    expect(apres.seances.map((x) => x.modalite)).toEqual(['presentiel', null])
    expect(await codes(modifier(c, apres, { modalite: 'distance' }))).toEqual(['modalite-figee'])
    expect(await modifier(c, apres, { modalite: 'presentiel' })).toMatchObject({ ok: true })
  })
  it('la base tient qu’une demi-journée ne contredit pas sa session, dans un sens comme dans l’autre', async () => {
    const c = await une('Contredire')
    const s = await planifiee(c)
    const [un] = s.seances
    const dire = (m: string) =>
      codeSql(() =>
        dans(c, (tx) =>
          sql`update sessions.seance set modalite = ${m} where id = ${un?.id}::uuid`.execute(tx),
        ),
      )
    const tenir = (m: string) =>
      codeSql(() =>
        dans(c, (tx) =>
          sql`update sessions.session set modalite = ${m} where id = ${s.id}::uuid`.execute(tx),
        ),
      )
    expect(await dire('distance')).toBe('23001')
    expect(await tenir('mixte')).toBeUndefined()
    expect(await dire('distance')).toBeUndefined()
    expect(await tenir('presentiel')).toBe('23001')
    expect(await tenir('distance')).toBeUndefined()
  })
  it('une autre maison ne la lit ni ne la change', async () => {
    const c = await une('Ici')
    const ailleurs = await une('Ailleurs')
    const s = await planifiee(c, { modalite: 'mixte' })
    const touchees = await dans(ailleurs, (tx) =>
      sql`update sessions.seance set modalite = 'distance' where session_id = ${s.id}::uuid`.execute(tx),
    )
    expect(touchees.numAffectedRows).toBe(0n)
  })
})
