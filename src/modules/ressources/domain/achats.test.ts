import { expect, it } from 'vitest'
import type { DateCivile } from '#kernel/dates.ts'
import { attenteDAchat, direRefusDAchat, etatDAchat } from './achats.ts'

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

it('un achat n’appelle que qui n’a pas répondu, et zéro est une réponse ; clore et consulter reviennent à qui le conduit', () => {
  const de = (autres: Partial<Parameters<typeof attenteDAchat>[0]>) =>
    attenteDAchat({ ...a, mien: false, notreVolume: null, notrePart: null, ...autres }, jour)
  const ouvert = { closLe: le, retenuLe: le, rejoindreJusquAu: jour }
  expect([de({}), de({ notreVolume: 0 }), de({ notreVolume: 3 })]).toEqual(['dire', undefined, undefined])
  expect([de(ouvert), de({ ...ouvert, notreVolume: 0 }), de({ ...ouvert, notrePart: 0 })]).toEqual([
    'rejoindre',
    undefined,
    undefined,
  ])
  expect([de({ volumesJusquAu: hier }), de({ volumesJusquAu: hier, mien: true })]).toEqual([
    undefined,
    'clore',
  ])
  expect([de({ closLe: le }), de({ closLe: le, mien: true })]).toEqual([undefined, 'consulter'])
  expect(de({ finiLe: le, mien: true })).toBeUndefined()
})
