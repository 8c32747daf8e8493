import { describe, expect, it } from 'vitest'
import { modaliteSuivie, suiviesADistance } from './emissions-communes.ts'

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

describe('comment une personne a suivi une session mixte', () => {
  const [salle, classe, tue] = seances
  const suivie = (les: (typeof seances)[number][], distante: string[] = ['classe'], enSalle: string[] = []) =>
    modaliteSuivie(les, { modalite: 'mixte' }, new Set(distante), new Set(enSalle))
  it('est ce que disent les demi-journées où elle fut, jamais celles qu’elle a manquées', () => {
    expect(suivie([salle])).toBe('presentiel')
    expect(suivie([classe])).toBe('distance')
    expect(suivie([salle, classe])).toBe('mixte')
  })
  it('reste celle de l’action quand personne ne l’a dit, ou qu’elle n’a suivi aucune demi-journée', () => {
    expect(suivie([salle, tue])).toBe('mixte')
    expect(suivie([tue])).toBe('mixte')
    expect(suivie([])).toBe('mixte')
  })
  it('la liste de connexion rapprochée dit qui était en salle', () => {
    expect(suivie([salle, tue], [], ['tue'])).toBe('presentiel')
    expect(suivie([tue], ['tue'])).toBe('distance')
  })
})
