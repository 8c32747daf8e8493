import { expect, it } from 'vitest'
import type { DateCivile } from '#kernel/dates.ts'
import type { SessionLue } from '#modules/sessions/index.ts'
import { preciseesDe } from './qui-prevenir.ts'

it('une demi-journée passée ne se précise plus, une suspendue non plus', () => {
  const seance = (jour: string, tenue = true) => ({
    jour,
    debutMinutes: 540,
    finMinutes: 750,
    fin: new Date(`${jour}T11:30:00Z`),
    modalite: 'distance',
    tenue,
  })
  const jours = ['2026-11-23', '2026-11-25', '2026-11-26']
  const session = {
    modalite: 'mixte',
    etat: 'en-cours',
    seances: [seance('2026-11-23'), seance('2026-11-25'), seance('2026-11-26', false)],
  } as unknown as SessionLue
  const convocation = {
    genre: 'convocation',
    seances: jours.map((j) => ({
      date: j as DateCivile,
      debut: '09:00',
      fin: '12:30',
      modalite: 'à préciser',
    })),
  }
  const dites = (pieces: Parameters<typeof preciseesDe>[1]) =>
    preciseesDe(session, pieces, undefined, new Date('2026-11-24T10:00:00Z')).map((d) => d.date)
  expect(dites([convocation])).toEqual(['2026-11-25'])
  // La convention le dit au client : elle n’appelle pas d’avis à elle seule.
  expect(dites([{ ...convocation, genre: 'convention' }])).toEqual([])
})
