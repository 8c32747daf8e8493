import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DateCivile } from '#kernel/dates.ts'
import { type FaitsDEquite, rangerParEquite } from './equite.ts'

const le = '2026-11-24' as DateCivile
const d = (t: string) => t as DateCivile
const faits = (
  id: string,
  jours: number,
  dernier: string | null = null,
  depuis = '2024-01-01',
): FaitsDEquite => ({
  id,
  jours,
  dernier: dernier === null ? null : d(dernier),
  depuis: d(depuis),
})
const unFait = fc.record({
  jours: fc.nat(60),
  dernier: fc.option(fc.constantFrom(d('2026-01-10'), d('2026-06-01'), d('2026-11-20'))),
  depuis: fc.option(fc.constantFrom(d('2020-01-01'), d('2026-02-01'), d('2026-11-01'))),
})
const plusieurs = fc
  .array(unFait, { maxLength: 30 })
  .map((l) => l.map((f, i): FaitsDEquite => ({ id: `r${i}`, ...f })))

describe('l’équité d’un choix', () => {
  it('fait passer qui a eu le moins de journées, puis qui a attendu le plus longtemps', () => {
    const ranges = rangerParEquite(
      'appel',
      [faits('a', 11, '2026-10-01'), faits('b', 3, '2026-11-01'), faits('c', 3, '2026-02-01'), faits('d', 0)],
      le,
    )
    expect(ranges.map((r) => r.id)).toEqual(['d', 'c', 'b', 'a'])
    expect(ranges.map((r) => r.rang)).toEqual([1, 2, 3, 4])
    expect(ranges[0]?.pourquoi).toBe('aucune journée')
    expect(ranges[1]?.pourquoi).toContain('dernière mission le 01/02/2026')
  })

  it('ne donne pas tout à qui arrive : on lui compte la moyenne du temps où elle n’était pas là', () => {
    const ranges = rangerParEquite(
      'appel',
      [faits('ancienne', 4), faits('neuve', 0, null, '2026-11-20'), faits('chargée', 20)],
      le,
    )
    expect(ranges.map((r) => [r.id, r.fictives])).toEqual([
      ['ancienne', 0],
      ['neuve', 8],
      ['chargée', 0],
    ])
    expect(ranges[1]?.pourquoi).toMatch(/^aucune journée.; 8.journées comptées en plus/)
  })

  it('rend le même rang à chacune, quel que soit l’ordre où les réponses arrivent, et d’après les faits gardés', () => {
    fc.assert(
      fc.property(plusieurs, fc.string(), (l, appel) => {
        const ranges = rangerParEquite(appel, l, le)
        expect(rangerParEquite(appel, l.toReversed(), le)).toEqual(ranges)
        // Recalculé de ce que le choix a gardé.
        expect(rangerParEquite(appel, JSON.parse(JSON.stringify(ranges)), le)).toEqual(ranges)
        for (const [i, r] of ranges.entries()) {
          const suivant = ranges[i + 1]
          if (suivant) expect(r.jours + r.fictives).toBeLessThanOrEqual(suivant.jours + suivant.fictives)
        }
      }),
    )
  })

  it('divise au moins par deux l’écart des journées, face au premier arrivé : quarante intervenantes, quatre cents missions', () => {
    for (const graine of [1, 7, 42]) {
      let s = graine
      const alea = () => {
        s = (Math.imul(s, 1103515245) + 12345) & 0x7fffffff
        return s / 0x7fffffff
      }
      const gens = Array.from({ length: 40 }, (_, i) => ({ id: `p${i}`, vitesse: alea() }))
      const missions = Array.from({ length: 400 }, (_, i) => ({
        jour: i,
        duree: 1 + Math.floor(alea() * 5),
        // La même chance pour chacune d’être compétente, libre et proche.
        candidats: gens.filter(() => alea() < 0.4),
      }))
      const jouer = (
        choisir: (
          m: (typeof missions)[number],
          eu: Map<string, number>,
          dernier: Map<string, DateCivile>,
        ) => string | undefined,
      ) => {
        const eu = new Map<string, number>(gens.map((g) => [g.id, 0]))
        const dernier = new Map<string, DateCivile>()
        for (const m of missions) {
          const qui = choisir(m, eu, dernier)
          if (qui === undefined) continue
          eu.set(qui, (eu.get(qui) ?? 0) + m.duree)
          dernier.set(
            qui,
            d(
              `2026-${String(1 + Math.floor(m.jour / 34)).padStart(2, '0')}-${String(1 + (m.jour % 28)).padStart(2, '0')}`,
            ),
          )
        }
        const jours = [...eu.values()]
        const moyenne = jours.reduce((t, x) => t + x, 0) / jours.length
        return Math.sqrt(jours.reduce((t, x) => t + (x - moyenne) ** 2, 0) / jours.length)
      }
      // Les mêmes toujours les plus rapides ; et, plus doux, une rapidité tirée à chaque appel.
      const premierArrive = jouer((m) => m.candidats.toSorted((a, b) => a.vitesse - b.vitesse)[0]?.id)
      const auHasard = jouer((m) => m.candidats[Math.floor(alea() * m.candidats.length)]?.id)
      const equite = jouer(
        (m, eu, dernier) =>
          rangerParEquite(
            `m${m.jour}`,
            m.candidats.map((c) => faits(c.id, eu.get(c.id) ?? 0, dernier.get(c.id) ?? null)),
            le,
          )[0]?.id,
      )
      for (const autre of [premierArrive, auHasard]) expect(equite * 2).toBeLessThanOrEqual(autre)
      const dits = [premierArrive, auHasard, equite].map((x) => x.toFixed(1))
      console.log(
        `équité, graine ${graine}, écart-type des journées : ${dits[0]} aux plus rapides, ${dits[1]} au hasard, ${dits[2]} par équité`,
      )
    }
  })
})
