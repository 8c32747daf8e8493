import { describe, expect, it } from 'vitest'
import { filtrer } from './filtrer.ts'

describe('chercher dans une liste courte', () => {
  const noms = ['Maïwenn Le Goff', 'Nadia Berrada', 'Tom Okafor']
  const pour = (q: string) => filtrer(noms, q, (n) => n)
  it('sans accent ni casse, chaque mot, dans n’importe quel ordre', () => {
    expect(pour('MAIW')).toEqual(['Maïwenn Le Goff'])
    expect(pour('goff maï')).toEqual(['Maïwenn Le Goff'])
    expect(pour('goff tom')).toEqual([])
  })
  it('sans mot, tout', () => {
    expect(pour('')).toBe(noms)
    expect(pour('   ')).toBe(noms)
  })
})
