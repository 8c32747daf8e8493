import { describe, expect, it } from 'vitest'
import { confronter, direContredit } from './cadre.ts'
import type { Cadre } from './controle.ts'
import { composerScore } from './moteur.ts'

const cadre: Cadre = {
  genre: 'surveillance',
  auditLe: '2027-01-26',
  depuis: '2026-01-01',
  categories: ['AF'],
  situation: [],
}
const hors = (c: Cadre) => composerScore(c, [], [], '2026-11-24')?.hors.map((h) => h.indicateur.numero) ?? []

describe('le cadre dit, les faits tranchent', () => {
  it('« ni sous-traitance » quand une session est confiée : le 27 est rouvert, et l’on dit par quoi', () => {
    expect(hors(cadre)).toContain(27)
    const vu = confronter(cadre, [{ condition: 'sous-traitance', session: 'S-2026-014' }])
    expect(hors(vu.cadre)).not.toContain(27)
    expect(vu.contredits.map(direContredit)).toEqual([
      'la session S-2026-014 est animée par quelqu’un du dehors',
    ])
  })
  it('« pas de situation de travail » quand une session a une Afest : le 28 est rouvert', () => {
    expect(hors(cadre)).toContain(28)
    expect(
      hors(confronter(cadre, [{ condition: 'situation-de-travail', session: 'S-1' }]).cadre),
    ).not.toContain(28)
  })
  it('ce que le cadre disait déjà n’est pas contredit ; ce qu’aucun fait ne dit reste dit', () => {
    const dit: Cadre = { ...cadre, situation: ['certification'] }
    expect(confronter(dit, [{ condition: 'certification', session: 'S-1' }]).contredits).toEqual([])
    expect(confronter(dit, []).cadre).toEqual(dit)
  })
})
