import { expect, it } from 'vitest'
import type { DateCivile } from '#kernel/dates.ts'
import { attenduesDAbord, direTerme } from './terme-de-piece.ts'

const jour = '2026-12-01' as DateCivile
const piece = { attend: 'envoyer', emiseLe: new Date('2026-11-20T09:00:00Z') } as const
const convention = (premier: string) =>
  direTerme({ ...piece, genre: 'convention', premierJour: premier as DateCivile }, jour)

it('une convention presse jusqu’à son premier jour, puis un mois ; d’une session finie depuis longtemps, elle ne passe plus devant', () => {
  expect(convention('2026-12-04')).toEqual({
    dit: ' À conclure avant le premier jour, le 4 décembre 2026.'.replace('4 d', '4\u00a0d'),
    terme: { jour: '2026-12-04', fixe: 'engagement' },
  })
  expect(convention('2026-11-23').dit).toContain('Elle devait être conclue avant le premier jour')
  expect(convention('2026-11-23').terme?.jour).toBe('2026-11-23')
  expect(convention('2026-02-04').dit).toContain('Elle devait être conclue')
  expect(convention('2026-02-04').terme).toBeUndefined()
  expect(convention('2027-02-04')).toEqual({ dit: '' })
})

it('la loi presse encore, si tard que ce soit', () => {
  expect(
    direTerme({ ...piece, genre: 'contrat', premierJour: '2026-02-04' as DateCivile }, jour).terme?.fixe,
  ).toBe('loi')
})

it('un visa attendu presse dès l’émission, et il est en retard trois jours après', () => {
  const visa = { ...piece, attend: 'visa', genre: 'devis', premierJour: null } as const
  expect(direTerme(visa, jour).terme).toEqual({ jour: '2026-11-23', fixe: 'engagement' })
  expect(direTerme({ ...visa, attend: 'envoyer' }, jour).terme).toBeUndefined()
})

it('une session proche ne fait pas attendre un visa de plus : le plus tôt des deux jours le date, et la loi dépassée passe devant', () => {
  const visa = (genre: string, premier: string) =>
    direTerme({ ...piece, attend: 'visa', genre, premierJour: premier as DateCivile }, jour)
  expect(visa('convention', '2026-12-04').dit).toContain('À conclure avant le premier jour')
  expect(visa('convention', '2026-12-04').terme).toEqual({ jour: '2026-11-23', fixe: 'engagement' })
  expect(visa('convention', '2026-11-22').terme?.jour).toBe('2026-11-22')
  expect(visa('contrat', '2026-12-04').terme).toEqual({ jour: '2026-11-23', fixe: 'engagement' })
  expect(visa('contrat', '2026-11-28').terme).toEqual({ jour: '2026-11-28', fixe: 'loi' })
})

it('ce qu’une personne attend d’un visa passe devant ce qui n’est pas encore envoyé', () => {
  const rangees = attenduesDAbord([
    { attend: 'envoyer' },
    { attend: 'visa' },
    { attend: 'relancer' },
  ] as const)
  expect(rangees.map((p) => p.attend)).toEqual(['visa', 'envoyer', 'relancer'])
})
