import { describe, expect, it } from 'vitest'
import type { DateCivile } from '#kernel/dates.ts'
import { avecRaison, leJour, refusSansRaison } from './exercice-depose.ts'

const jour = (t: string) => t as DateCivile
const deposes = [{ debut: jour('2025-09-01'), fin: jour('2026-08-31'), transmisLe: jour('2026-11-20') }]

describe('un exercice dont le bilan est transmis', () => {
  it.each([
    ['2025-08-31', '2025-08-31', false],
    ['2025-09-01', '2025-09-01', true],
    ['2026-08-31', '2026-08-31', true],
    ['2026-09-01', '2026-09-01', false],
    ['2026-08-27', '2026-09-03', true],
    ['2025-01-01', '2027-01-01', true],
  ] as const)('du %s au %s : demande une raison, %s', (du, au, exige) =>
    expect(refusSansRaison('une facture', [{ du: jour(du), au: jour(au) }], deposes, '') !== undefined).toBe(
      exige,
    ),
  )
  it('la raison dite suffit, et reste avec le fait', () => {
    const le = leJour(jour('2026-03-01'))
    expect(refusSansRaison('une charge', [le], deposes, 'ok')).toMatchObject({ code: 'exercice-depose' })
    expect(refusSansRaison('une charge', [le], deposes, 'oubliée')).toBeUndefined()
    expect(refusSansRaison('une charge', [le], [], '')).toBeUndefined()
    expect(avecRaison('Une charge est ajoutée.', 'oubliée')).toMatch(/Raison\s: oubliée/)
  })
})
