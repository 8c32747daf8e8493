import { expect, it } from 'vitest'
import { exigerPhraseForte } from './phrase-forte.ts'

it('une sauvegarde refuse la phrase que l’on essaierait d’abord, et dit pourquoi', () => {
  for (const faible of ['motdepasse123', 'azertyuiop12', 'coforme coforme', 'court'])
    expect(() => exigerPhraseForte(faible), faible).toThrow('Cette phrase de passe ne convient pas.')
  expect(exigerPhraseForte('cinq mots tires au sort')).toBe('cinq mots tires au sort')
})
