import { describe, expect, it } from 'vitest'
import type { DateCivile } from '#kernel/dates.ts'
import { declarerConge } from './conge.ts'

const p = (du: string, au: string) => ({ du: du as DateCivile, au: au as DateCivile })

describe('Déclarer une absence', () => {
  it.each([
    ['un seul jour', p('2026-03-02', '2026-03-02'), [], undefined],
    ['à rebours', p('2026-03-03', '2026-03-02'), [], 'a-rebours'],
    ['plus d’un an', p('2026-03-02', '2027-03-04'), [], 'trop-long'],
    ['bord à bord d’une autre', p('2026-03-03', '2026-03-04'), [p('2026-03-01', '2026-03-02')], undefined],
    [
      'sur le bord d’une autre',
      p('2026-03-02', '2026-03-04'),
      [p('2026-03-01', '2026-03-02')],
      'deja-declare',
    ],
  ] as const)('%s', (_, periode, declares, code) => {
    const r = declarerConge(periode, declares)
    expect(r.ok ? undefined : r.error.code).toBe(code)
  })
})
