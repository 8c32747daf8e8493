import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type DateCivile, dateCivile } from '#kernel/dates.ts'
import { criteres, direGuide, grilleAu, premierJour } from './grille.ts'
import { type Categorie, type Condition, categories } from './indicateur.ts'

const jour = (t: string): DateCivile => {
  const d = dateCivile(t)
  if (!d) throw new Error(t)
  return d
}
const [veille, depuis] = [jour('2026-10-31'), jour('2026-11-01')]
const numeros = (le: DateCivile, c: readonly Categorie[], s?: readonly Condition[]) =>
  grilleAu(le, c, s)?.indicateurs.map((i) => i.numero)

describe('la grille qui vaut un jour', () => {
  it('dit que son guide de lecture n’est pas paru, et depuis quand on le sait', () => {
    expect(direGuide('V9')).toBeUndefined()
    expect(direGuide('2026-728')).toMatch(/V10.*24.nov\. 2026/)
  })
  it('est la V9 jusqu’au 31 octobre 2026, avec trente-deux indicateurs', () => {
    const g = grilleAu(veille, categories)
    expect([g?.version, g?.indicateurs.length]).toEqual(['V9', 32])
    expect(g?.indicateurs.every((i) => i.ajout === null)).toBe(true)
  })
  it('est celle du décret de 2026 dès le 1er novembre, avec trente-trois', () => {
    const g = grilleAu(depuis, categories)
    expect([g?.version, g?.indicateurs.length]).toEqual(['2026-728', 33])
    expect(g?.indicateurs.map((i) => i.numero)).toEqual(Array.from({ length: 33 }, (_, i) => i + 1))
    expect(g?.indicateurs.filter((i) => i.ajout !== null).map((i) => i.numero)).toEqual([
      1, 2, 3, 7, 12, 14, 15, 19, 20, 27, 30, 31, 32, 33,
    ])
  })
  it('n’est pas tenue avant le 8 mars 2024', () => {
    expect(premierJour).toBe('2024-03-08')
    expect([
      grilleAu(jour('2024-03-07'), categories),
      grilleAu(jour('2024-03-08'), categories)?.version,
    ]).toEqual([undefined, 'V9'])
  })
  it.each<[Categorie, number, number]>([
    ['CBC', 22, 22],
    ['VAE', 24, 24],
    ['AF', 28, 28],
    ['CFA', 32, 33],
  ])('pour %s seule, en compte %i puis %i', (c, avant, apres) =>
    expect([numeros(veille, [c])?.length, numeros(depuis, [c])?.length]).toEqual([avant, apres]),
  )
  it('réunit les catégories demandées, sans doublon et dans l’ordre', () => {
    const deux = numeros(depuis, ['VAE', 'AF'])
    expect(deux).toEqual(numeros(depuis, ['AF']))
    expect(numeros(depuis, [])).toEqual([])
  })
  it('une condition non remplie ôte son indicateur ; une catégorie peut l’emporter d’elle-même', () => {
    expect(numeros(depuis, ['AF'], ['sous-traitance'])?.length).toBe(23)
    expect(numeros(depuis, ['AF'], [])?.length).toBe(22)
    const tout = numeros(depuis, ['AF']) ?? []
    const sans = (c: Condition) => {
      const gardes = numeros(
        depuis,
        ['AF'],
        (['certification', 'alternance', 'situation-de-travail', 'sous-traitance'] as const).filter(
          (x) => x !== c,
        ),
      )
      return tout.filter((n) => !gardes?.includes(n))
    }
    expect([
      sans('certification'),
      sans('alternance'),
      sans('situation-de-travail'),
      sans('sous-traitance'),
    ]).toEqual([[3, 7, 16], [13], [28], [27]])
    expect(numeros(depuis, ['VAE'], [])).toContain(16)
    expect(numeros(depuis, ['CFA'], [])?.length).toBe(32)
  })
  it('dit quels indicateurs n’admettent qu’une majeure', () =>
    expect(
      grilleAu(depuis, categories)
        ?.indicateurs.filter((i) => !i.gradable)
        .map((i) => i.numero),
    ).toEqual([4, 5, 6, 7, 10, 11, 14, 15, 16, 20, 21, 22, 26, 27, 29, 31, 32]))
  it('n’attend pas en 2025 ce que 2026 ajoute', () => {
    const texte = (le: DateCivile) => JSON.stringify(grilleAu(le, categories))
    for (const mot of [
      'violence',
      'médiateur',
      'risque',
      'référent pédagogique',
      'mention trompeuse',
      '2026',
    ])
      expect([mot, texte(veille).includes(mot)]).toEqual([mot, false])
    for (const mot of ['violence', 'médiateur', 'risque', 'référent pédagogique'])
      expect([mot, texte(depuis).includes(mot)]).toEqual([mot, true])
  })
  it('range chaque indicateur sous un des sept critères, en ordre', () => {
    const lus = grilleAu(depuis, categories)?.indicateurs.map((i) => i.critere) ?? []
    expect(lus).toEqual(lus.toSorted((a, b) => a - b))
    expect(new Set(lus).size).toBe(criteres.length)
  })
  it('concorde avec les notes de domaine, quand elles sont là', () => {
    const notes = resolve(import.meta.dirname, '../../../../../shared/domaine/rnq.json')
    if (!existsSync(notes)) return
    const { indicateurs } = JSON.parse(readFileSync(notes, 'utf8')) as {
      indicateurs: {
        numero: number
        critere: number
        gradable: boolean
        categories: string[]
        specifique: boolean
      }[]
    }
    const resume = ({
      numero,
      critere,
      gradable,
      specifique,
      ...i
    }: {
      numero: number
      critere: number
      gradable: boolean
      specifique: boolean
      categories: readonly string[]
    }) => [numero, critere, gradable, specifique, [...i.categories]]
    expect(grilleAu(depuis, categories)?.indicateurs.map(resume)).toEqual(indicateurs.map(resume))
  })
  it('un doute se dit de ce que 2026 change, jamais de la version d’avant, qui fut lue', () => {
    const doutes = (jour: string) =>
      grilleAu(jour as DateCivile, ['AF', 'CFA'])
        ?.indicateurs.filter((i) => i.doute)
        .map((i) => i.numero)
    expect(doutes('2026-10-31')).toEqual([])
    expect(doutes('2026-11-01')).toEqual([9, 12, 19, 20, 31, 33])
  })
})
