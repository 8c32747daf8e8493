import { describe, expect, it } from 'vitest'
import { centimes } from '#kernel/montant.ts'
import { dureeConvenue, type Promesse, prixDuTenu } from './duree-convenue.ts'

const piece = (genre: string, minutes: number, prix: number | null = 294_000): Promesse => ({
  genre,
  minutes,
  prix: prix === null ? null : centimes(prix),
})
const pour = (...p: readonly Promesse[]) => dureeConvenue(centimes(294_000), p)

describe('la durée que le prix paie', () => {
  it('est celle de la convention ; sans pièce, elle n’est pas dite', () => {
    expect(pour(piece('convention', 1050))).toBe(1050)
    expect(pour()).toBeNull()
    expect(pour(piece('convention', 0), piece('contrat', 840, null))).toBeNull()
  })
  it('un avenant qui réduit la durée sans le prix ne la réduit pas', () => {
    expect(pour(piece('convention', 1050), piece('avenant', 420))).toBe(1050)
  })
  it('un avenant qui allonge l’action, au même prix, vaut', () => {
    expect(pour(piece('convention', 1050), piece('avenant', 1260))).toBe(1260)
  })
  it('un avenant qui réduit durée et prix laisse l’heure au même prix', () => {
    const pieces = [piece('convention', 1050), piece('avenant', 630, 176_400)]
    expect(pour(...pieces)).toBe(1050)
    expect(dureeConvenue(centimes(176_400), pieces)).toBe(630)
  })
  it('un devis ne vaut que sans convention', () => {
    expect(pour(piece('devis', 1260), piece('convention', 1050))).toBe(1050)
    expect(pour(piece('devis', 1260))).toBe(1260)
  })
})

describe('le prix de ce qui se tient', () => {
  it('suit les heures, et ne dépasse jamais ce qui fut convenu', () => {
    expect(prixDuTenu(centimes(294_000), 528, 1050)).toBe(147_840)
    expect(prixDuTenu(centimes(294_000), 1050, 1050)).toBe(294_000)
    expect(prixDuTenu(centimes(294_000), 1260, 1050)).toBe(294_000)
  })
})
