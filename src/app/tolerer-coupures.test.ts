import { expect, test } from 'vitest'
import { estUneCoupure } from './tolerer-coupures.ts'

const avecCode = (code: string) => Object.assign(new Error('x'), { code })

test('une connexion perdue est une coupure', () => {
  for (const code of ['EPIPE', 'ECONNRESET', '57P01', '08006'])
    expect(estUneCoupure(avecCode(code)), code).toBe(true)
  expect(estUneCoupure(new Error('Client has encountered a connection error and is not queryable'))).toBe(
    true,
  )
})

test('une faute du logiciel n’en est pas une', () => {
  expect(estUneCoupure(new TypeError('undefined n’est pas une fonction'))).toBe(false)
  expect(estUneCoupure(avecCode('42501'))).toBe(false)
  expect(estUneCoupure('EPIPE')).toBe(false)
})
