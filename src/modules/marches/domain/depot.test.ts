import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { instantDe } from '#kernel/zones.ts'
import { craintesDuDepot, type Depot, jugerDepots, lireEmpreinte } from './depot.ts'

const limite = instantDe('2026-12-17' as never, 17 * 60, 'Indian/Reunion').instant
const depot = (minutes: number, complet = true): Depot => ({
  deposeLe: new Date(limite.getTime() + minutes * 60_000).toISOString(),
  empreinte: '',
  accuse: 'a',
  complet,
  note: '',
})

describe('plusieurs dépôts', () => {
  it('le dernier reçu à l’heure compte, et doit être complet à lui seul', () => {
    const juges = jugerDepots([depot(-30, false), depot(-60)], limite)
    expect(juges.map((d) => d.dernier)).toEqual([false, true])
    expect(craintesDuDepot(juges)[0]).toContain('n’est pas complet')
    expect(craintesDuDepot(jugerDepots([depot(-60), depot(-30)], limite))).toEqual([])
    expect(craintesDuDepot([])).toEqual(['Rien n’est déposé.'])
  })
  it('dans la même minute, celui que l’on garde après compte', () => {
    const juges = jugerDepots([depot(-10, false), { ...depot(-10), note: 'second' }], limite)
    expect(juges.map((d) => [d.note, d.dernier])).toEqual([
      ['', false],
      ['second', true],
    ])
  })
  it('un pli en retard ne remplace pas celui d’avant ; seul, il est éliminé', () => {
    const juges = jugerDepots([depot(0), depot(-1)], limite)
    expect(juges.map((d) => [d.dernier, d.enRetard])).toEqual([
      [true, false],
      [false, true],
    ])
    expect(craintesDuDepot(jugerDepots([depot(0)], limite))[0]).toContain('éliminée')
  })
  it('au plus un compte, toujours à l’heure, et aucun autre à l’heure n’est venu après', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: -5000, max: 5000 }), fc.boolean()), { maxLength: 8 }),
        (suite) => {
          const juges = jugerDepots(
            suite.map(([m, c]) => depot(m, c)),
            limite,
          )
          const compte = juges.filter((d) => d.dernier)
          const aTemps = juges.filter((d) => !d.enRetard)
          expect(compte.length).toBe(aTemps.length > 0 ? 1 : 0)
          for (const d of aTemps) expect((compte[0]?.deposeLe ?? '') >= d.deposeLe).toBe(true)
          if (aTemps.length === 0) expect(craintesDuDepot(juges).length).toBeGreaterThan(0)
        },
      ),
    )
  })
  it('l’empreinte d’un accusé se lit avec ses espaces, et rien d’autre n’en est une', () => {
    expect(lireEmpreinte('A91D 5C07 22e4 a91d 5c07 22e4 a91d 5c07')).toBe('a91d5c0722e4a91d5c0722e4a91d5c07')
    expect([lireEmpreinte(''), lireEmpreinte('bonjour')]).toEqual(['', undefined])
  })
})
