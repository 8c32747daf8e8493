import { expect, it } from 'vitest'
import { direRefusDObjet } from './file-des-visas.ts'

it('un pas fait ne se refuse pas ; un plafond, une place prise, un motif absent ont chacun leur phrase', () => {
  for (const mot of ['vise', 'a-deux', 'sous-conditions', 'refuse', 'ouverture'])
    expect(direRefusDObjet(mot)).toBeUndefined()
  expect(direRefusDObjet('au-dessus')?.phrase).toContain('dépasse votre plafond')
  expect(direRefusDObjet('soi')?.phrase).toContain('la direction')
  expect(direRefusDObjet('decidee')?.code).toBe('deja-visee')
  expect(direRefusDObjet('motif')?.code).toBe('motif')
})
