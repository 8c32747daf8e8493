import { describe, expect, it } from 'vitest'
import type { DateCivile } from '#kernel/dates.ts'
import { accusePapierRecevable } from './accuse-papier.ts'

const d = (t: string) => t as DateCivile
const remisLe = ['2026-11-01', '2026-11-03'].map(d)
const aujourdhui = d('2026-11-10')

describe('Le jour d’un accusé papier', () => {
  it.each([
    ['le jour de la dernière remise', '2026-11-03', remisLe, 'ok'],
    ['aujourd’hui', '2026-11-10', remisLe, 'ok'],
    ['à venir', '2026-11-11', remisLe, 'date-a-venir'],
    ['d’avant la dernière remise', '2026-11-02', remisLe, 'avant-remise'],
    ['sans remise qui l’attende', '2026-11-05', [], 'rien-a-accuser'],
  ])('%s', (_, le, remises, attendu) => {
    const r = accusePapierRecevable(d(le), { remisLe: remises, aujourdhui })
    expect(r.ok ? 'ok' : r.error.code).toBe(attendu)
  })
})
