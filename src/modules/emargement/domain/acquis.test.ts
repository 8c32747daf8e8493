import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  avecLeCommun,
  evaluationDe,
  evaluationsNotees,
  motsResultat,
  type Resultat,
  resultatsDe,
} from './acquis.ts'

const un = fc.constantFrom(...(Object.keys(motsResultat) as Resultat[]))

describe('Les acquis d’une attestation', () => {
  it('un résultat par objectif, dans leur ordre, quoi que l’on saisisse', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string(), { maxLength: 8 }),
        fc.option(fc.array(un), { nil: undefined }),
        (o, s) => {
          const r = resultatsDe(o, s)
          expect(r.map((x) => x.objectif)).toEqual(o)
          for (const [i, x] of r.entries()) expect(x.resultat).toBe(s?.[i] ?? 'non-evalue')
        },
      ),
    )
  })
  it('douze objectifs se disent d’un seul choix, sauf ceux dont on dit autre chose', () => {
    const saisis: Resultat[] = ['non-evalue', 'en-cours', ...Array<Resultat>(10).fill('non-evalue')]
    expect(avecLeCommun(saisis, 'acquis')).toEqual([
      'acquis',
      'en-cours',
      ...Array<Resultat>(10).fill('acquis'),
    ])
    expect(avecLeCommun(saisis, undefined)).toEqual(saisis)
  })
  it('sans saisie, reprend la dernière attestation du même objectif, jamais celle d’un autre', () => {
    const avant = [
      { objectif: 'Ouvrir', resultat: 'acquis' },
      { objectif: 'Clore', resultat: 'en-cours' },
    ] as const
    expect(resultatsDe(['Clore', 'Ouvrir la séance'], undefined, avant).map((x) => x.resultat)).toEqual([
      'en-cours',
      'non-evalue',
    ])
  })
  it('rien d’évalué : « non évalués », même si l’on a écrit comment', () => {
    const rien = resultatsDe(['a', 'b'], undefined)
    expect(evaluationDe(rien, 'une grille', 'mise en situation')).toBe('non évalués')
    const evalues = resultatsDe(['a', 'b'], ['acquis'])
    expect(evaluationDe(evalues, ' une grille ', 'mise en situation')).toBe('une grille')
    expect(evaluationDe(evalues, '', 'mise en situation')).toBe('mise en situation')
    expect(evaluationDe(evalues, 'non évalués', 'mise en situation')).toBe('mise en situation')
  })
  it('ne prend des éléments probants que les évaluations conclues, et de cette personne', () => {
    const e = {
      genre: 'evaluation',
      inscription: 'a',
      le: '2026-11-25',
      intitule: 'Trois consignes',
      resultat: 'acquis',
    }
    const elements = [
      e,
      { ...e, genre: 'afest-evaluation', intitule: 'Au poste', resultat: 'en-cours' },
      { ...e, inscription: 'b' },
      { ...e, inscription: null },
      { ...e, resultat: null },
      { ...e, genre: 'realisation' },
    ] as unknown as Parameters<typeof evaluationsNotees>[0]
    expect(evaluationsNotees(elements, 'a')).toEqual([
      { quoi: 'Trois consignes', le: '2026-11-25', resultat: 'acquis' },
      { quoi: 'Au poste', le: '2026-11-25', resultat: 'en-cours' },
    ])
  })
})
