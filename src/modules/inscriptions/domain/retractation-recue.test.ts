import { expect, it } from 'vitest'
import type { DateCivile } from '#kernel/dates.ts'
import type { Zone } from '#kernel/zones.ts'
import { direRecue } from './retractation-recue.ts'

const jour = (j: string) => j as DateCivile
const dite = (premierJour: string | null) =>
  direRecue(
    {
      retracteLe: new Date('2026-12-08T09:00:00Z'),
      zone: 'Europe/Paris' as Zone,
      premierJour: premierJour === null ? null : jour(premierJour),
    },
    jour('2026-12-08'),
  )

it('la place d’une rétractation est libre tant que la session n’a pas commencé, et alors seulement', () => {
  expect(dite('2026-12-09')).toContain('est parti, la place est libre.')
  expect(dite(null)).toContain('la place est libre.')
  expect(dite('2026-12-08')).toMatch(/est parti\.$/)
  expect(dite('2026-12-07')).not.toContain('place')
})
