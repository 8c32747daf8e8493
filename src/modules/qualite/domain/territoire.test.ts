import { describe, expect, it } from 'vitest'
import { departements } from '#kernel/departements.ts'
import { departementsDits } from './territoire.ts'

describe('le territoire d’un partenaire', () => {
  it.each([
    ['Ille-et-Vilaine', ['35']],
    ['Haute-Loire et Loire', ['42', '43']],
    ['Isère (38) et Savoie', ['38', '73']],
    ['35, 56', ['35', '56']],
    ['le Nord-Isère', ['38', '59']],
    ['Val-d’Oise, Yvelines', ['78', '95']],
  ])('%s', (texte, codes) => expect(departementsDits(texte)).toEqual(codes))
  it.each([
    'Bretagne',
    'Pays de la Loire',
    'Auvergne-Rhône-Alpes',
    'toute la France',
    'Grenoble',
    'à 30 km',
    '',
  ])('« %s » ne se compare à rien', (texte) => expect(departementsDits(texte)).toBeUndefined())
  it('chaque département se reconnaît seul, à son nom', () => {
    for (const [code, nom] of departements) expect(departementsDits(nom), nom).toEqual([code])
  })
})
