import { describe, expect, it } from 'vitest'
import type { DateCivile } from '#kernel/dates.ts'
import { centimes } from '#kernel/montant.ts'
import { refusDeJour, refusDeSurplus, refusDeTaxe, refusDeVersement } from './plausible.ts'

const jour = (t: string) => t as DateCivile
const aujourdhui = jour('2026-11-28')

describe('ce qui est impossible', () => {
  it.each([
    ['1999-12-31', 0, true],
    ['2000-01-01', 0, false],
    ['2026-11-28', 0, false],
    ['2026-11-29', 0, true],
    ['2027-11-28', 365, false],
    ['2027-11-29', 365, true],
  ] as const)('le jour %s, %i jours d’avance : %s', (t, aVenir, refuse) =>
    expect(refusDeJour('Une facture', jour(t), aujourdhui, aVenir) !== undefined).toBe(refuse),
  )
  it('la phrase dit le jour et quoi vérifier', () =>
    expect(refusDeJour('Une facture', jour('1950-01-01'), aujourdhui)?.phrase).toMatch(/1950.*vérifiez/))
  it.each([
    [10_000, 2_000, false],
    [10_000, 2_001, false],
    [10_000, 2_002, true],
    [10_000, 0, false],
    [-10_000, -2_000, false],
    [-10_000, -5_000, true],
    [10_000, 1_000, false],
    [10_000, 550, false],
    [10_000, 850, false],
    [10_000, 210, false],
    [10_000, 1_500, true],
    [26_000, 3_900, true],
  ])('%i centimes hors taxes, %i de taxe : %s', (ht, tva, refuse) =>
    expect(refusDeTaxe(centimes(ht), centimes(tva)) !== undefined).toBe(refuse),
  )
  it.each([
    ['1990-01-01', true],
    ['2024-11-26', true],
    ['2024-11-27', false],
    ['2026-12-31', false],
  ] as const)('un versement du %s : %s', (t, refuse) =>
    expect(refusDeVersement(jour(t), aujourdhui) !== undefined).toBe(refuse),
  )
  it('un versement au-delà de tout ce que le payeur doit se confirme, avec ce qui resterait en avance', () => {
    expect(refusDeSurplus(centimes(26_000), centimes(26_000), 'Clinique')).toBeUndefined()
    expect(refusDeSurplus(centimes(9_999_999_900), centimes(26_000), 'Clinique')?.phrase).toMatch(
      /99\s999\s999,00\s€ dépassent ce que doit Clinique, 260,00\s€.*99\s999\s739,00\s€ restent en avance/,
    )
  })
})
