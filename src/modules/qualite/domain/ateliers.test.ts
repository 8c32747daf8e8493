import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { apportDit, pointer, presences, refusDAnnoncer, suiteDuPointage } from './ateliers.ts'

describe('Un atelier', () => {
  it('dit ce qu’il change, en mots qui apprennent quelque chose', () => {
    expect(apportDit('Rédiger des objectifs observables, à partir de situations de travail.')).toBe(true)
    expect(apportDit('RAS, tout va bien, vu')).toBe(false)
  })

  it('dure d’un quart d’heure à deux jours, et dit ce qu’il change, pour être annoncé', () => {
    const apport = 'Rédiger des objectifs observables, à partir de situations de travail.'
    expect([14, 15, 2_880, 2_881].map((minutes) => refusDAnnoncer({ minutes, apport })?.code)).toEqual([
      'duree',
      undefined,
      undefined,
      'duree',
    ])
    expect(refusDAnnoncer({ minutes: 60, apport: 'RAS' })?.code).toBe('apport')
  })

  it('pointe chaque personne attendue une fois, présente avant excusée, et personne d’autre', () => {
    const gens = ['a', 'b', 'c', 'd'] as const
    fc.assert(
      fc.property(
        fc.subarray([...gens]),
        fc.subarray([...gens]),
        fc.subarray([...gens]),
        (attendus, presents, excuses) => {
          const dit = pointer(attendus, presents, excuses)
          expect([...dit.keys()]).toEqual(attendus)
          for (const [p, x] of dit)
            expect(x).toBe(presents.includes(p) ? 'present' : excuses.includes(p) ? 'excuse' : 'absent')
        },
      ),
    )
  })

  it('une suite de pointages laisse une ligne à qui est présent en dernier, et à personne d’autre', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...presences), { minLength: 1 }), (suite) => {
        let lignes = 0
        let avant: (typeof presences)[number] = 'attendu'
        for (const apres of suite) {
          const s = suiteDuPointage(avant, apres)
          lignes += s === 'inscrire' ? 1 : s === 'retirer' ? -1 : 0
          avant = apres
        }
        expect(lignes).toBe(avant === 'present' ? 1 : 0)
      }),
    )
  })
})
