import { expect, it } from 'vitest'
import type { TenantTx } from '#platform/db/index.ts'
import type { Drafts } from '#web/drafts.ts'

/** `avec` ouvre une transaction pour l'une de deux personnes ; chaque cas repart d'un rangement vide. */
export type DraftsHarness = {
  readonly drafts: Drafts
  avec<T>(qui: 'une' | 'autre', work: (tx: TenantTx) => Promise<T>): Promise<T>
}

/** Tenu par le rangement en mémoire comme par celui de PostgreSQL. */
export const draftsContract = (preparer: () => Promise<DraftsHarness>): void => {
  const valeurs = { nom: ['Éloïse'], 'seances[0].date': ['22/03/2027'], themes: ['a', 'b'] }

  it('un brouillon se reprend tel qu’il a été gardé', async () => {
    const { drafts, avec } = await preparer()
    await avec('une', (tx) => drafts.save(tx, 'sessions.planifier', valeurs))
    const lu = await avec('une', (tx) => drafts.load(tx, 'sessions.planifier'))
    expect(lu?.valeurs).toEqual(valeurs)
    expect(lu?.gardeLe).toBeInstanceOf(Date)
  })
  it('le garder deux fois garde le dernier', async () => {
    const { drafts, avec } = await preparer()
    await avec('une', (tx) => drafts.save(tx, 'k', valeurs))
    await avec('une', (tx) => drafts.save(tx, 'k', { nom: ['Ousmane'] }))
    expect((await avec('une', (tx) => drafts.load(tx, 'k')))?.valeurs).toEqual({ nom: ['Ousmane'] })
  })
  it('celui d’une autre personne ne se voit ni ne s’efface', async () => {
    const { drafts, avec } = await preparer()
    await avec('une', (tx) => drafts.save(tx, 'k', valeurs))
    expect(await avec('autre', (tx) => drafts.load(tx, 'k'))).toBeUndefined()
    await avec('autre', (tx) => drafts.remove(tx, 'k'))
    expect(await avec('une', (tx) => drafts.load(tx, 'k'))).toBeDefined()
  })
  it('effacé, il n’y est plus, et l’effacer de nouveau ne dit rien', async () => {
    const { drafts, avec } = await preparer()
    await avec('une', (tx) => drafts.save(tx, 'k', valeurs))
    await avec('une', (tx) => drafts.remove(tx, 'k'))
    await avec('une', (tx) => drafts.remove(tx, 'k'))
    expect(await avec('une', (tx) => drafts.load(tx, 'k'))).toBeUndefined()
  })
}
