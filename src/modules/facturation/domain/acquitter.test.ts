import { describe, expect, it } from 'vitest'
import type { DateCivile } from '#kernel/dates.ts'
import { centimes } from '#kernel/montant.ts'
import { type APayer, acquitter } from './acquitter.ts'

const jour = (t: string) => t as DateCivile
const versement = (j: string, montant: number, suite: Partial<APayer['reglements'][number]> = {}) => ({
  jour: jour(j),
  moyen: 'virement' as const,
  reference: null,
  impute: centimes(montant),
  annule: false,
  ...suite,
})
const payee = (suite: Partial<APayer> = {}): APayer => ({
  genre: 'facture',
  provenance: 'emise',
  emiseLe: jour('2026-12-01'),
  ttc: centimes(120_000),
  avoirs: centimes(0),
  regle: centimes(120_000),
  retiree: false,
  reglements: [versement('2026-12-10', 70_000), versement('2026-12-03', 50_000)],
  ...suite,
})
const code = (f: APayer) => {
  const r = acquitter(f)
  return r.ok ? 'acquittee' : r.error.code
}

describe('La copie acquittée', () => {
  it('dit chaque versement dans l’ordre, et le jour du dernier', () => {
    expect(acquitter(payee())).toMatchObject({
      ok: true,
      value: {
        le: '2026-12-10',
        total: 120_000,
        reglements: [
          { jour: '2026-12-03', montant: 50_000 },
          { jour: '2026-12-10', montant: 70_000 },
        ],
      },
    })
  })
  it('un versement annulé n’y est pas ; un avoir diminue ce qu’il fallait payer', () => {
    const f = payee({
      avoirs: centimes(-70_000),
      regle: centimes(50_000),
      reglements: [versement('2026-12-01', 50_000, { annule: true }), versement('2026-12-03', 50_000)],
    })
    expect(acquitter(f)).toMatchObject({ value: { le: '2026-12-03', total: 50_000 } })
  })
  it('ce qui fut rendu se dit, et se retire du total ; le jour reste celui du dernier versement reçu', () => {
    const f = payee({
      avoirs: centimes(-20_000),
      regle: centimes(100_000),
      reglements: [versement('2026-12-10', 120_000), versement('2026-12-20', -20_000)],
    })
    expect(acquitter(f)).toMatchObject({
      value: { le: '2026-12-10', total: 100_000, reglements: [{ montant: 120_000 }, { montant: -20_000 }] },
    })
  })
  it('payée d’une avance reçue avant elle, elle s’acquitte le jour où elle est émise ; le versement garde le sien', () => {
    const f = payee({ reglements: [versement('2026-11-20', 120_000)] })
    expect(acquitter(f)).toMatchObject({ value: { le: '2026-12-01', reglements: [{ jour: '2026-11-20' }] } })
  })
  it.each<[string, Partial<APayer>, string]>([
    [
      'annulée par un avoir, et tout rendu',
      {
        avoirs: centimes(-120_000),
        regle: centimes(0),
        reglements: [versement('2026-12-10', 120_000), versement('2026-12-20', -120_000)],
      },
      'tout-rendu',
    ],
    ['il reste un centime', { regle: centimes(119_999) }, 'reste-du'],
    [
      'rien n’est reçu : ses acomptes la soldent',
      { ttc: centimes(0), regle: centimes(0), reglements: [] },
      'rien-recu',
    ],
    ['un avoir', { genre: 'avoir' }, 'rien-a-payer'],
    ['une facture retirée', { retiree: true }, 'rien-a-payer'],
    ['une facture d’un autre outil', { provenance: 'enregistree' }, 'pas-ici'],
  ])('ne s’établit pas : %s', (_quoi, suite, attendu) => expect(code(payee(suite))).toBe(attendu))
})
