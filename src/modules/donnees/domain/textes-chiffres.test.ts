import { expect, it } from 'vitest'
import { ecritDeVisiteur, textesChiffres } from './textes-chiffres.ts'

const sien = textesChiffres.find((t) => t.table === 'portail.demande')?.sien
const ecrit = (nom: string, courriel: string, texte: string) => JSON.stringify({ nom, courriel, texte })

it('de ce qu’elle a écrit, rien ne reste ; de ce qu’un autre a écrit, son nom seul s’ôte', () => {
  const elle = ecrit('Aline Roy', 'aline@exemple.example', 'Je viendrais avec mon fils.')
  expect(sien?.(elle, elle.replace('Aline Roy', 'effacé'))).toBe('null')
  expect(sien?.(elle, elle.replace('aline@exemple.example', 'effacé'))).toBe('null')
  const autre = ecrit('Paul Roy', 'paul@exemple.example', 'Une place pour Aline Roy.')
  expect(sien?.(autre, autre.replace('Aline Roy', 'effacé'))).toBeUndefined()
})
it('ce qu’elle a écrit se relit, pour le lui remettre ; ce qui n’en est pas, non', () => {
  expect(ecritDeVisiteur(ecrit('Aline Roy', 'aline@exemple.example', 'Le mardi.'))).toEqual({
    nom: 'Aline Roy',
    courriel: 'aline@exemple.example',
    texte: 'Le mardi.',
  })
  for (const t of ['null', '3', 'Vu Aline Roy.', '{"nom":"x"}']) expect(ecritDeVisiteur(t), t).toBeUndefined()
})
it('ce qui n’est pas un tel écrit garde la règle de tous', () => {
  for (const t of ['null', '3', 'Vu Aline Roy.', '{"x":1}']) expect(sien?.(t, 'autre'), t).toBeUndefined()
})
