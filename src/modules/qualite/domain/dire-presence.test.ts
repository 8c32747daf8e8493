import { expect, it } from 'vitest'
import type { DateCivile } from '#kernel/dates.ts'
import type { Zone } from '#kernel/zones.ts'
import { type CaseADire, direPresence } from './dire-presence.ts'

const demi = { date: '2026-11-10' as DateCivile, zone: 'Europe/Paris' as Zone }
const dire = (c: Partial<CaseADire>): string =>
  direPresence(
    { presence: { etat: 'attendue' }, regularisee: false, minutes: { retard: 0, depart: 0 }, ...c },
    demi,
  ).replace(/\s/g, ' ')
const signee = (le: string) => ({ etat: 'signee', signeeLe: new Date(le) }) as const

it('une présence montrée dit qui l’a signée, sans réseau ou non, ou qu’elle fut attestée, et quand', () => {
  expect(dire({})).toBe('')
  expect(dire({ presence: { etat: 'absente' } })).toBe('absence notée')
  const presence = signee('2026-11-10T08:02:00Z')
  expect(dire({ presence })).toBe('présence signée à 9 h 02')
  expect(dire({ presence, minutes: { retard: 20, depart: 10 } })).toBe(
    'présence signée à 9 h 02, moins 30 min',
  )
  expect(dire({ presence, recueLe: new Date('2026-11-11T17:30:00Z') })).toBe(
    'présence signée sans réseau à 9 h 02, reçue à 18 h 30 le 11 nov. 2026',
  )
  // Qui tient la feuille peut n’avoir pas formé : on dit qu’elle est attestée, non par qui.
  expect(dire({ presence: signee('2026-11-12T09:00:00Z'), regularisee: true })).toBe(
    'présence attestée à 10 h le 12 nov. 2026, sans signature',
  )
})
