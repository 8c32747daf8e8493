import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ecrireTelephone } from './champs.ts'

it.each([
  '0612345678',
  '06.12.34.56.78',
  '06-12-34-56-78',
  '06 12 34 56 78',
  '+33 6 12 34 56 78',
  '+33(0)6 12 34 56 78',
  '0033612345678',
  '612345678',
])('%s s’écrit 06 12 34 56 78', (t) => expect(ecrireTelephone(t)).toBe('06 12 34 56 78'))

it.each(['+32 2 123 45 67', '112', '+1 212 555 0100'])('%s, qui n’est pas d’ici, reste tel quel', (t) =>
  expect(ecrireTelephone(t)).toBe(t),
)

it('récrire un numéro déjà écrit n’y change rien', () =>
  fc.assert(
    fc.property(fc.stringMatching(/^\+?[\d .()-]{6,29}$/), (t) => {
      expect(ecrireTelephone(ecrireTelephone(t))).toBe(ecrireTelephone(t))
    }),
  ))
