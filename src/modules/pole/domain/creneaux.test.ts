import { expect, it } from 'vitest'
import { compterCreneaux, lireCreneaux } from './creneaux.ts'

const maintenant = new Date('2026-11-24T10:00:00Z')
const c = (debut: string, fin: string) => ({ debut: new Date(debut), fin: new Date(fin) })
const un = c('2026-12-10T13:00:00Z', '2026-12-10T16:00:00Z')
const deux = c('2026-12-12T13:00:00Z', '2026-12-12T16:00:00Z')

it('les dates se rangent dans l’ordre du temps', () => {
  const lu = lireCreneaux([deux, un], maintenant)
  expect(lu.ok && lu.value).toEqual([un, deux])
})
it.each([
  ['une seule', [un], 'nombre'],
  ['la même deux fois', [un, { ...un }], 'double'],
  ['une passée', [un, c('2026-11-24T09:00:00Z', '2026-11-24T12:00:00Z')], 'passe'],
  ['à l’envers', [un, c('2026-12-12T16:00:00Z', '2026-12-12T13:00:00Z')], 'ordre'],
] as const)('%s se refuse', (_, dits, code) => {
  const lu = lireCreneaux(dits, maintenant)
  expect(!lu.ok && lu.error.code).toBe(code)
})
it('« peut-être » se compte à part de « oui »', () => {
  expect(
    compterCreneaux(2, [
      [2, 1],
      [1, 0],
    ]),
  ).toEqual([
    { oui: 1, peutEtre: 1 },
    { oui: 0, peutEtre: 1 },
  ])
})
