import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type DateCivile, dateCivile } from '#kernel/dates.ts'
import {
  comparerSeances,
  enVagues,
  etatsModifiables,
  type SeanceConnue,
  type SeanceVoulue,
} from './modifier-session.ts'
import { motEtat } from './mots.ts'

const d = (t: string) => dateCivile(t) as DateCivile
const connue = (id: string, jour: string, debutMinutes = 540): SeanceConnue => ({
  id,
  jour: d(jour),
  debutMinutes,
  finMinutes: debutMinutes + 210,
})
const voulue = (s: SeanceConnue, traits: Partial<SeanceVoulue> = {}): SeanceVoulue => ({
  id: s.id,
  jour: s.jour,
  debut: s.debutMinutes,
  fin: s.finMinutes,
  ...traits,
})
const a = connue('a', '2027-03-22')
const b = connue('b', '2027-03-23')

describe('ce qui change d’un planning à l’autre', () => {
  it('rien, si rien ne change', () => {
    expect(comparerSeances('ouverte', [a, b], new Set(['a']), [voulue(a), voulue(b)])).toEqual({
      ok: true,
      value: { deplacees: [], neuves: [], otees: [] },
    })
  })
  it('déplacer, ajouter, ôter', () => {
    expect(
      comparerSeances('ouverte', [a, b], new Set(), [
        voulue(a, { debut: 600 }),
        { jour: d('2027-03-25'), debut: 540, fin: 720 },
      ]),
    ).toEqual({ ok: true, value: { deplacees: [0], neuves: [1], otees: ['b'] } })
  })
  it('deux demi-journées échangent leurs heures', () => {
    expect(
      comparerSeances('ouverte', [a, b], new Set(), [
        voulue(a, { jour: b.jour }),
        voulue(b, { jour: a.jour }),
      ]),
    ).toMatchObject({ value: { deplacees: [0, 1] } })
  })
  it('une demi-journée émargée ne se déplace ni ne s’ôte, et le refus dit laquelle', () => {
    const codes = (voulues: readonly SeanceVoulue[]) => {
      const r = comparerSeances('en-cours', [a, b], new Set(['a']), voulues)
      return r.ok ? [] : r.error.map((e) => e.code)
    }
    expect(codes([voulue(a, { fin: 760 }), voulue(b)])).toEqual(['seance-emargee'])
    expect(codes([voulue(b)])).toEqual(['seance-otee-emargee'])
    expect(codes([voulue(a), voulue(b, { debut: 600 })])).toEqual([])
  })
  it('ni deux fois la même, ni celle d’une autre session, ni deux à la même heure', () => {
    const codes = (voulues: readonly SeanceVoulue[]) => {
      const r = comparerSeances('ouverte', [a], new Set(), voulues)
      return r.ok ? [] : r.error.map((e) => e.code)
    }
    expect(codes([voulue(a), voulue(a, { debut: 600 })])).toEqual(['seance-inconnue'])
    expect(codes([voulue(b)])).toEqual(['seance-inconnue'])
    expect(codes([voulue(a), { jour: a.jour, debut: 540, fin: 600 }])).toEqual(['seance-double'])
  })
  it('finie, annulée, archivée : rien ne bouge', () => {
    for (const etat of Object.keys(motEtat) as (keyof typeof motEtat)[])
      expect(comparerSeances(etat, [a], new Set(), [voulue(a)]).ok).toBe(etatsModifiables.has(etat))
  })
  it('quoi qu’on demande, une demi-journée émargée reste où elle est', () => {
    const seance = fc.record({
      id: fc.option(fc.constantFrom('a', 'b', 'c', 'inconnue'), { nil: undefined }),
      jour: fc.constantFrom(d('2027-03-22'), d('2027-03-23'), d('2027-03-24')),
      debut: fc.constantFrom(540, 600),
      fin: fc.constantFrom(720, 750),
    })
    const connues = [a, b, connue('c', '2027-03-24')]
    fc.assert(
      fc.property(
        fc.array(seance, { maxLength: 6 }),
        fc.uniqueArray(fc.constantFrom('a', 'b', 'c')),
        (voulues, figees) => {
          const r = comparerSeances('ouverte', connues, new Set(figees), voulues)
          if (!r.ok) return
          for (const id of figees) {
            expect(r.value.otees).not.toContain(id)
            const rang = voulues.findIndex((v) => v.id === id)
            expect(r.value.deplacees).not.toContain(rang)
          }
          // Tout est compté une fois : gardée, déplacée, neuve ou ôtée.
          const gardees = voulues.length - r.value.deplacees.length - r.value.neuves.length
          expect(gardees + r.value.deplacees.length + r.value.otees.length).toBe(connues.length)
        },
      ),
    )
  })
})

describe('l’ordre des déplacements', () => {
  const creneau = (id: string, debutMinutes: number, finMinutes: number, jour = '2027-03-22') => ({
    id,
    jour: d(jour),
    debutMinutes,
    debut: new Date(Date.parse(`${jour}T00:00:00Z`) + debutMinutes * 60_000),
    fin: new Date(Date.parse(`${jour}T00:00:00Z`) + finMinutes * 60_000),
  })
  const ordre = (...cas: Parameters<typeof enVagues<ReturnType<typeof creneau>>>[0]) => {
    const { vagues, croisees } = enVagues(cas)
    return [vagues.map((v) => v.map((x) => x.id)), croisees.map((x) => x.id)]
  }
  it('celle qui suit se décale d’abord ; deux qui ne se gênent pas bougent ensemble', () => {
    expect(
      ordre(
        { de: creneau('matin', 540, 720), vers: creneau('matin', 555, 735) },
        { de: creneau('midi', 720, 900), vers: creneau('midi', 735, 915) },
        { de: creneau('soir', 1080, 1200), vers: creneau('soir', 1095, 1215) },
      ),
    ).toEqual([[['midi', 'soir'], ['matin']], []])
  })
  it('deux qui échangent leurs heures n’ont pas d’ordre', () => {
    const [a, b] = [creneau('a', 540, 720), creneau('b', 780, 960)]
    expect(ordre({ de: a, vers: { ...b, id: 'a' } }, { de: b, vers: { ...a, id: 'b' } })).toEqual([
      [],
      ['a', 'b'],
    ])
    expect(ordre()).toEqual([[], []])
  })
})
