import { expect, it } from 'vitest'
import { formeCommerciale, nonCommercant } from './commercant.ts'
import type { GenreFinanceur } from './dossier.ts'

it.each<[string, GenreFinanceur | null, boolean]>([
  ['Association des Amis du Port', null, true],
  ['ASSO. Les Tisserands', null, true],
  ['Fédération des MJC', null, true],
  ['Mutuelle du Trégor', null, true],
  ['CSE de la Conserverie', null, true],
  ['S.C.I. des Quais', null, true],
  ['Opco Mobilités', 'opco', true],
  ['Transitions Pro Bretagne', 'transitions-pro', true],
  ['Agefiph', 'agefiph', true],
  // La forme dite l’emporte sur le reste du nom.
  ['SARL La Fédération du goût', null, false],
  ['Fondation du bâtiment, S.A.', null, false],
  ['Conserverie du Port', null, false],
  // Un mot entier, jamais un morceau.
  ['Associés & Cie', null, false],
  ['Sciences du littoral', null, false],
])('%s', (nom, financeur, attendu) => {
  expect(nonCommercant({ nom, financeur })).toBe(attendu)
})

it.each([
  ['SAS', true],
  ['Société à responsabilité limitée', false],
  ['Syndicat mixte', false],
  ['à préciser', false],
])('la forme « %s »', (texte, attendu) => {
  expect(formeCommerciale(texte)).toBe(attendu)
})
