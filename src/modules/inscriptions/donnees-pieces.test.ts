import { describe, expect, it } from 'vitest'
import { lireSequences } from './donnees-pieces.ts'

describe('Le contenu écrit au catalogue, lu en séquences', () => {
  it.each([
    ['Ouvrir : accueil, ordre du jour', [{ sequence: 'Ouvrir', detail: 'accueil, ordre du jour' }]],
    ['- Ouvrir\u202f: accueil', [{ sequence: 'Ouvrir', detail: 'accueil' }]],
    ['Un atelier sans détail', [{ sequence: 'Un atelier sans détail' }]],
    ['• Un\n\n  – Deux : b', [{ sequence: 'Un' }, { sequence: 'Deux', detail: 'b' }]],
    ['Rendez-vous à 9:30', [{ sequence: 'Rendez-vous à 9:30' }]],
    ['', []],
  ])('« %s »', (texte, attendu) => {
    expect(lireSequences(texte)).toEqual(attendu)
  })
})
