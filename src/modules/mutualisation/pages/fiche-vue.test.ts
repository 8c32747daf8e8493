import { expect, it } from 'vitest'
import type { DateCivile } from '#kernel/dates.ts'
import type { FicheId } from '../domain/vivier.ts'
import { joursMontres } from './fiche-vue.tsx'

const fiche = '018f0000-0000-7000-8000-00000000000a' as FicheId
const le = (jour: string, etat: 'libre' | 'occupe' | 'option' | 'absence') => ({
  fiche,
  jour: jour as DateCivile,
  moment: 'matin' as const,
  etat,
})

it('une salle ou une personne prise un samedi se voit prise ce samedi', () => {
  expect(joursMontres([le('2026-11-30', 'libre'), le('2026-12-05', 'libre')])).toHaveLength(5)
  expect(joursMontres([le('2026-12-05', 'absence'), le('2026-12-06', 'absence')])).toHaveLength(5)
  expect(joursMontres([le('2026-12-05', 'occupe')]).at(-1)).toBe('samedi')
  expect(joursMontres([le('2026-12-06', 'option')]).at(-1)).toBe('dimanche')
})
