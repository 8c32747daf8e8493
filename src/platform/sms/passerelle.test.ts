import { describe, expect, it } from 'vitest'
import { composerSms, corpsLisible } from './passerelle.ts'

describe('ce qui part à la passerelle', () => {
  const sms = { numero: '+33612345678', texte: '123456, et "ceci", & cela' }
  it('en JSON, le texte reste une valeur', () =>
    expect(
      JSON.parse(
        composerSms({ format: 'json', corps: '{"to":["{numero}"],"m":"{texte}","n":1}' }, sms).corps,
      ),
    ).toEqual({ to: ['+33612345678'], m: '123456, et "ceci", & cela', n: 1 }))
  it('en formulaire, il n’ajoute pas de champ', () =>
    expect(
      Object.fromEntries(
        new URLSearchParams(
          composerSms({ format: 'formulaire', corps: 'to={numero-sans-plus}&message={texte}&from=Coop' }, sms)
            .corps,
        ),
      ),
    ).toEqual({ to: '33612345678', message: '123456, et "ceci", & cela', from: 'Coop' }))
  it.each([
    ['json', '{"to":"{numero}","m":"{texte}"}', true],
    ['json', '{"to":"{numero}","m":"{texte}"', false],
    ['json', '{"to":"{numero}"}', false],
    ['formulaire', 'to={numero}&m={texte}', true],
    ['formulaire', 'm={texte}', false],
  ] as const)('%s %s', (format, corps, attendu) => expect(corpsLisible({ format, corps })).toBe(attendu))
})
