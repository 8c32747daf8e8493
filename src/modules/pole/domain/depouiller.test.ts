import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  decompter,
  depouiller,
  direIssue,
  direIssueDuVote,
  genresDeDecision,
  type Voix,
  verifierVoix,
} from './depouiller.ts'

const trois = genresDeDecision.consentement.options
const une = (i: number, motif = ''): Voix => ({ choix: [0, 1, 2].map((n) => (n === i ? 1 : 0)), motif })
const voter = (...is: number[]) => is.map((i) => une(i, 'parce que cela coûte trop cher'))

describe('une voix', () => {
  it('est une réponse, et une seule', () => {
    expect(verifierVoix('proposition', trois, { choix: [1, 0, 1], motif: '' })?.code).toBe('choix')
    expect(verifierVoix('proposition', trois, { choix: [0, 0, 0], motif: '' })?.code).toBe('choix')
    expect(verifierVoix('proposition', trois, { choix: [1, 0], motif: '' })?.code).toBe('choix')
    expect(verifierVoix('proposition', trois, une(2))).toBeUndefined()
  })
  it('qui objecte se motive', () => {
    expect(verifierVoix('consentement', trois, une(2))?.code).toBe('motif-exige')
    expect(verifierVoix('consentement', trois, une(2, 'le budget n’existe pas'))).toBeUndefined()
  })
  it('de points ne dépasse pas ce qu’on a à répartir', () => {
    expect(verifierVoix('points', ['a', 'b'], { choix: [5, 4], motif: '' })?.code).toBe('points')
    expect(verifierVoix('points', ['a', 'b'], { choix: [0, 0], motif: '' })?.code).toBe('points')
    expect(verifierVoix('points', ['a', 'b'], { choix: [5, 3], motif: '' })).toBeUndefined()
  })
  it('négative, fractionnaire ou de trop est refusée', () => {
    for (const choix of [[-1, 2], [0.5, 0.5], [3, 0], [1]])
      expect(verifierVoix('dates', ['a', 'b'], { choix, motif: '' })?.code).toBe('choix')
  })
})

describe('dépouiller', () => {
  const regles = { quorum: 50, part: 50 }
  it('sous le quorum, rien n’est décidé, même sans objection', () => {
    expect(depouiller('consentement', regles, trois, 10, voter(0, 0, 0, 0)).issue).toBe('sans-quorum')
    expect(depouiller('consentement', regles, trois, 10, voter(0, 0, 0, 0, 1)).issue).toBe('adoptee')
  })
  it('une seule objection suffit à ne pas adopter', () => {
    expect(depouiller('consentement', regles, trois, 5, voter(0, 0, 0, 0, 2)).issue).toBe('objections')
  })
  it('la part requise se dépasse, elle ne s’égale pas', () => {
    expect(depouiller('proposition', regles, trois, 4, voter(0, 0, 2, 2)).issue).toBe('rejetee')
    expect(depouiller('proposition', regles, trois, 4, voter(0, 0, 2)).issue).toBe('adoptee')
  })
  it('l’abstention fait quorum et ne compte pas dans les exprimés', () => {
    expect(depouiller('proposition', { quorum: 100, part: 66 }, trois, 3, voter(0, 1, 1)).issue).toBe(
      'adoptee',
    )
  })
  it('« peut-être » départage deux dates, deux « peut-être » ne valent pas un « oui »', () => {
    const dates = ['11 mars', '12 mars']
    const d = (a: number, b: number): Voix => ({ choix: [a, b], motif: '' })
    expect(depouiller('dates', { quorum: 0, part: 0 }, dates, 3, [d(2, 2), d(0, 1)]).gagnante).toBe(1)
    expect(depouiller('dates', { quorum: 0, part: 0 }, dates, 3, [d(2, 0), d(0, 1), d(0, 1)]).gagnante).toBe(
      0,
    )
    expect(depouiller('dates', { quorum: 0, part: 0 }, dates, 3, [d(2, 2)]).issue).toBe('egalite')
  })
  it('une prise de température ne décide rien', () => {
    expect(depouiller('sens', regles, trois, 2, voter(0, 0))).toMatchObject({
      issue: 'constat',
      gagnante: undefined,
    })
  })
  it('l’ordre des voix ne change rien, et une voix contre de plus n’adopte jamais', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 2 }), { maxLength: 30 }),
        fc.constantFrom('proposition' as const, 'consentement' as const),
        fc.integer({ min: 0, max: 100 }),
        fc.integer({ min: 0, max: 100 }),
        (is, genre, quorum, part) => {
          const compter = (v: Voix[], n: number) => depouiller(genre, { quorum, part }, trois, n, v)
          const avant = compter(voter(...is), 31)
          expect(compter(voter(...is.toReversed()), 31)).toEqual(avant)
          const apres = compter(voter(...is, 2), 31)
          if (avant.quorumAtteint && avant.issue !== 'adoptee') expect(apres.issue).not.toBe('adoptee')
        },
      ),
    )
  })
})

describe('ce que dit l’issue', () => {
  const simple = (t: string) => t.replace(/\s/g, ' ')
  const issue = (genre: Parameters<typeof depouiller>[0], electeurs: number, voix: Voix[], retenu?: string) =>
    simple(
      direIssue(depouiller(genre, { quorum: 50, part: 50 }, trois, electeurs, voix), 'cooperative', retenu),
    )
  it('s’accorde avec le nombre de réponses', () => {
    expect(issue('sens', 4, voter(0))).toBe('1 coopérative sur 4 a répondu.')
    expect(issue('sens', 4, voter(0, 1))).toBe('2 coopératives sur 4 ont répondu.')
    expect(issue('consentement', 2, voter(0, 2))).toMatch(
      /^Non adoptée : .* 2 coopératives sur 2 ont répondu\.$/,
    )
  })
  it('que personne n’a répondu se dit, sans invoquer un quorum que personne n’a demandé', () => {
    expect(issue('dates', 4, [])).toBe('Rien n’est décidé : personne n’a répondu.')
    expect(issue('consentement', 4, voter(0))).toContain('le quorum n’est pas atteint, 1 coopérative sur 4')
  })
  it('d’un choix nomme ce qui est retenu, et ne l’adopte pas', () => {
    expect(issue('points', 2, [{ choix: [3, 5, 0], motif: '' }], 'mardi')).toBe(
      'Retenu : mardi. 1 coopérative sur 2 a répondu.',
    )
    expect(issue('proposition', 2, voter(0, 0))).toBe('Adoptée, 2 coopératives sur 2 ayant répondu.')
  })
})

describe('l’issue d’un vote', () => {
  const regles = { quorum: 50, part: 50, scrutin: 'cooperative' as const }
  const e = (voix: Voix | undefined, poids = 1) => ({ poids, voix })
  it('compte les électeurs par leur poids, qu’ils votent ou non', () => {
    const d = { ...regles, genre: 'proposition' as const, options: genresDeDecision.proposition.options }
    const compte = decompter(d, [e({ ...une(0), poids: 3 }, 3), e(undefined, 2)])
    expect(compte).toMatchObject({ electeurs: 5, votants: 3, issue: 'adoptee' })
    expect(direIssueDuVote(d, compte)).toContain('Adoptée')
  })
  it('nomme la date ou le choix retenu, et seulement là', () => {
    const d = { ...regles, genre: 'dates' as const, options: ['lundi', 'mardi'] }
    const compte = decompter(d, [e({ choix: [0, 2], motif: '' })])
    expect(direIssueDuVote(d, compte)).toContain('Retenu : mardi')
  })
})
