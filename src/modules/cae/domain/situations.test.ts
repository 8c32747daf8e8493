import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ajouterJours, ajouterMois, type DateCivile } from '#kernel/dates.ts'
import {
  alertesDeVie,
  echeancesDeVie,
  type GenreDeSituation,
  genresDeSituation,
  situationAu,
  verifierSituation,
} from './situations.ts'

const d = (t: string) => t as DateCivile
const etape = (genre: GenreDeSituation, du: string, au: string | null = null) => ({
  genre,
  du: d(du),
  au: au === null ? null : d(au),
})
const jours = (l: ReturnType<typeof echeancesDeVie>) => l.map((e) => [e.jour, e.loi])

describe('le parcours d’une personne', () => {
  const cape = etape('cape', '2025-01-01', '2025-12-31')
  const cesa = etape('cesa', '2026-01-01')

  it('du CAPE au sociétariat : l’essai et les trois ans déduisent le temps de CAPE', () => {
    // Sans CAPE : huit mois et trois ans.
    expect(jours(echeancesDeVie([cesa], d('2026-01-10')))).toEqual([
      ['2026-08-31', 'L. 7332-1'],
      ['2028-12-31', 'L. 7331-3'],
    ])
    // Six mois de CAPE (181 jours) en moins ; l’essai passé ne se dit plus.
    const court = etape('cape', '2025-07-01', '2025-12-28')
    expect(jours(echeancesDeVie([court, cesa], d('2026-01-10')))).toEqual([
      ['2026-03-03', 'L. 7332-1'],
      ['2028-07-03', 'L. 7331-3'],
    ])
    expect(jours(echeancesDeVie([cape, cesa], d('2026-01-10')))).toEqual([['2028-01-01', 'L. 7331-3']])
    expect(echeancesDeVie([cape, cesa, etape('societariat', '2027-01-01')], d('2027-01-10'))).toEqual([])
  })

  it('se note à toute date qui se lit, jusqu’au bord du calendrier', () => {
    expect(verifierSituation([], etape('cape', '2199-06-01', '2199-12-31')).ok).toBe(true)
    expect(echeancesDeVie([etape('cesa', '2199-06-01')], d('2199-12-31'))).not.toEqual([])
  })

  it('alerte soixante jours avant, et tant que l’échéance est dépassée', () => {
    const avant = (n: number) => alertesDeVie([cape], ajouterJours(d('2025-12-31'), -n)).length
    expect([avant(61), avant(60), avant(0), avant(-10)]).toEqual([0, 1, 1, 1])
    // Renouvelé ou suivi d’un CESA, le terme ne se dit plus.
    expect(alertesDeVie([cape, cesa], d('2025-12-30'))).toEqual([])
    expect(alertesDeVie([cesa, etape('sortie', '2026-12-31')], d('2026-12-01')).map((e) => e.quoi)).toEqual([
      'elle ou il quitte la coopérative',
    ])
  })

  it('dit où en est la personne chaque jour, et oublie le séjour d’avant quand elle revient', () => {
    const l = [cape, cesa, etape('sortie', '2026-09-01'), etape('cape', '2027-01-01', '2027-12-31')]
    const ou = (jour: string) => situationAu(l, d(jour))?.genre
    expect([
      ou('2024-12-31'),
      ou('2025-01-01'),
      ou('2026-08-31'),
      ou('2026-09-01'),
      ou('2027-02-01'),
    ]).toEqual([undefined, 'cape', 'cesa', 'sortie', 'cape'])
    const revenue = [...l, etape('cesa', '2028-01-01')]
    // 365 jours du second CAPE, et aucun du premier.
    expect(jours(echeancesDeVie(revenue, d('2028-01-02')))).toEqual([['2029-12-31', 'L. 7331-3']])
  })

  it('refuse une étape hors de son ordre, un CAPE sans terme, de plus de douze mois, un quatrième', () => {
    const code = (l: readonly ReturnType<typeof etape>[], neuve: ReturnType<typeof etape>) => {
      const r = verifierSituation(l, neuve)
      return r.ok ? 'ok' : r.error.code
    }
    expect(code([], etape('sortie', '2026-01-01'))).toBe('genre')
    expect(code([], etape('societariat', '2026-01-01'))).toBe('genre')
    expect(code([cesa], etape('cape', '2026-02-01', '2026-03-01'))).toBe('genre')
    expect(code([cesa], etape('sortie', '2026-01-01'))).toBe('du')
    expect(code([], etape('cape', '2026-01-01'))).toBe('au')
    expect(code([], etape('cape', '2026-01-01', '2026-12-31'))).toBe('ok')
    expect(code([], etape('cape', '2026-01-01', '2027-01-01'))).toBe('au')
    expect(code([cape], etape('cape', '2025-12-31', '2026-03-01'))).toBe('du')
    const trois = [cape, etape('cape', '2026-01-01', '2026-12-31'), etape('cape', '2027-01-01', '2027-12-31')]
    expect(code(trois, etape('cape', '2028-01-01', '2028-02-01'))).toBe('au')
    expect(code([cesa, etape('sortie', '2027-01-01')], etape('candidature', '2027-05-01'))).toBe('ok')
  })

  it('quelles que soient les étapes acceptées, au plus trois échéances, chacune d’un jour ; un essai jamais passé', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({ genre: fc.constantFrom(...genresDeSituation), mois: fc.integer({ min: 1, max: 14 }) }),
          {
            maxLength: 8,
          },
        ),
        fc.integer({ min: 0, max: 4000 }),
        (tirees, n) => {
          let jour = d('2020-01-01')
          const l: ReturnType<typeof etape>[] = []
          for (const t of tirees) {
            jour = ajouterMois(jour, t.mois)
            const neuve = { genre: t.genre, du: jour, au: t.genre === 'cape' ? ajouterJours(jour, 20) : null }
            if (verifierSituation(l, neuve).ok) l.push(neuve)
          }
          const ce = ajouterJours(d('2020-01-01'), n)
          const e = echeancesDeVie(l, ce)
          expect(e.length).toBeLessThanOrEqual(3)
          for (const x of e) if (x.loi === 'L. 7332-1') expect(x.jour >= ce).toBe(true)
          if (situationAu(l, ce)?.genre === 'societariat') expect(e.every((x) => x.loi === null)).toBe(true)
        },
      ),
    )
  })
})
