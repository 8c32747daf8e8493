import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { attenteMediane, direAttente, direPourquoiPas } from './plafonds.ts'

describe('l’attente d’un visa', () => {
  it('est la médiane : la moitié des pièces ont attendu moins', () => {
    expect(attenteMediane([])).toBeUndefined()
    expect(attenteMediane([5])).toBe(5)
    expect(attenteMediane([100, 1, 3])).toBe(3)
    expect(attenteMediane([4, 1, 3, 2])).toBe(3)
  })
  it('reste entre la plus courte et la plus longue, dans quelque ordre qu’elles viennent', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 10_000 }), { minLength: 1 }), (h) => {
        const m = attenteMediane(h) ?? -1
        expect(m).toBeGreaterThanOrEqual(Math.min(...h))
        expect(m).toBeLessThanOrEqual(Math.max(...h))
        expect(attenteMediane([...h].reverse())).toBe(m)
      }),
    )
  })
  it('se dit en heures, puis en jours', () => {
    expect([0, 1, 47, 48, 71, 72].map(direAttente)).toEqual([
      'moins d’une heure',
      '1\u00a0heure',
      '47\u00a0heures',
      '2\u00a0jours',
      '2\u00a0jours',
      '3\u00a0jours',
    ])
  })
})

it('chaque refus a sa phrase ; un code que l’on ne connaît pas renvoie à l’équipe d’appui', () => {
  expect(direPourquoiPas('au-dessus')).toContain('dépasse votre plafond')
  expect(direPourquoiPas('cumul')).toContain('du mois')
  expect(direPourquoiPas(null)).toBe(direPourquoiPas('sans-plafond'))
  expect(direPourquoiPas('autre')).toBe(direPourquoiPas('sans-plafond'))
})
