import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { trouverGabarits } from '#platform/pdf/lieux.ts'

/** Les numéros d’articles qu’un gabarit écrit, dans l’ordre. */
const numeros = (chemin: string): number[] =>
  [...readFileSync(chemin, 'utf8').matchAll(/article\([^\n]*?numero: (\d+)/g)].map((m) => Number(m[1]))

describe('les articles numérotés', () => {
  it('se suivent de un en un, sans trou ni doublon, dans chaque gabarit qui en a', () => {
    const lus = [...trouverGabarits()].map(([nom, chemin]) => ({ nom, numeros: numeros(chemin) }))
    expect(lus.filter((g) => g.numeros.some((n, i) => n !== i + 1))).toEqual([])
    expect(lus.filter((g) => g.numeros.length > 0).map((g) => g.nom)).toEqual([
      'activite-commune.v1',
      'reglement-interieur.v1',
      'contrat.v1',
      'convention.v1',
    ])
  })
})
