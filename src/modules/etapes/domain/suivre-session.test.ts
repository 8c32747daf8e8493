import { describe, expect, it } from 'vitest'
import { type ComptesDeSession, ceQuElleAttend } from './suivre-session.ts'

const prete: ComptesDeSession = {
  etat: 'confirmee',
  phase: 'a-venir',
  inscrits: 9,
  engagements: 3,
  signes: 3,
  sansDossier: 0,
  absences: 0,
  feuilles: 0,
  certificats: 0,
  aFacturer: 0,
}
const fil = { chose: 'Convoquer les stagiaires', geste: 'Convoquer' }
const finie = { ...prete, phase: 'a-finir', etat: 'terminee' } as const

describe('ce qu’une session attend d’abord', () => {
  it.each([
    ['tout est fait', {}, undefined],
    ['un brouillon', { etat: 'brouillon', inscrits: 0 }, 'ouvrir'],
    ['le geste que sa page propose', { fil, signes: 2 }, 'fil'],
    ['une convention partie, pas encore signée', { signes: 2 }, 'dossiers'],
    ['reste à confirmer', { etat: 'ouverte' }, 'confirmer'],
    ['une absence passe devant', { absences: 1, signes: 0 }, 'absence'],
    [
      'une feuille passe devant le reste',
      { phase: 'en-cours', etat: 'en-cours', feuilles: 1, signes: 0 },
      'feuille',
    ],
    ['reportée', { etat: 'reportee' }, 'dates'],
  ] as const)('%s', (_, traits, ou) => {
    expect(ceQuElleAttend({ ...prete, ...traits }, 'Tom Okafor')?.ou).toBe(ou)
  })
  it('dit ce geste comme sa page le dit', () => {
    expect(ceQuElleAttend({ ...prete, fil }, 'Tom Okafor')).toMatchObject(fil)
    expect(ceQuElleAttend({ ...finie, fil }, 'Tom Okafor')?.ou).toBe('cloturer')
  })
  it.each([
    ['feuilles, puis fin', { etat: 'en-cours' }, 'terminer'],
    ['certificats', { certificats: 3, aFacturer: 2 }, 'certificats'],
    ['factures', { aFacturer: 2 }, 'factures'],
    ['clôture', {}, 'cloturer'],
  ] as const)('finie : %s', (_, traits, ou) => {
    expect(ceQuElleAttend({ ...finie, ...traits }, 'Tom Okafor')?.ou).toBe(ou)
  })
  it('nomme qui anime quand la feuille attend, et non « l’équipe »', () => {
    expect(ceQuElleAttend({ ...prete, feuilles: 2 }, 'Tom Okafor')?.qui).toBe('Tom Okafor')
  })
})
