import { expect, it } from 'vitest'
import type { DateCivile } from '#kernel/dates.ts'
import { dernierJourFige, minutesDuLien, termeDuLien } from './terme-du-lien.ts'

const jour = (t: string) => t as DateCivile
const convocation = (...dates: string[]) =>
  JSON.stringify({
    action: { lieu: { nom: 'Salle' }, seances: dates.map((date) => ({ date, debut: '09:00' })) },
  })

it('un lien envoyé cinquante jours d’avance vaut encore le dernier jour de l’action', () => {
  const sert = dernierJourFige(convocation('2027-01-18', '2027-01-19'))
  expect(sert).toBe('2027-01-19')
  expect(termeDuLien(jour('2026-11-29'), sert)).toBe('2027-01-19')
  expect(minutesDuLien(jour('2026-11-29'), jour('2027-01-19'))).toBeGreaterThan(51 * 24 * 60)
})

it('il vaut trente jours d’une pièce qui sert avant, ou qui ne dit aucun jour', () => {
  expect(termeDuLien(jour('2026-11-29'), jour('2026-12-01'))).toBe('2026-12-29')
  expect(termeDuLien(jour('2026-11-29'), undefined)).toBe('2026-12-29')
  for (const rien of ['{}', '{"action":{}}', '{"action":{"seances":[{"date":"bientôt"}]}}'])
    expect(dernierJourFige(rien)).toBeUndefined()
  expect(dernierJourFige('{"action":{"fin":"2027-03-02","seances":[]}}')).toBe('2027-03-02')
})

it('jamais plus que la base n’en garde', () => {
  expect(termeDuLien(jour('2026-01-01'), jour('2030-01-01'))).toBe('2027-02-03')
})
