import { expect, it } from 'vitest'
import { manquesADistance, offreMuette } from './a-distance.ts'

const entiere = {
  foadActivites: 'Trois modules',
  foadDuree: '6 h',
  foadAssistance: 'Tom répond sous un jour',
  evaluation: 'Un quiz',
}

it('une offre qui tait sa part à distance est dite muette de chaque chose tue ; sur place, d’aucune', () => {
  expect(offreMuette('distance', entiere)).toBeUndefined()
  expect(offreMuette('mixte', { ...entiere, foadAssistance: '' })?.phrase).toContain(
    'de sa part à distance, qui assiste (',
  )
  const muette = { foadActivites: '', foadDuree: 'selon chacun', foadAssistance: '', evaluation: '' }
  const { phrase } = offreMuette('distance', muette) ?? { phrase: '' }
  for (const mot of ['quelles activités', 'quelle durée', 'qui assiste', 'comment s’évaluent'])
    expect(phrase).toContain(mot)
  expect(offreMuette('presentiel', muette)).toBeUndefined()
})

it('tant que personne n’assiste, cela manque ; tant qu’aucune évaluation n’est notée, elle est à prévoir, sans manquer encore', () => {
  const dits = (assistants: number, evaluations: number) =>
    manquesADistance({ assistants, evaluations }).map((m) => [m.genre, m.etat])
  expect(dits(0, 0)).toEqual([
    ['assistant', 'partiel'],
    ['evaluation', 'a-venir'],
  ])
  expect(dits(1, 0)).toEqual([['evaluation', 'a-venir']])
  expect(dits(1, 3)).toEqual([])
})
