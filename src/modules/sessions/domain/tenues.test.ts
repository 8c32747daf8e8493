import { describe, expect, it } from 'vitest'
import type { DateCivile } from '#kernel/dates.ts'
import { partTenue } from './tenues.ts'

const seance = (jour: string, tenue: boolean) => ({
  jour: jour as DateCivile,
  debutMinutes: 540,
  finMinutes: 750,
  tenue,
})

describe('Ce qui se tient d’une session', () => {
  it('s’arrête où l’interruption l’a coupée', () => {
    const tenues = partTenue({
      seances: [seance('2027-01-12', true), seance('2027-01-13', true), seance('2027-01-14', false)],
    })
    expect(tenues).toMatchObject({ debut: '2027-01-12', fin: '2027-01-13', minutes: 420 })
    expect(tenues.seances.map((s) => s.jour)).toEqual(['2027-01-12', '2027-01-13'])
  })

  it('d’une demi-journée coupée en route, garde ce qui s’en est tenu', () => {
    const coupee = { ...seance('2027-01-13', false), arreteeA: 648 }
    const tenues = partTenue({
      seances: [seance('2027-01-12', true), coupee, seance('2027-01-14', false)],
    })
    expect(tenues).toMatchObject({ debut: '2027-01-12', fin: '2027-01-13', minutes: 318 })
    expect(tenues.seances.at(-1)?.finMinutes).toBe(648)
  })

  it('n’a ni bord ni durée quand rien ne se tient', () => {
    expect(partTenue({ seances: [seance('2027-01-12', false)] })).toEqual({
      seances: [],
      debut: null,
      fin: null,
      minutes: 0,
    })
  })
})
