import { describe, expect, it } from 'vitest'
import { quandParaitre } from './actualite.ts'
import { fauteDeFiche, lireFormacodes, lireNsf } from './fiche.ts'

describe('la fiche de l’annuaire', () => {
  const connue = (n: string) => n === '310'
  const vide = { nsf: '', departements: '', qualiopi: [], qualiopiSource: undefined }
  it('lit les codes de leur forme, une fois chacun', () => {
    expect(lireNsf('310, 326;310 12 abc')).toEqual(['310', '326'])
    expect(lireFormacodes('15052 310')).toEqual(['15052'])
  })
  it('nomme la première faute, sous son champ', () => {
    expect(fauteDeFiche(vide, connue)).toBeUndefined()
    expect(fauteDeFiche({ ...vide, nsf: '310, 999' }, connue)?.champ).toBe('nsf')
    expect(fauteDeFiche({ ...vide, departements: 'Lune' }, connue)?.champ).toBe('departements')
    expect(fauteDeFiche({ ...vide, departements: '35' }, connue)).toBeUndefined()
    expect(fauteDeFiche({ ...vide, qualiopi: ['AF'] }, connue)?.champ).toBe('qualiopiSource')
    expect(fauteDeFiche({ ...vide, qualiopi: ['AF'], qualiopiSource: 'declaree' }, connue)).toBeUndefined()
  })
})

describe('quand une actualité paraît', () => {
  const le = new Date('2026-11-29T10:00:00Z')
  const a = { paraitreLe: null, retireeLe: null }
  const hier = new Date('2026-11-28T10:00:00Z')
  it('tout de suite, au jour dit, ou au sien si elle est déjà parue', () => {
    expect(quandParaitre(a, true, undefined, le)).toEqual({ ok: true, value: le })
    expect(quandParaitre(a, true, hier, le)).toEqual({ ok: true, value: hier })
    expect(quandParaitre({ ...a, paraitreLe: hier }, true, undefined, le)).toEqual({ ok: true, value: hier })
    expect(quandParaitre({ paraitreLe: hier, retireeLe: hier }, true, undefined, le)).toEqual({
      ok: true,
      value: le,
    })
  })
  it('jamais d’un pôle qui ne se montre pas, ni à plus d’un an', () => {
    expect(quandParaitre(a, false, undefined, le)).toMatchObject({ error: { code: 'prive' } })
    expect(quandParaitre(a, true, new Date('2028-01-01T00:00:00Z'), le)).toMatchObject({
      error: { code: 'loin' },
    })
  })
})
