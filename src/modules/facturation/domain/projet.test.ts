import { describe, expect, it } from 'vitest'
import type { DateCivile } from '#kernel/dates.ts'
import { refusDeCorrection, refusDeReclasser, refusDeRefuser } from './projet.ts'

const jour = (t: string) => t as DateCivile
const dit = (du?: string, au?: string, motif = '') => ({
  du: du === undefined ? undefined : jour(du),
  au: au === undefined ? undefined : jour(au),
  motif,
})

describe('corriger un projet', () => {
  it.each([
    [undefined, undefined, undefined],
    ['2026-01-01', '2026-01-01', undefined],
    ['2026-01-01', '2026-02-01', undefined],
    ['2026-02-01', '2026-01-01', 'periode'],
    ['2026-01-01', undefined, 'periode'],
    [undefined, '2026-01-01', 'periode'],
  ])('du %s au %s : %s', (du, au, code) => expect(refusDeCorrection('facture', dit(du, au))?.code).toBe(code))
  it('un avoir dit son motif, une facture non', () => {
    expect(refusDeCorrection('avoir', dit())?.code).toBe('motif')
    expect(refusDeCorrection('avoir', dit(undefined, undefined, 'abc'))).toBeUndefined()
    expect(refusDeCorrection('facture', dit())).toBeUndefined()
  })
})

it('refuser un visa dit pourquoi, en trois signes au moins', () => {
  expect(refusDeRefuser('ab')?.code).toBe('motif')
  expect(refusDeRefuser('abc')).toBeUndefined()
})

describe('reclasser une facture', () => {
  const d = { retire: false, source: null, pourquoi: '' }
  it('une émise ici s’annule par un avoir, et se reclasse', () => {
    expect(refusDeReclasser({ provenance: 'emise' }, { ...d, retire: true, pourquoi: 'abc' })?.code).toBe(
      'emise',
    )
    expect(refusDeReclasser({ provenance: 'emise' }, d)).toBeUndefined()
  })
  it('retirer celle d’un autre outil dit pourquoi', () => {
    expect(refusDeReclasser({ provenance: 'enregistree' }, { ...d, retire: true })?.code).toBe('pourquoi')
    expect(
      refusDeReclasser({ provenance: 'enregistree' }, { ...d, retire: true, pourquoi: 'abc' }),
    ).toBeUndefined()
  })
  it('l’origine existe, ou manque', () => {
    expect(refusDeReclasser({ provenance: 'enregistree' }, { ...d, source: undefined })?.code).toBe('source')
    expect(refusDeReclasser({ provenance: 'enregistree' }, { ...d, source: 'region' })).toBeUndefined()
  })
})
