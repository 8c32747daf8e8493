import { expect, it } from 'vitest'
import type { DateCivile } from '#kernel/dates.ts'
import { etatDuLivrable } from './livrable.ts'

const jour = '2026-11-24' as DateCivile
const sans = { valableAu: null }

it('une version est à relire, puis relue ; une seule reprise demandée suffit à la reprendre', () => {
  expect(etatDuLivrable(sans, [], jour)).toBe('a-relire')
  expect(etatDuLivrable(sans, ['bon', 'bon'], jour)).toBe('relu')
  expect(etatDuLivrable(sans, ['bon', 'a-reprendre'], jour)).toBe('a-reprendre')
})
it('le dernier jour de validité en est encore un ; le lendemain, même relue, elle est périmée', () => {
  expect(etatDuLivrable({ valableAu: jour }, ['bon'], jour)).toBe('relu')
  expect(etatDuLivrable({ valableAu: '2026-11-23' as DateCivile }, ['bon'], jour)).toBe('perime')
})
