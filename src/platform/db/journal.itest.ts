import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import type { ActiviteId, OrganismeId, PersonneId } from '#kernel/id.ts'
import { consigner, type GesteAConsigner, lireJournal } from '#platform/db/journal.ts'
import { newId } from '#platform/db/new-id.ts'
import { baseNeuve, codeSql } from '../../../test/base/index.ts'

const base = await baseNeuve()
const a = newId() as OrganismeId
const personne = newId() as PersonneId
const [x, y] = [newId() as ActiviteId, newId() as ActiviteId]
const geste = (reste: Partial<GesteAConsigner> = {}): GesteAConsigner => ({
  activite: x,
  faitLe: new Date('2026-11-24T08:00:00Z'),
  module: 'socle',
  geste: 'essayer',
  phrase: 'Quelqu’un essaie.',
  ...reste,
})

describe('le journal des gestes', () => {
  it('garde qui a fait quoi, d’après le sceau', async () => {
    const objet = { genre: 'session', id: newId() }
    await base.enTantQue(a, { personne }, (tx) => consigner(tx, geste({ objet, details: { minutes: 90 } })))
    const [ligne] = await base.enTantQue(a, {}, (tx) => lireJournal(tx, { objet: objet.id }))
    expect(ligne).toEqual({
      id: expect.any(String),
      activite: x,
      faitLe: new Date('2026-11-24T08:00:00Z'),
      par: personne,
      module: 'socle',
      geste: 'essayer',
      objet,
      phrase: 'Quelqu’un essaie.',
      details: { minutes: 90 },
    })
  })

  it('ne laisse personne signer pour un autre, ni changer une ligne', async () => {
    const forger = (par: string | null) =>
      codeSql(() =>
        base.enTantQue(a, { personne }, (tx) =>
          sql`insert into journal.geste (id, activite_id, fait_le, module, geste, phrase, par)
            values (${newId()}, ${x}, now(), 'socle', 'forger', 'p', ${par})`.execute(tx),
        ),
      )
    expect([await forger(newId()), await forger(null), await forger(personne)]).toEqual([
      '42501',
      '42501',
      undefined,
    ])
    for (const texte of ['update journal.geste set phrase = $$x$$', 'delete from journal.geste']) {
      expect(await codeSql(() => base.enTantQue(a, {}, (tx) => sql.raw(texte).execute(tx)))).toBe('42501')
    }
  })

  it('suit le mur des enseignes', async () => {
    await base.enTantQue(a, {}, (tx) => consigner(tx, geste({ activite: y, phrase: 'Chez Y.' })))
    const phrases = await base.enTantQue(a, { portee: [x] }, (tx) => lireJournal(tx))
    expect(phrases.map((l) => l.phrase)).not.toContain('Chez Y.')
    expect(
      await codeSql(() => base.enTantQue(a, { portee: [x] }, (tx) => consigner(tx, geste({ activite: y })))),
    ).toBe('42501')
  })

  it('disparaît avec la transaction qui échoue', async () => {
    const objet = { genre: 'session', id: newId() }
    await expect(
      base.enTantQue(a, {}, async (tx) => {
        await consigner(tx, geste({ objet }))
        throw new Error('panne')
      }),
    ).rejects.toThrow('panne')
    expect(await base.enTantQue(a, {}, (tx) => lireJournal(tx, { objet: objet.id }))).toEqual([])
  })

  it('se lit par pages, sans saut ni doublon, même à instants égaux', async () => {
    const o = newId() as OrganismeId
    await base.enTantQue(o, {}, async (tx) => {
      for (let i = 0; i < 7; i++) await consigner(tx, geste({ phrase: `n° ${i}` }))
    })
    const lus: string[] = []
    await base.enTantQue(o, {}, async (tx) => {
      let page = await lireJournal(tx, { limite: 3 })
      while (page.length > 0) {
        lus.push(...page.map((l) => l.phrase))
        const dernier = page.at(-1)
        page = dernier ? await lireJournal(tx, { limite: 3, avant: dernier }) : []
      }
    })
    expect(new Set(lus).size).toBe(7)
    expect(lus.length).toBe(7)
  })
})
