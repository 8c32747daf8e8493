import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DateCivile } from '#kernel/dates.ts'
import type { Montant } from '#kernel/montant.ts'
import { echeancierPropose } from './echeancier.ts'
import { prixDu, ttc } from './prix.ts'
import { verifierEcheancier } from './retractation.ts'

const m = (n: number) => n as Montant

describe('Le prix que paie le client', () => {
  it.each([
    [100_000, 2000, 120_000],
    [100_000, 0, 100_000],
    [33_333, 2000, 40_000],
    [1, 2000, 1],
    [3, 2000, 4],
  ])('%i centimes hors taxes à %i points de base en font %i', (ht, taux, attendu) => {
    expect(ttc(m(ht), taux)).toBe(attendu)
  })
  it('un particulier paie la taxe ; une entreprise convient d’un prix hors taxes', () => {
    expect(prixDu({ prix: m(98_000), regime: 'contrat' }, 2000)).toBe(117_600)
    expect(prixDu({ prix: m(98_000), regime: 'convention' }, 2000)).toBe(98_000)
  })
  it('l’échéancier proposé sur le prix taxe comprise se tient toujours, et un autre, hors taxes, est refusé', () => {
    const seances = [
      { jour: '2027-03-22' as DateCivile, minutes: 210 },
      { jour: '2027-04-12' as DateCivile, minutes: 210 },
    ]
    const exigibleDes = '2027-02-01' as DateCivile
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 100_000_000 }), (ht) => {
        const prix = prixDu({ prix: m(ht), regime: 'contrat' }, 2000)
        const propose = echeancierPropose({ prix, exigibleDes, seances })
        expect(verifierEcheancier(propose, { prix, exigibleDes, seances })).toEqual([])
        expect(propose[0]?.montant ?? 0).toBeLessThanOrEqual((prix * 30) / 100)
        const horsTaxes = echeancierPropose({ prix: m(ht), exigibleDes, seances })
        expect(verifierEcheancier(horsTaxes, { prix, exigibleDes, seances }).map((r) => r.code)).toContain(
          'somme-differente',
        )
      }),
    )
  })
})
