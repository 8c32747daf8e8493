import { expect, it } from 'vitest'
import { cEstElle } from './reconnaitre.ts'

const connue = { courriel: 'agathe@exemple.example', employeur: 'Clinique des Tilleuls' }

it.each<[string, Parameters<typeof cEstElle>[0], boolean]>([
  [
    'l’adresse et l’employeur s’accordent, casse et accents à part',
    { courriel: 'Agathe@exemple.example', employeur: 'CLINIQUE des tilleuls ' },
    true,
  ],
  ['l’adresse seule', { courriel: connue.courriel }, false],
  ['l’employeur seul', { employeur: connue.employeur }, false],
  ['un autre employeur', { ...connue, employeur: 'Les Ateliers' }, false],
  ['rien d’écrit', { courriel: '', employeur: '' }, false],
])('%s', (_, ecrite, attendu) => expect(cEstElle(ecrite, connue)).toBe(attendu))
it('deux silences ne s’accordent pas', () =>
  expect(cEstElle({}, { courriel: null, employeur: null })).toBe(false))
