import { describe, expect, it } from 'vitest'
import type { DateCivile } from '#kernel/dates.ts'
import { projetCorrige, refusDeCorrection, refusDeReclasser, refusDeRefuser } from './projet.ts'

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

it('ce que deux coopératives ont constaté ne cède que son délai et son code de service ; une facture libre change toute', () => {
  const p = {
    genre: 'facture' as const,
    dossier: null,
    source: 'autre-of',
    periode: { du: jour('2026-11-02'), au: jour('2026-11-03') },
    reference: 'CM-2026-1',
    codeService: null,
    lignes: ['formation'],
  }
  const s = {
    ...dit('2026-01-01', '2026-01-02'),
    reference: 'autre',
    codeService: 'S1',
    delaiJours: 45,
    lignes: ['hors-formation'],
  }
  expect(projetCorrige(p, s)).toEqual({
    motif: null,
    periode: p.periode,
    reference: 'CM-2026-1',
    codeService: 'S1',
    delaiJours: 45,
    lignes: ['formation'],
  })
  expect(projetCorrige({ ...p, source: 'hors-formation' }, s)).toMatchObject({
    periode: { du: '2026-01-01' },
    reference: 'autre',
    lignes: ['hors-formation'],
  })
  // Son avoir garde ses lignes, et peut dire sa période.
  expect(projetCorrige({ ...p, genre: 'avoir' }, s)).toMatchObject({
    periode: { du: '2026-01-01' },
    codeService: null,
    lignes: ['formation'],
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
