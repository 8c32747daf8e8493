import { describe, expect, it } from 'vitest'
import type { DateCivile } from '#kernel/dates.ts'
import { demiesPromises } from './demies-promises.ts'

const demie = { date: '2026-12-14' as DateCivile, debut: '09:00', fin: '12:30' }
const modalites = (modalite: string | undefined, dite?: string) =>
  demiesPromises({
    seances: [{ ...demie, ...(dite ? { modalite: dite } : {}) }],
    ...(modalite ? { modalite } : {}),
  })?.map((x) => x.modalite)

describe('Les demi-journées qu’une pièce promet', () => {
  it('d’une action tout en présence sont sur place, d’une action toute à distance le sont à distance', () => {
    expect(modalites('en présentiel')).toEqual(['sur place'])
    expect(modalites('en présentiel et en situation de travail')).toEqual(['sur place'])
    expect(modalites('à distance')).toEqual(['à distance'])
    expect(modalites('à distance et en situation de travail')).toEqual(['à distance'])
  })
  it('d’une action qui se suit des deux façons, ou qui n’en dit rien, ne disent que ce qu’elles écrivent', () => {
    expect(modalites('en présentiel et à distance')).toEqual([undefined])
    expect(modalites(undefined)).toEqual([undefined])
    expect(modalites('en présentiel et à distance', 'à préciser')).toEqual(['à préciser'])
    expect(modalites('en présentiel', 'à distance')).toEqual(['à distance'])
  })
  it('sont nulles si la pièce n’en dit pas', () => {
    expect([
      demiesPromises(null),
      demiesPromises(undefined),
      demiesPromises({ modalite: 'en présentiel' }),
    ]).toEqual([null, null, null])
  })
})
