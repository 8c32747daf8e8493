import { describe, expect, it } from 'vitest'
import { lireReferent, lireSequences } from './donnees-pieces.ts'

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

describe('La personne référente, écrite au catalogue d’un seul trait', () => {
  it.each([
    ['Hélène Marchand', { nom: 'Hélène Marchand' }],
    ['Hélène Marchand, 02 99 00 00 00', { nom: 'Hélène Marchand', telephone: '02 99 00 00 00' }],
    [
      'Hélène Marchand (helene@merles.example, +33 2 99 00 00 00)',
      { nom: 'Hélène Marchand', telephone: '+33 2 99 00 00 00', courriel: 'helene@merles.example' },
    ],
    ['Hélène Marchand : 0299000000', { nom: 'Hélène Marchand', telephone: '0299000000' }],
    // Sans nom, rien ne se découpe : la pièce dit tout ce qui fut écrit.
    ['02 99 00 00 00', { nom: '02 99 00 00 00' }],
    ['Le bureau 12, au rez-de-chaussée', { nom: 'Le bureau 12, au rez-de-chaussée' }],
    ['', { nom: '' }],
  ])('« %s »', (ecrit, attendu) => {
    expect(lireReferent(ecrit)).toEqual(attendu)
  })
})
