import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { aRetailler, policesDe } from '../src/platform/pdf/lieux.ts'
import { perimes } from './polices.ts'
import { contoursDuZero } from './polices-du-papier.ts'

it('les polices rangées sont celles que les paquets donnent', async () => {
  expect(await perimes()).toEqual([])
}, 60_000)

it('le zéro des papiers n’est pas barré, dans aucune graisse, et sa chasse reste celle du paquet', () => {
  const lues = policesDe('atkinson-hyperlegible-next').map((f) => contoursDuZero(readFileSync(f)))
  const duPaquet = aRetailler().map(([de]) => contoursDuZero(readFileSync(de)))
  expect(lues.map((z) => z.contours)).toEqual([2, 2, 2, 2])
  expect(duPaquet.map((z) => z.contours)).toEqual([3, 3, 3, 3])
  expect(lues.map((z) => z.chasse)).toEqual(duPaquet.map((z) => z.chasse))
})
