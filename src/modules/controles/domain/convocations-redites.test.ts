import { describe, expect, it } from 'vitest'
import { aRelire, sansRedites } from './convocations-redites.ts'
import type { PieceControlee } from './dossier.ts'

const piece = (genre: PieceControlee['genre'], jour: string, le: string): PieceControlee => ({
  id: `${genre} ${le}`,
  genre,
  numero: 'N',
  emiseLe: new Date(le),
  objet: 'i',
  intitule: 'Anglais',
  nature: 'formation',
  debut: jour,
  fin: jour,
  lieu: 'Salle Duras',
  minutes: 210,
  creneaux: [`${jour} 09:00-12:30`],
  effectif: null,
})
const avis = (jour: string, le: string, genre = 'dates') => ({
  genre,
  le: new Date(le),
  calendrier: JSON.stringify([{ date: jour, debut: '09:00', fin: '12:30', modalite: 'sur place' }]),
})
const creneaux = ['2026-12-15 09:00-12:30']
const ancienne = piece('convocation', '2026-12-14', '2026-11-20')

describe('une convocation qu’un avis a redite', () => {
  it('ne se compare plus aux dates de la session, mais à son lieu ; la convention, à tout', () => {
    const convention = piece('convention', '2026-12-14', '2026-11-10')
    const lues = sansRedites([convention, ancienne], [avis('2026-12-15', '2026-11-25')], creneaux)
    expect(lues).toEqual([convention, { ...ancienne, debut: null, fin: null, minutes: null, creneaux: null }])
  })
  it('se compare encore si l’avis dit d’autres dates, est d’avant elle, ou annonce autre chose', () => {
    for (const a of [
      avis('2026-12-16', '2026-11-25'),
      avis('2026-12-15', '2026-11-19'),
      avis('2026-12-15', '2026-11-25', 'report'),
    ])
      expect(sansRedites([ancienne], [a], creneaux)).toEqual([ancienne])
  })
  it('ne fait chercher les avis que si elle dit autre chose que la session', () => {
    expect(aRelire([ancienne], creneaux)).toBe(true)
    expect(aRelire([piece('convocation', '2026-12-15', '2026-11-20')], creneaux)).toBe(false)
    expect(aRelire([piece('convention', '2026-12-14', '2026-11-20')], creneaux)).toBe(false)
  })
})
