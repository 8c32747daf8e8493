import { describe, expect, it } from 'vitest'
import { direVoix, lireBulletin, lireOptions } from './bulletin.ts'
import { verifierVoix } from './depouiller.ts'

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
