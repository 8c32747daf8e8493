import { describe, expect, it } from 'vitest'
import type { DateCivile } from '#kernel/dates.ts'
import { centimes } from '#kernel/montant.ts'
import { delaiJusqua, echeanceFacturee } from './delai.ts'

const jour = (t: string) => t as DateCivile
const echeancier = [
  { jour: jour('2026-12-16'), montant: centimes(70_000) },
  { jour: jour('2026-12-09'), montant: centimes(30_000) },
]

describe('Le jour auquel une facture tirée d’un échéancier se règle', () => {
  it.each([
    ['le premier versement', 30_000, '2026-12-09'],
    ['moins que lui', 12_000, '2026-12-09'],
    ['le solde', 100_000, '2026-12-16'],
    ['davantage que prévu', 120_000, '2026-12-16'],
  ])('%s : celui que le contrat dit', (_, cumul, attendu) => {
    expect(echeanceFacturee(echeancier, cumul)).toBe(attendu)
  })
  it('sans échéancier, n’en vient pas', () => {
    expect(echeanceFacturee([], 30_000)).toBeNull()
  })
  it('n’est jamais avant l’émission', () => {
    expect(delaiJusqua(jour('2026-12-16'), jour('2026-12-09'))).toBe(7)
    expect(delaiJusqua(jour('2026-12-09'), jour('2026-12-09'))).toBe(0)
    expect(delaiJusqua(jour('2026-12-09'), jour('2026-12-15'))).toBe(0)
  })
})
