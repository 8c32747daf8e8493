import { expect, it } from 'vitest'
import { dessinerCarte, tailleDeLaCarte } from './carte.ts'
import { cadre, contours } from './departements.ts'

it('la carte teinte chaque département selon son compte, et marque celui qu’on a choisi', () => {
  const svg = dessinerCarte(
    [
      { nom: '35', nombre: 9 },
      { nom: '56', nombre: 2 },
      { nom: '974', nombre: 5 },
    ],
    '29',
  )
  expect(svg.match(/<path /g)).toHaveLength(contours.length)
  for (const [c, n] of [
    ['beaucoup', 1],
    ['peu', 1],
    ['assez', 1],
    ['choisi', 1],
  ] as const)
    expect(svg.match(new RegExp(`class="${c}"`, 'g')), c).toHaveLength(n)
  expect(cadre).toBe(`0 0 ${tailleDeLaCarte.largeur} ${tailleDeLaCarte.hauteur}`)
  expect(svg.length).toBeLessThan(25_000)
})
