import { describe, expect, it } from 'vitest'
import { departementDuCodePostal, departements, estDepartement, lireDepartements } from './departements.ts'

describe('les départements', () => {
  it('ils sont cent un, chacun sous son code', () => {
    expect(departements).toHaveLength(101)
    expect(new Set(departements.map(([c]) => c)).size).toBe(101)
  })
  it('un code postal dit le sien, Corse et outre-mer comprises', () => {
    expect(
      ['35000', '20000', '20600', '97410', '01000', '98000', '99999', '3500', 'x'].map(
        departementDuCodePostal,
      ),
    ).toEqual(['35', '2A', '2B', '974', '01', undefined, undefined, undefined, undefined])
  })
  it('une liste se lit par codes ou par noms, une fois chacun', () => {
    expect(lireDepartements('35, 1 ; paris\n2a, 35, Atlantide')).toEqual(['35', '01', '75', '2A'])
    expect(estDepartement('20')).toBe(false)
  })
})
