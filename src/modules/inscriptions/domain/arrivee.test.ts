import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ajouterJours, type DateCivile } from '#kernel/dates.ts'
import { arriveeEnCours, arriveeProposee, depuisLArrivee } from './arrivee.ts'

const jourDit = (t: string) => t as DateCivile
const demie = (jour: string, heure: number) => ({
  jour: jourDit(jour),
  debut: new Date(`${jour}T${String(heure).padStart(2, '0')}:00:00Z`),
  fin: new Date(`${jour}T${String(heure + 3).padStart(2, '0')}:00:00Z`),
})
const seances = [demie('2026-12-07', 9), demie('2026-12-07', 13), demie('2026-12-14', 9)]

describe('rejoindre une action en cours', () => {
  it('sans date, ou dès le premier jour, on vient depuis le début', () => {
    expect(arriveeEnCours(undefined, seances)).toEqual({ ok: true, value: null })
    expect(arriveeEnCours(jourDit('2026-12-07'), seances)).toEqual({ ok: true, value: null })
    expect(arriveeEnCours(jourDit('2026-12-08'), [])).toEqual({ ok: true, value: null })
  })
  it('entre deux jours, l’arrivée est le prochain jour de présence ; après le dernier, elle se refuse', () => {
    expect(arriveeEnCours(jourDit('2026-12-08'), seances)).toEqual({ ok: true, value: '2026-12-14' })
    expect(arriveeEnCours(jourDit('2026-12-15'), seances)).toMatchObject({
      ok: false,
      error: { code: 'arrivee-tardive' },
    })
  })
  it('se propose une fois l’action commencée, jamais avant, jamais le premier jour', () => {
    expect(arriveeProposee(seances, new Date('2026-12-06T10:00:00Z'))).toBeUndefined()
    expect(arriveeProposee(seances, new Date('2026-12-07T10:00:00Z'))).toBeUndefined()
    expect(arriveeProposee(seances, new Date('2026-12-09T10:00:00Z'))).toBe('2026-12-14')
    expect(arriveeProposee(seances, new Date('2026-12-20T10:00:00Z'))).toBeUndefined()
  })
  it('quelle que soit la date, rien de ce qui se suit n’est avant l’arrivée, et il en reste', () =>
    fc.assert(
      fc.property(fc.integer({ min: -3, max: 30 }), (n) => {
        const r = arriveeEnCours(ajouterJours(jourDit('2026-12-05'), n), seances)
        if (!r.ok) return
        const suivies = depuisLArrivee(seances, r.value)
        expect(suivies.length).toBeGreaterThan(0)
        expect(suivies.every((s) => r.value === null || s.jour >= r.value)).toBe(true)
      }),
    ))
})
