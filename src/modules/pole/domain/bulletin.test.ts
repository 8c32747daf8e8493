import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { direVoix, lireBulletin, lireOptions, relireBulletin } from './bulletin.ts'
import { type GenreDeDecision, genresDeDecision, verifierVoix } from './depouiller.ts'

describe('les options d’une question', () => {
  it('sont celles du genre, quoi qu’on écrive', () =>
    expect(lireOptions('consentement', 'a\nb')).toMatchObject({
      value: ['Je consens', 'Je m’abstiens', 'J’objecte'],
    }))
  it('pour une date ou des points, une par ligne, sans doublon ni ligne vide', () =>
    expect(lireOptions('dates', ' 10 mars \n\n11 mars\n10 mars')).toMatchObject({
      value: ['10 mars', '11 mars'],
    }))
  it('une seule, vingt et une, ou une trop longue sont refusées', () => {
    for (const t of [
      '',
      'seule',
      Array.from({ length: 21 }, (_, i) => `c${i}`).join('\n'),
      `a\n${'b'.repeat(201)}`,
    ])
      expect(lireOptions('points', t).ok, t).toBe(false)
  })
})

describe('un bulletin', () => {
  const trois = ['Pour', 'Abstention', 'Contre']
  it('se lit dans l’ordre des options', () => {
    expect(lireBulletin('proposition', trois, ['2'], 'non').choix).toEqual([0, 0, 1])
    expect(lireBulletin('dates', ['a', 'b', 'c'], ['oui', 'peut-etre', 'non'], '').choix).toEqual([2, 1, 0])
    expect(lireBulletin('points', ['a', 'b'], ['5', ''], '').choix).toEqual([5, 0])
  })
  it('vide, faux ou hostile est refusé', () => {
    for (const r of [[], [''], ['3'], ['__proto__'], ['1e1'], ['-1']])
      expect(
        verifierVoix('proposition', trois, lireBulletin('proposition', trois, r, '')),
        String(r),
      ).toBeDefined()
    expect(verifierVoix('dates', ['a', 'b'], lireBulletin('dates', ['a', 'b'], ['oui'], ''))).toBeDefined()
    expect(
      verifierVoix('dates', ['a', 'b'], lireBulletin('dates', ['a', 'b'], ['toString', 'non'], '')),
    ).toBeDefined()
    expect(
      verifierVoix('points', ['a', 'b'], lireBulletin('points', ['a', 'b'], ['1.5', '2'], '')),
    ).toBeDefined()
  })
  it('se relit en mots', () => {
    expect(direVoix('proposition', trois, [0, 0, 1])).toBe('Contre')
    expect(direVoix('dates', ['a', 'b'], [2, 1])).toBe('a\u00a0: oui, b\u00a0: peut-être')
    expect(direVoix('points', ['a', 'b'], [0, 8])).toBe('b\u00a0: 8')
  })
})

it('une voix donnée se relit dans son bulletin, et redonne la même', () => {
  const genres = Object.keys(genresDeDecision) as GenreDeDecision[]
  const voix = fc.constantFrom(...genres).chain((genre) => {
    const { options } = genresDeDecision[genre]
    const n = options.length || 4
    const choix =
      genre === 'dates'
        ? fc.array(fc.integer({ min: 0, max: 2 }), { minLength: n, maxLength: n })
        : genre === 'points'
          ? fc.array(fc.integer({ min: 0, max: 8 }), { minLength: n, maxLength: n })
          : fc
              .integer({ min: 0, max: n - 1 })
              .map((k) => Array.from({ length: n }, (_, i) => (i === k ? 1 : 0)))
    return choix.map((c) => ({
      genre,
      options: options.length > 0 ? options : ['a', 'b', 'c', 'd'],
      choix: c,
    }))
  })
  fc.assert(
    fc.property(voix, ({ genre, options, choix }) => {
      const b = relireBulletin(genre, choix)
      const dits = 'reponses' in b ? b.reponses.map((r) => r.dit) : [b.reponse]
      expect(lireBulletin(genre, options, dits, '').choix).toEqual(choix)
    }),
  )
})
