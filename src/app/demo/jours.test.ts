import { describe, expect, test } from 'vitest'
import { ajouterJours, type DateCivile } from '#kernel/dates.ts'
import { estOuvre } from '#kernel/feries.ts'
import { jourOuvre, ouvrable, ouvrableApres, secondesDeSignature } from './jours.ts'

/** Tous les jours d’une année, fêtes et dimanches compris. */
const annee = Array.from({ length: 366 }, (_, i) => ajouterJours('2026-11-01' as DateCivile, i))

describe('Les jours de la démonstration', () => {
  test('à Noël, la séance de la semaine passe au premier jour ouvré d’après', () => {
    // Le 28 novembre 2026 : vingt-sept jours plus tard, c’est Noël, un vendredi.
    expect(ajouterJours('2026-11-28' as DateCivile, ouvrableApres('2026-11-28' as DateCivile, 27))).toBe(
      '2026-12-28',
    )
    expect(ajouterJours('2026-11-30' as DateCivile, jourOuvre('2026-11-30' as DateCivile, -3))).toBe(
      '2026-11-25',
    )
  })

  test('quel que soit le jour, avant comme après, on tombe sur un jour ouvré, et jamais deux fois le même', () => {
    for (const jour of annee) {
      const ecarts = [-3, -2, -1, 1, 2].map((n) => jourOuvre(jour, n))
      expect(new Set(ecarts).size, jour).toBe(5)
      expect(ecarts, jour).toEqual([...ecarts].sort((a, b) => a - b))
      for (const e of [...ecarts, ouvrable(jour, -9), ouvrableApres(jour, 27)])
        expect(estOuvre(ajouterJours(jour, e)), `${jour} ${e}`).toBe(true)
      // L’espagnol est clos avant que la session au poste commence.
      expect(ouvrable(jour, -9), jour).toBeLessThan(jourOuvre(jour, -3))
    }
  })
})

describe('L’heure des signatures', () => {
  const noms = ['Malo Guérin', 'Dalila Amrani', 'Corentin Blaise', 'Marguerite Hoarau', 'Nuno Ferreira']
  test('chacun la sienne, dans l’ordre, autour du début, et toujours la même', () => {
    const heures = secondesDeSignature(noms, 540 * 60)
    expect(secondesDeSignature(noms, 540 * 60)).toEqual(heures)
    expect(new Set(heures.map((h) => Math.floor(h / 60))).size).toBeGreaterThan(3)
    expect(heures.every((h, i) => i === 0 || h - (heures[i - 1] ?? 0) >= 45)).toBe(true)
    expect(heures.every((h) => h >= 540 * 60 && h < 555 * 60)).toBe(true)
  })
  test('personne ne signe après l’heure qu’il est', () => {
    expect(secondesDeSignature(noms, 540 * 60, 541 * 60).every((h) => h >= 540 * 60 && h <= 541 * 60)).toBe(
      true,
    )
    expect(new Set(secondesDeSignature(noms, 540 * 60, 540 * 60))).toEqual(new Set([540 * 60]))
  })
})
