import { expect, it } from 'vitest'
import { memeNom } from './meme-nom.ts'

it.each([
  ['Hélène Bréhat', 'Hélène Bréhat', true],
  ['BREHAT Helene', 'Hélène Bréhat', true],
  ['Hélène Bréhat', 'Hélène Bréhat et Tom Okafor', false],
  ['Léa Pin', 'Tom Okafor', false],
  [null, 'Tom Okafor', false],
] as const)('%s et %s : le même nom, %s', (a, b, attendu) => expect(memeNom(a, b)).toBe(attendu))
