import { expect, it } from 'vitest'
import { pareilles } from './pareilles.ts'

const matin = {
  debutMinutes: 540,
  finMinutes: 720,
  modalite: null,
  cotraitant: null,
  salles: [{ id: 'duras' }],
  intervenants: [{ personne: 'tom', minutes: 180, confieeA: null }],
}
const [tom] = matin.intervenants
it.each([
  ['plus longue, tenue en entier', { finMinutes: 750, intervenants: [{ ...tom, minutes: 210 }] }, true],
  ['où la personne n’intervient qu’une heure', { intervenants: [{ ...tom, minutes: 60 }] }, false],
  ['confiée à un sous-traitant', { intervenants: [{ ...tom, confieeA: 'union' }] }, false],
  ['assurée par un autre membre du groupement', { cotraitant: { id: 'union' } }, false],
  ['dans une autre salle', { salles: [] }, false],
  ['animée par une autre personne', { intervenants: [{ ...tom, personne: 'léa' }] }, false],
])('une demi-journée %s se règle du même clic : %s', (_, autre, dit) =>
  expect(pareilles(matin, { ...matin, ...autre } as typeof matin)).toBe(dit),
)
