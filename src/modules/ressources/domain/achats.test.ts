import { expect, it } from 'vitest'
import type { DateCivile } from '#kernel/dates.ts'
import { direRefusDAchat, etatDAchat } from './achats.ts'

const jour = '2026-11-24' as DateCivile
const hier = '2026-11-23' as DateCivile
const le = new Date('2026-11-20T09:00:00Z')
const a = { closLe: null, retenuLe: null, finiLe: null, volumesJusquAu: jour, rejoindreJusquAu: null }

it('un achat dit où il en est, des dates qu’il porte', () => {
  expect(etatDAchat(a, jour)).toBe('volumes')
  expect(etatDAchat({ ...a, volumesJusquAu: hier }, jour)).toBe('a-clore')
  expect(etatDAchat({ ...a, closLe: le }, jour)).toBe('consultation')
  expect(etatDAchat({ ...a, closLe: le, retenuLe: le, rejoindreJusquAu: jour }, jour)).toBe('ouvert')
  expect(etatDAchat({ ...a, closLe: le, retenuLe: le, rejoindreJusquAu: hier }, jour)).toBe('en-cours')
  expect(etatDAchat({ ...a, finiLe: le }, jour)).toBe('fini')
  expect(direRefusDAchat('dit')).toBeUndefined()
  expect(direRefusDAchat('decision')?.phrase).toContain('Le pôle vote')
})
