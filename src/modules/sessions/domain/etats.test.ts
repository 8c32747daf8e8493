import { describe, expect, it } from 'vitest'
import { passagesVers, passageVers, transitions } from './etats.ts'

const etats = Object.keys(transitions) as (keyof typeof transitions)[]

describe('un passage d’un seul geste', () => {
  it('confirmée et tenue jusqu’au bout, une session se termine d’un trait, sous les conditions des deux passages', () => {
    expect(passagesVers('confirmee', 'terminee').map((t) => t.vers)).toEqual(['en-cours', 'terminee'])
    expect(passageVers('confirmee', 'terminee')).toEqual({
      vers: 'terminee',
      gardes: ['premiere-seance-atteinte', 'derniere-seance-passee', 'creneaux-statues'],
    })
  })
  it('ne saute rien d’autre : ni la confirmation, ni la clôture, qui se décident', () => {
    expect(passageVers('ouverte', 'terminee')).toBeUndefined()
    expect(passageVers('confirmee', 'cloturee')).toBeUndefined()
    expect(passageVers('en-cours', 'cloturee')).toBeUndefined()
  })
  it('ailleurs, est celui de la machine, tel quel', () => {
    for (const de of etats) for (const t of transitions[de]) expect(passageVers(de, t.vers)).toEqual(t)
  })
})
