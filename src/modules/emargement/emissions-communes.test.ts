import { describe, expect, it } from 'vitest'
import { suiviesADistance } from './emissions-communes.ts'

const seances = [
  { id: 'salle', modalite: 'presentiel' },
  { id: 'classe', modalite: 'distance' },
  { id: 'tue', modalite: null },
] as const

describe('ce qui fut suivi à distance', () => {
  it('est d’abord ce que la demi-journée dit, que sa liste de connexion soit là ou non', () => {
    expect([...suiviesADistance(seances, { modalite: 'mixte' }, new Set())]).toEqual(['classe'])
    expect([...suiviesADistance(seances, { modalite: 'mixte' }, new Set(['salle']))]).toEqual(['classe'])
  })
  it('à défaut, ce qui a une liste de connexion', () =>
    expect([...suiviesADistance(seances, { modalite: 'mixte' }, new Set(['tue']))]).toEqual([
      'classe',
      'tue',
    ]))
  it('d’une session à distance, tout ; d’une session en présence, ce qui a une liste', () => {
    const [un, deux] = [{ id: 'un' }, { id: 'deux' }]
    expect([...suiviesADistance([un, deux], { modalite: 'distance' }, new Set())]).toEqual(['un', 'deux'])
    expect([...suiviesADistance([un, deux], { modalite: 'presentiel' }, new Set(['deux']))]).toEqual(['deux'])
  })
})
