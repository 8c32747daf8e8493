import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { aRetailler, policeDe } from '../src/platform/pdf/lieux.ts'
import { perimes } from './polices.ts'
import { contoursDuZero } from './polices-du-papier.ts'

it('les polices rangées sont celles que les paquets donnent', async () => {
  expect(await perimes()).toEqual([])
})

it('le zéro des papiers n’est pas barré, et sa chasse reste celle du paquet', () => {
  const lu = contoursDuZero(readFileSync(policeDe('atkinson-hyperlegible-next')))
  const duPaquet = aRetailler().map(([de]) => contoursDuZero(readFileSync(de)))
  expect(lu.contours).toBe(2)
  expect(duPaquet).toEqual([{ contours: 3, chasse: lu.chasse }])
})
