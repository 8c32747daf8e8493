import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  centimes,
  fois,
  formaterMontant,
  lireMontant,
  moins,
  montantDecimal,
  plus,
  pourcentage,
  proportion,
  repartir,
  somme,
} from '#kernel/montant.ts'

const code = (r: { ok: true; value: unknown } | { ok: false; error: { code: string } }) =>
  r.ok ? r.value : r.error.code
const unMontant = fc.integer({ min: -100_000_000_000, max: 100_000_000_000 }).map(centimes)

describe('lire un montant', () => {
  it.each([
    ['1 400,00', 140_000],
    ['1\u202f400,00\u00a0€', 140_000],
    ['1400.5', 140_050],
    ['1 400 €', 140_000],
    ['1.400,00', 140_000],
    ['1,400.00', 140_000],
    ['1.234.567,89', 123_456_789],
    ['12 EUR', 1200],
    ['0', 0],
    ['-0', 0],
    ['0,05', 5],
    ['103,2', 10_320],
  ])('%s fait %d centimes', (t, c) => expect(code(lireMontant(t))).toBe(c))
  it.each([
    ['', 'montant-vide'],
    ['gratuit', 'montant-illisible'],
    ['12,', 'montant-illisible'],
    [',5', 'montant-illisible'],
    ['1 40,00', 'montant-illisible'],
    ['1,2,3', 'montant-illisible'],
    ['1e5', 'montant-illisible'],
    ['1 400.200,00', 'montant-illisible'],
    ['1,400', 'trop-de-decimales'],
    ['1.400', 'trop-de-decimales'],
    ['-12', 'montant-negatif'],
    ['99999999999', 'montant-trop-grand'],
  ])('« %s » est refusé : %s', (t, c) => expect(code(lireMontant(t))).toBe(c))
  it('un avoir peut être négatif', () => {
    expect(code(lireMontant('-12,50', { negatif: true }))).toBe(-1250)
    expect(code(lireMontant('\u221212,50', { negatif: true }))).toBe(-1250)
  })
  it('tout montant écrit se relit', () =>
    fc.assert(
      fc.property(unMontant, (m) => {
        expect(code(lireMontant(formaterMontant(m), { negatif: true }))).toBe(m)
        expect(code(lireMontant(montantDecimal(m), { negatif: true }))).toBe(m)
      }),
    ))
  it('aucun texte ne fait lever la lecture', () =>
    fc.assert(fc.property(fc.string(), (t) => typeof lireMontant(t).ok === 'boolean')))
})

describe('écrire un montant', () => {
  it.each([
    [140_000, '1\u202f400,00\u00a0€', '1400.00'],
    [-1250, '\u221212,50\u00a0€', '-12.50'],
    [5, '0,05\u00a0€', '0.05'],
  ])('%d centimes : %s', (c, texte, decimal) => {
    expect(formaterMontant(centimes(c))).toBe(texte)
    expect(montantDecimal(centimes(c))).toBe(decimal)
  })
})

describe('calculer sans perdre un centime', () => {
  it('trois parts égales de dix euros', () =>
    expect(repartir(centimes(1000), [1, 1, 1])).toEqual([334, 333, 333]))
  it('un avoir se répartit comme sa facture', () =>
    expect(repartir(centimes(-1000), [1, 1, 1])).toEqual([-334, -333, -333]))
  it('des poids nuls se partagent à égalité, un poids nul parmi d’autres ne reçoit rien', () => {
    expect(repartir(centimes(100), [0, 0])).toEqual([50, 50])
    expect(repartir(centimes(101), [0, 1, 1])).toEqual([0, 51, 50])
    expect(repartir(centimes(100), [])).toEqual([])
  })
  it('un poids négatif est une faute de programme', () =>
    expect(() => repartir(centimes(1), [-1, 2])).toThrow(RangeError))
  it('la somme des parts est toujours le total, et chaque part est à moins d’un centime de l’exact', () =>
    fc.assert(
      fc.property(unMontant, fc.array(fc.nat(1_000_000), { minLength: 1, maxLength: 40 }), (total, poids) => {
        const parts = repartir(total, poids)
        expect(somme(parts)).toBe(total)
        const masse = poids.reduce((a, b) => a + b, 0)
        if (masse > 0)
          for (const [i, part] of parts.entries()) {
            const ecart = BigInt(part) * BigInt(masse) - BigInt(total) * BigInt(poids[i] ?? 0)
            expect((ecart < 0n ? -ecart : ecart) < BigInt(masse)).toBe(true)
          }
      }),
    ))
  it('le prorata et le taux arrondissent une seule fois, la demie loin de zéro', () => {
    expect(proportion(centimes(100_000), 7, 14)).toBe(50_000)
    expect(proportion(centimes(1), 1, 2)).toBe(1)
    expect(proportion(centimes(-1), 1, 2)).toBe(-1)
    expect(pourcentage(centimes(12_345), 2000)).toBe(2469)
    expect(fois(centimes(6000), 3.5)).toBe(21_000)
    expect(fois(centimes(110), 0.1)).toBe(11)
  })
  it('plus et moins s’annulent', () =>
    fc.assert(fc.property(unMontant, unMontant, (a, b) => moins(plus(a, b), b) === a)))
  it('une fraction de centime est une faute de programme', () => {
    expect(() => centimes(1.5)).toThrow(RangeError)
    expect(() => centimes(Number.NaN)).toThrow(RangeError)
    expect(Object.is(centimes(-0), 0)).toBe(true)
  })
})
