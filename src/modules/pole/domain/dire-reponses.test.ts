import { describe, expect, it } from 'vitest'
import { direReponses } from './dire-reponses.ts'

const dit = (...r: ['oui' | 'non' | 'peut-etre', string][]) =>
  direReponses(
    'Langue & Lien',
    r.map(([d, nom]) => ({ dit: d, nom })),
  )

describe('ce que la coopérative a répondu', () => {
  it.each([
    [dit(), 'Langue & Lien n’a pas répondu.'],
    [dit(['oui', 'Maïwenn Le Goff'], ['non', 'Tom Okafor']), 'Maïwenn Le Goff y va.'],
    [dit(['oui', 'Maïwenn Le Goff'], ['oui', 'Tom Okafor']), 'Maïwenn Le Goff et Tom Okafor y vont.'],
    [dit(['peut-etre', 'Tom Okafor'], ['non', 'Nadia Berrada']), 'Tom Okafor hésite.'],
    [dit(['non', 'Tom Okafor']), 'Langue & Lien n’y sera pas.'],
  ])('%s', (lu, attendu) => expect(lu).toBe(attendu))
})
