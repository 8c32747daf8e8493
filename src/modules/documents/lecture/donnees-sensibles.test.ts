import { describe, expect, it } from 'vitest'
import { newId } from '#platform/db/new-id.ts'
import { keysFromSeed } from '#platform/keys/open-keys.ts'
import { genres, listeGenres } from '../domain/genres.ts'
import { fermerDonnees, ouvrirDonnees } from './donnees-sensibles.ts'

const keys = keysFromSeed('donnees sensibles')
const donnees = '{"faits":"Retards répétés"}'

describe('les données d’une pièce', () => {
  it.each(listeGenres)(
    '%s : se gardent chiffrées si la fiche du genre le dit, et se relisent telles quelles',
    (genre) => {
      const id = newId<'Piece'>()
      const gardees = fermerDonnees(keys, { id, genre, donnees })
      expect(gardees.includes('Retards')).toBe(!genres[genre].sensible)
      expect(ouvrirDonnees(keys, { id, donnees: gardees })).toBe(donnees)
    },
  )

  it('ne se relisent ni sous d’autres clés, ni sous le nom d’une autre pièce', () => {
    const id = newId<'Piece'>()
    const gardees = fermerDonnees(keys, { id, genre: 'acte-disciplinaire', donnees })
    expect(() => ouvrirDonnees(keysFromSeed('autres'), { id, donnees: gardees })).toThrow(/clés/)
    expect(() => ouvrirDonnees(keys, { id: newId<'Piece'>(), donnees: gardees })).toThrow(/clés/)
  })
})
