import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  ajouterJours,
  type DateCivile,
  dateCivile,
  jourDeRang,
  jourSemaine,
  rangDuJour,
} from '#kernel/dates.ts'
import {
  ecrireMois,
  ecrireSemaine,
  lireMois,
  lireSemaine,
  moisDe,
  occupeAilleurs,
  semaineDe,
  semaineDuMois,
} from './planning.ts'

const jour = (t: string) => dateCivile(t) as DateCivile
const unJour = fc
  .integer({ min: rangDuJour(jour('1902-01-01')), max: rangDuJour(jour('2197-12-31')) })
  .map(jourDeRang)

describe('les semaines', () => {
  it('du mois, on revient à la semaine d’où l’on vient ; d’un autre mois, à sa première', () => {
    const venue = semaineDe(jour('2026-11-24'))
    expect(semaineDuMois(moisDe(jour('2026-11-24')), venue)).toEqual(venue)
    // Une semaine à cheval passe par les deux.
    const cheval = semaineDe(jour('2026-11-30'))
    expect(semaineDuMois(moisDe(jour('2026-12-10')), cheval)).toEqual(cheval)
    expect(semaineDuMois(moisDe(jour('2027-02-10')), venue)).toEqual(semaineDe(jour('2027-02-01')))
  })
  it.each([
    ['2026-11-24', '2026-W48', '2026-11-23'],
    ['2027-01-01', '2026-W53', '2026-12-28'],
    ['2026-01-01', '2026-W01', '2025-12-29'],
    ['2024-12-30', '2025-W01', '2024-12-30'],
    ['2021-01-03', '2020-W53', '2020-12-28'],
  ])('le %s est de la semaine %s', (texte, ecrite, lundi) => {
    const s = semaineDe(jour(texte))
    expect([ecrireSemaine(s), s.lundi]).toEqual([ecrite, lundi])
  })

  it('une semaine écrite se relit la même, et son lundi est un lundi à moins de sept jours', () => {
    fc.assert(
      fc.property(unJour, (j) => {
        const s = semaineDe(j)
        expect(lireSemaine(ecrireSemaine(s))).toEqual(s)
        expect(jourSemaine(s.lundi)).toBe(1)
        expect(rangDuJour(j) - rangDuJour(s.lundi)).toBeGreaterThanOrEqual(0)
        expect(rangDuJour(j) - rangDuJour(s.lundi)).toBeLessThan(7)
        expect(semaineDe(ajouterJours(s.lundi, 7)).lundi).toBe(ajouterJours(s.lundi, 7))
      }),
    )
  })

  it('une semaine qui n’existe pas n’est rien', () => {
    for (const t of ['2025-W53', '2026-W00', '2026-W54', '2026-48', '', '0000-W01', '9999-W01', '2026-W4'])
      expect(lireSemaine(t), t).toBeUndefined()
  })
})

describe('les mois', () => {
  it('un mois est fait de semaines entières qui le couvrent, et pas une de plus', () => {
    fc.assert(
      fc.property(unJour, (j) => {
        const m = moisDe(j)
        const jours = m.semaines.flat()
        expect(jours.length % 7).toBe(0)
        expect(jours.length).toBeLessThanOrEqual(42)
        expect(jours).toContain(m.premier)
        expect(jours).toContain(m.dernier)
        expect(m.semaines[0]).toContain(m.premier)
        expect(m.semaines.at(-1)).toContain(m.dernier)
        expect(lireMois(ecrireMois(m))).toEqual(m)
      }),
    )
    for (const t of ['2026-13', '2026-00', '2026-1', 'x', '9999-01']) expect(lireMois(t), t).toBeUndefined()
  })
})

describe('les heures prises ailleurs', () => {
  const plage = (du: number, au: number) => ({ du: new Date(du * 60_000), au: new Date(au * 60_000) })
  const plages = fc
    .uniqueArray(fc.integer({ min: 0, max: 60 }), { minLength: 0, maxLength: 12 })
    .map((bords) => {
      const tries = bords.toSorted((a, b) => a - b)
      return Array.from({ length: Math.floor(tries.length / 2) }, (_, i) =>
        plage(tries[2 * i] as number, tries[2 * i + 1] as number),
      )
    })
  const minutes = (ps: readonly { du: Date; au: Date }[]) =>
    new Set(
      ps.flatMap((p) => {
        const n = (p.au.getTime() - p.du.getTime()) / 60_000
        return Array.from({ length: n }, (_, i) => p.du.getTime() / 60_000 + i)
      }),
    )

  it('sont les minutes prises que rien de visible n’explique, ni plus ni moins', () => {
    fc.assert(
      fc.property(plages, plages, (prises, vues) => {
        const dites = minutes(vues)
        expect(minutes(occupeAilleurs(prises, vues))).toEqual(
          new Set([...minutes(prises)].filter((m) => !dites.has(m))),
        )
      }),
    )
  })
})
