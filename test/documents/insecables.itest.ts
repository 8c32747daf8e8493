import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { sources } from '#platform/pdf/lieux.ts'

/** Le motif de « papier » qui tient ensemble un nombre et ce qui le suit : mêmes signes pour Typst et pour nous. */
const papier = readFileSync(join(sources, 'platform/pdf/papier/papier.v1.typ'), 'utf8')
const motif = new RegExp(/#let motif-ponctuation = regex\("(.*?)"\)\n/.exec(papier)?.[1] ?? '', 'gu')
const tenus = (phrase: string): string[] => phrase.match(motif) ?? []

it('aucun gabarit ne perd un point-virgule, que Typst prend derrière une expression', () => {
  const perdus = globSync('src/**/*.typ').flatMap((f) =>
    [
      ...readFileSync(f, 'utf8').matchAll(/#(?!let|set|show|import|include)[a-z][\w.-]*(?:\([^()]*\))*;/g),
    ].map((m) => `${f} : ${m[0]}`),
  )
  expect(perdus).toEqual([])
})

describe('un nombre ne quitte pas ce qu’il compte', () => {
  it.each([
    ['l’indemnité forfaitaire de 40 € pour frais', '0 €'],
    ['un dédit de 30 % du prix', '0 %'],
    ['à 9 h, puis', '9 h'],
    ['à 13 h 30, puis', '3 h 30'],
    ['sous 30 jours.', '0 jours'],
    ['le 24 novembre 2026', '4 novembre 2026'],
  ])('%s', (phrase, tenu) => {
    expect(tenus(phrase)).toEqual([tenu])
  })
  it('un mot qui commence comme une unité garde son espace ordinaire', () => {
    expect(tenus('les 3 horaires et 2 moisissures')).toEqual([])
  })
})
