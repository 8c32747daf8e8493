import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nombreDeSites, type SessionTirable, type Trait, tailleParDefaut, tirer } from './tirage.ts'

const traits = [
  'certifiante',
  'distance',
  'intra',
  'inter',
  'confiee',
  'recue',
  'adaptation',
  'abandon',
  'reclamation',
] as const
const rangDe = (graine: string) => (cle: string) => createHmac('sha256', graine).update(cle).digest('hex')
const regle = { surveillance: true, beneficiaires: 2, sitesVus: [], enseignesTirees: [] }

const sessions = fc
  .array(
    fc.record({
      categorie: fc.constantFrom('AF' as const, 'CBC' as const, 'CFA' as const),
      traits: fc.subarray([...traits] as Trait[]),
      site: fc.option(fc.constantFrom('s1', 's2', 's3', 's4', 's5')),
      enseigne: fc.constantFrom('e1', 'e2'),
      inscrits: fc.integer({ min: 1, max: 5 }),
    }),
    { minLength: 1, maxLength: 60 },
  )
  .map((liste) =>
    liste.map(
      (s, i): SessionTirable => ({
        ...s,
        id: `session-${i}`,
        inscrits: Array.from({ length: s.inscrits }, (_, k) => ({
          id: `i-${i}-${k}`,
          abandon: k === 0 && s.traits.includes('abandon'),
        })),
      }),
    ),
  )

describe('le tirage', () => {
  it('ne dépend que de la graine et de la population, dans n’importe quel ordre', () => {
    fc.assert(
      fc.property(sessions, fc.string(), (population, graine) => {
        const un = tirer(population, regle, rangDe(graine))
        expect(tirer(population, regle, rangDe(graine))).toEqual(un)
        expect(tirer(population.toReversed(), regle, rangDe(graine))).toEqual(un)
      }),
    )
  })
  it('change avec la graine', () => {
    const population = Array.from(
      { length: 50 },
      (_, i): SessionTirable => ({
        id: `s${i}`,
        categorie: 'AF',
        traits: [],
        site: null,
        enseigne: 'e',
        inscrits: [{ id: `i${i}`, abandon: false }],
      }),
    )
    const vus = new Set(
      ['a', 'b', 'c', 'd'].map((g) =>
        tirer(population, regle, rangDe(g))
          .map((s) => s.id)
          .join(),
      ),
    )
    expect(vus.size).toBe(4)
  })
  it('représente chaque strate de chaque catégorie, sans doublon, à la taille dite au moins', () => {
    fc.assert(
      fc.property(sessions, fc.string(), (population, graine) => {
        const tirees = tirer(population, regle, rangDe(graine))
        expect(new Set(tirees.map((s) => s.id)).size).toBe(tirees.length)
        for (const categorie of ['AF', 'CBC', 'CFA'] as const) {
          const vivier = population.filter((s) => s.categorie === categorie)
          const siennes = tirees.filter((s) => s.categorie === categorie)
          expect(siennes.length).toBeGreaterThanOrEqual(tailleParDefaut(vivier.length))
          const presents = new Set(vivier.flatMap((s) => s.traits))
          const couverts = new Set(siennes.flatMap((s) => s.strates))
          expect([...presents].filter((t) => !couverts.has(t))).toEqual([])
        }
      }),
    )
  })
  it('ne tire que des inscrits de la session, deux au plus, l’abandon parmi eux', () => {
    fc.assert(
      fc.property(sessions, fc.string(), (population, graine) => {
        for (const s of tirer(population, regle, rangDe(graine))) {
          const source = population.find((x) => x.id === s.id)
          expect(s.inscriptions.length).toBe(Math.min(2, source?.inscrits.length ?? 0))
          expect(s.inscriptions.every((i) => source?.inscrits.some((x) => x.id === i))).toBe(true)
          const parti = source?.inscrits.find((i) => i.abandon)
          if (parti) expect(s.inscriptions).toContain(parti.id)
        }
      }),
    )
  })
  it('suit la part confiée de l’activité', () => {
    const population = Array.from(
      { length: 64 },
      (_, i): SessionTirable => ({
        id: `s${i}`,
        categorie: 'AF',
        traits: i % 2 === 0 ? ['confiee'] : [],
        site: null,
        enseigne: 'e',
        inscrits: [{ id: `i${i}`, abandon: false }],
      }),
    )
    fc.assert(
      fc.property(fc.string(), (graine) => {
        const tirees = tirer(population, regle, rangDe(graine))
        expect(tirees).toHaveLength(8)
        expect(tirees.filter((s) => s.strates.includes('confiee')).length).toBeGreaterThanOrEqual(4)
      }),
    )
  })
  it('d’une population vide, ne tire rien ; d’un site vu seulement, en prend un que l’on n’a pas vu', () => {
    expect(tirer([], regle, rangDe('g'))).toEqual([])
    const population = ['vu', 'neuf'].map(
      (site, i): SessionTirable => ({
        id: `s${i}`,
        categorie: 'AF',
        traits: [],
        site,
        enseigne: 'e',
        inscrits: [{ id: `i${i}`, abandon: false }],
      }),
    )
    for (const graine of ['a', 'b', 'c', 'd', 'e']) {
      const tirees = tirer(population, { ...regle, parCategorie: 1, sitesVus: ['vu'] }, rangDe(graine))
      expect(tirees.find((s) => s.strates.includes('site'))?.id).toBe('s1')
    }
  })
  it('compte les sites comme les certificateurs : √n, 0,6 √n en surveillance, un au moins', () => {
    expect([0, 1, 4, 9, 25].map((n) => nombreDeSites(n, false))).toEqual([0, 1, 2, 3, 5])
    expect([0, 1, 4, 9, 25].map((n) => nombreDeSites(n, true))).toEqual([0, 1, 1, 2, 3])
    expect([1, 3, 9, 30, 400].map(tailleParDefaut)).toEqual([1, 3, 3, 5, 8])
  })

  it('interne, prend une action de chaque personne qui anime, une seule, et laisse celles que l’année a tirées', () => {
    const gens = ['p1', 'p2', 'p3', 'p4', 'p5'] as const
    fc.assert(
      fc.property(
        sessions,
        fc.array(fc.subarray([...gens]), { minLength: 60, maxLength: 60 }),
        fc.subarray([...gens]),
        fc.string(),
        (population, qui, vus, graine) => {
          const animees = population.map((s, i) => ({ ...s, intervenants: qui[i] ?? [] }))
          const interne = { ...regle, parIntervenant: { vus } }
          const tirees = tirer(animees, interne, rangDe(graine))
          expect(tirer(animees.toReversed(), interne, rangDe(graine))).toEqual(tirees)
          expect(new Set(tirees.map((s) => s.id)).size).toBe(tirees.length)
          const actifs = new Set(animees.flatMap((s) => s.intervenants))
          const animateurs = tirees.flatMap((t) => animees.find((s) => s.id === t.id)?.intervenants ?? [])
          for (const g of actifs) if (!vus.includes(g)) expect(animateurs).toContain(g)
          // Rien de trop : chaque session tirée l’est pour quelqu’un que nulle autre n’avait.
          expect(tirees.length).toBeLessThanOrEqual([...actifs].filter((g) => !vus.includes(g)).length)
        },
      ),
    )
  })
})
