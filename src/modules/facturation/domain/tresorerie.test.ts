import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ajouterJours, type DateCivile, jourSemaine } from '#kernel/dates.ts'
import { centimes, somme } from '#kernel/montant.ts'
import { cumuler, type FactureAttendue, jourAttendu, prevoir } from './tresorerie.ts'

const jour = (t: string) => t as DateCivile
const le = jour('2026-11-25') // un mercredi
const attendue = (echeance: string, solde: number, habitude: number | null = null): FactureAttendue => ({
  solde: centimes(solde),
  echeance: jour(echeance),
  emiseLe: jour('2026-10-01'),
  habitude,
})

describe('la trésorerie', () => {
  it('compte à l’échéance, attend d’après l’habitude de qui paie, et dit ce qui est en retard', () => {
    const t = prevoir(
      [
        attendue('2026-11-27', 100),
        attendue('2026-11-30', 200, 10),
        attendue('2026-11-01', 400, 12),
        attendue('2027-02-20', 800, 30),
      ],
      le,
    )
    expect(t.semaines).toHaveLength(13)
    expect(t.semaines.slice(0, 3).map((s) => [s.du, s.aEcheance, s.attendu])).toEqual([
      ['2026-11-23', 100, 500],
      ['2026-11-30', 200, 0],
      ['2026-12-07', 0, 200],
    ])
    expect([t.enRetard, t.plusTard]).toEqual([400, 800])
    expect(t.semaines.at(-1)?.aEcheance).toBe(800)
  })
  it('range ce qui reste dû par âge, et rien ne s’y perd', () => {
    const t = prevoir(
      [
        attendue('2026-11-25', 1),
        attendue('2026-11-24', 2),
        attendue('2026-10-26', 4),
        attendue('2026-10-25', 8),
        attendue('2026-08-26', 16),
      ],
      le,
    )
    expect(t.parAge.map((a) => [a.age, a.factures, a.solde])).toEqual([
      ['Pas encore échu', 1, 1],
      ['1 à 30 jours', 2, 6],
      ['31 à 60 jours', 1, 8],
      ['61 à 90 jours', 0, 0],
      ['Plus de 90 jours', 1, 16],
    ])
  })
  it('n’attend rien avant demain, et prend la date d’une facture sans échéance', () => {
    expect(jourAttendu({ ...attendue('2026-11-25', 1), echeance: null }, le)).toBe('2026-11-26')
    expect(jourAttendu(attendue('2026-12-10', 1, -30), le)).toBe('2026-11-26')
  })
  it('chaque solde est attendu une fois, en retard ou à venir, et le cumul le dit', () =>
    fc.assert(
      fc.property(
        fc.array(
          fc
            .record({
              solde: fc.integer({ min: 1, max: 1_000_000 }),
              dans: fc.integer({ min: -200, max: 200 }),
              habitude: fc.option(fc.integer({ min: -60, max: 120 })),
            })
            .map(({ solde, dans, habitude }) => attendue(ajouterJours(le, dans), solde, habitude)),
        ),
        fc.integer({ min: 0, max: 6 }),
        (factures, decalage) => {
          const aujourdhui = ajouterJours(le, decalage)
          const t = prevoir(factures, aujourdhui)
          const enTout = somme(factures.map((f) => f.solde))
          expect(somme(t.semaines.map((s) => s.attendu)) + t.plusTard).toBe(enTout)
          expect(t.semaines.every((s) => jourSemaine(s.du) === 1)).toBe(true)
          expect(cumuler(t.semaines).at(-1)?.cumul).toBe(enTout - t.plusTard)
        },
      ),
    ))
})
