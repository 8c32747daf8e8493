import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ajouterJours, type DateCivile } from '#kernel/dates.ts'
import { annonceMontree, etatDeLAnnonce, JOURS_AVANT_TERME } from './annonce.ts'

const jour = '2026-11-27' as DateCivile
const dite = (jusque: DateCivile) => ({ cherche: 'une salle', propose: '', jusque })

describe('ce qu’une coopérative cherche et propose', () => {
  it.each([
    [-1, 'passee'],
    [0, 'bientot'],
    [JOURS_AVANT_TERME, 'bientot'],
    [JOURS_AVANT_TERME + 1, 'montree'],
  ] as const)('à %i jours de son terme, est dite « %s »', (jours, etat) => {
    expect(etatDeLAnnonce(dite(ajouterJours(jour, jours)), jour)).toBe(etat)
  })
  it('ne se dit ni bientôt passée, ni passée, quand rien n’est dit', () => {
    expect(etatDeLAnnonce({ cherche: '', propose: '', jusque: '2020-01-01' as DateCivile }, jour)).toBe(
      'rien',
    )
  })
  it('se montre aux autres exactement tant qu’elle n’est pas passée', () => {
    fc.assert(
      fc.property(fc.integer({ min: -800, max: 800 }), (jours) => {
        const a = dite(ajouterJours(jour, jours))
        const montre = annonceMontree(a, jour).cherche !== ''
        expect(montre).toBe(etatDeLAnnonce(a, jour) !== 'passee')
      }),
    )
  })
})
