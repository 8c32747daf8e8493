import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type PointAPlacer, planDeJournee } from './plan-audit.ts'

const point = fc.record({
  point: fc.integer({ min: 1, max: 33 }).map(String),
  critere: fc.option(fc.integer({ min: 1, max: 7 })),
  qui: fc.array(fc.constantFrom('Inès X', 'Nadia X', 'Hanh X'), { minLength: 1, maxLength: 2 }),
})
const points = fc.uniqueArray(point, { minLength: 1, maxLength: 33, selector: (p) => p.point })
const plan = (p: readonly PointAPlacer[], minutes: number) =>
  planDeJournee(p, { minutes, direction: 'Maïwenn X' }, (c) => `Critère ${c}`)

describe('le plan de la journée d’audit', () => {
  it('place chaque point, avec qui en répond, sans un moment pendant le déjeuner ni le soir', () =>
    fc.assert(
      fc.property(points, fc.integer({ min: 30, max: 1_200 }), (p, minutes) => {
        const lu = plan(p, minutes)
        expect(new Set(lu.flatMap((c) => c.points))).toEqual(new Set(p.map((x) => x.point)))
        for (const x of p)
          expect(
            lu.filter((c) => c.points.includes(x.point)).every((c) => x.qui.every((q) => c.qui.includes(q))),
          ).toBe(true)
        expect(
          lu.filter(
            (c) => c.debut >= c.fin || (c.debut < 810 && c.fin > 750) || c.debut < 540 || c.fin > 1_050,
          ),
        ).toEqual([])
      }),
    ))
  it('ne se chevauche pas, s’ouvre et se ferme devant la direction', () =>
    fc.assert(
      fc.property(points, fc.integer({ min: 30, max: 1_200 }), (p, minutes) => {
        const lu = plan(p, minutes)
        const rang = (c: { jour: number; debut: number }) => c.jour * 1_440 + c.debut
        for (const [i, c] of lu.entries()) {
          const avant = lu[i - 1]
          if (avant) expect(rang(c)).toBeGreaterThanOrEqual(avant.jour * 1_440 + avant.fin)
        }
        expect([lu[0]?.quoi, lu[0]?.qui, lu.at(-1)?.quoi]).toEqual([
          'Réunion d’ouverture',
          ['Maïwenn X'],
          'Réunion de clôture',
        ])
      }),
    ))
  it('une journée de sept heures pour deux critères : la moitié chacun, coupée par le déjeuner', () =>
    expect(
      plan(
        [
          { point: '1', critere: 1, qui: ['Inès X'] },
          { point: '31', critere: 7, qui: ['Hanh X'] },
        ],
        420,
      ).map((c) => [c.debut, c.fin, c.quoi, c.qui.join()]),
    ).toEqual([
      [540, 555, 'Réunion d’ouverture', 'Maïwenn X'],
      [555, 745, 'Critère 1', 'Inès X'],
      [745, 750, 'Critère 7', 'Hanh X'],
      [810, 995, 'Critère 7', 'Hanh X'],
      [995, 1_025, 'Réunion de clôture', 'Maïwenn X'],
    ]))
})
