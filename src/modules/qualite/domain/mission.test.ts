import { expect, it } from 'vitest'
import type { DateCivile } from '#kernel/dates.ts'
import { refusDeMission } from './mission.ts'

const jour = (t: string) => t as DateCivile
const aujourdhui = jour('2026-11-29')
const pair = { genre: 'pair', pair: 'o', nom: '', expireLe: aujourdhui } as const
const externe = { genre: 'externe', pair: undefined, nom: 'Anne Roy', expireLe: aujourdhui } as const

it('le rôle de l’auditeur se confie à un pair choisi, ou à une personne nommée', () => {
  expect(refusDeMission(pair, aujourdhui)).toBeUndefined()
  expect(refusDeMission(externe, aujourdhui)).toBeUndefined()
  expect(Object.keys(refusDeMission({ ...pair, pair: undefined }, aujourdhui) ?? {})).toEqual(['pair'])
  expect(Object.keys(refusDeMission({ ...externe, nom: 'A' }, aujourdhui) ?? {})).toEqual(['nom'])
})

it.each([
  ['2026-11-28', true],
  ['2026-11-29', false],
  ['2027-11-29', false],
  ['2027-11-30', true],
])('un accès qui finit le %s : refusé, %s', (expireLe, refuse) =>
  expect(refusDeMission({ ...pair, expireLe: jour(expireLe) }, aujourdhui) !== undefined).toBe(refuse),
)
