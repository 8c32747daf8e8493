import { expect, it } from 'vitest'
import { direRefaits } from './refaits.ts'

const rien = { envoyees: [], emises: [], retenues: [], refusees: [], cae: false }

it('dit le sort de chaque pièce : partie, émise, retenue, refusée', () => {
  expect(
    direRefaits({
      ...rien,
      envoyees: ['AV-1', 'AV-2'],
      emises: ['CV-3'],
      retenues: [{ nom: 'AV-4', phrase: 'Votre délégation ne le couvre pas.' }],
      refusees: [{ nom: 'les Tilleuls', phrase: 'Le prix manque.' }],
    }),
  ).toBe(
    'AV-1 et AV-2 partent à la signature. CV-3 est émise, à faire signer sur papier. ' +
      'AV-4 est émise, et ne part pas\u00a0: Votre délégation ne le couvre pas. ' +
      'Rien n’est émis pour les Tilleuls\u00a0: Le prix manque.',
  )
  expect(direRefaits({ ...rien, emises: ['CV-3'], cae: true })).toBe(
    'CV-3 est émise, et l’équipe d’appui vise d’abord.',
  )
})
