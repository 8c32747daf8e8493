import { expect, it } from 'vitest'
import { regleDuGroupement, regleProposee, texteDeLaForme } from './communs.ts'

it('un texte resté celui que l’on propose est celui de la forme cochée ; un texte écrit ne change pas', () => {
  expect(texteDeLaForme(regleProposee.replaceAll('\n', '\r\n'), 'groupement')).toBe(regleDuGroupement)
  expect(texteDeLaForme(regleDuGroupement, 'organisme')).toBe(regleProposee)
  expect(texteDeLaForme(regleProposee, 'organisme')).toBe(regleProposee)
  expect(texteDeLaForme('Nos propres mots.', 'groupement')).toBe('Nos propres mots.')
})
