import { describe, expect, it } from 'vitest'
import type { DateCivile } from '#kernel/dates.ts'
import { preuveDe } from './certifier.ts'

const jour = (t: string) => t as DateCivile
const octobre = { numero: 'CI-2026-0001', du: jour('2026-10-06'), au: jour('2026-10-31'), minutes: 840 }
const novembre = { numero: 'CI-2026-0002', du: jour('2026-11-01'), au: jour('2026-11-30'), minutes: 420 }
const tenus = ['2026-10-06', '2026-10-20', '2026-11-17', '2026-12-15'].map(jour)
const facture = (du: string, au: string) => ({ du: jour(du), au: jour(au) })

describe('ce qu’une facture cite pour preuve', () => {
  it('le certificat de l’action l’emporte, seul, sur ceux de ses périodes', () => {
    expect(preuveDe('CR-2026-0009', [octobre], facture('2026-10-06', '2026-10-20'), tenus)).toEqual({
      numeros: 'CR-2026-0009',
      minutes: Number.POSITIVE_INFINITY,
    })
  })

  it('d’une action qui continue, le certificat de la période facturée', () => {
    expect(preuveDe(null, [novembre, octobre], facture('2026-11-01', '2026-11-30'), tenus)).toEqual({
      numeros: 'CI-2026-0002',
      minutes: 1260,
    })
    expect(preuveDe(null, [octobre, novembre], facture('2026-10-06', '2026-10-20'), tenus)).toEqual({
      numeros: 'CI-2026-0001',
      minutes: 840,
    })
  })

  it('deux mois facturés ensemble citent leurs deux certificats, dans l’ordre', () => {
    expect(preuveDe(null, [novembre, octobre], facture('2026-10-06', '2026-11-17'), tenus)).toEqual({
      numeros: 'CI-2026-0001, CI-2026-0002',
      minutes: 1260,
    })
  })

  it.each([
    ['un jour tenu n’est dans aucun', [octobre], facture('2026-10-06', '2026-11-17')],
    ['aucun ne touche ces jours', [octobre], facture('2026-11-01', '2026-11-30')],
    ['rien n’est certifié', [], facture('2026-10-06', '2026-10-31')],
    ['la facture ne dit pas de quand à quand', [octobre], null],
  ] as const)('rien n’est cité quand %s', (_, periodes, facturee) => {
    expect(preuveDe(null, periodes, facturee, tenus)).toEqual({ numeros: null, minutes: 0 })
  })
})
