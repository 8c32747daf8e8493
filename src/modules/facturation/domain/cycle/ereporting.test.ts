import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ajouterJours, type DateCivile } from '#kernel/dates.ts'
import { centimes } from '#kernel/montant.ts'
import { tvaFigee } from '../tva.ts'
import { declarer, type Operation, periodeDe, rythmes } from './ereporting.ts'

const jour = (t: string) => t as DateCivile
const novembre = { du: jour('2026-11-01'), au: jour('2026-11-30') }
const op = (traits: Partial<Operation>): Operation => ({
  numero: 'FA-1',
  jour: jour('2026-11-10'),
  qui: 'particulier',
  pays: 'FR',
  payeur: 'Léonie',
  lignes: [{ montant: centimes(10_000), taux: 2000, motif: undefined }],
  reglements: [],
  ...traits,
})

describe('l’e-reporting d’une période', () => {
  it('compte les ventes aux particuliers par jour et par taux, celles d’autres pays une par une', () =>
    expect(
      declarer(
        [
          op({}),
          op({
            numero: 'FA-2',
            lignes: [
              { montant: centimes(5_000), taux: 2000, motif: undefined },
              { montant: centimes(1_000), taux: 550, motif: undefined },
            ],
          }),
          op({
            numero: 'FA-3',
            qui: 'etranger',
            pays: 'BE',
            lignes: [{ montant: centimes(54_000), taux: 0, motif: 'service-union' }],
          }),
          op({ numero: 'FA-4', jour: jour('2026-12-01') }),
        ],
        novembre,
        { debits: false },
      ),
    ).toMatchObject({
      ventes: [
        { jour: '2026-11-10', taux: 2000, nombre: 2, ht: 15_000, tva: 3_000 },
        { jour: '2026-11-10', taux: 550, nombre: 1, ht: 1_000, tva: 55 },
      ],
      ailleurs: [{ numero: 'FA-3', pays: 'BE', ht: 54_000 }],
      hors: [],
    }))

  it('dit la taxe d’une ligne taxée à un professionnel d’un autre pays', () =>
    expect(
      declarer(
        [
          op({
            qui: 'etranger',
            pays: 'BE',
            lignes: [
              { montant: centimes(10_000), taux: 2000, motif: undefined },
              { montant: centimes(5_000), taux: 0, motif: 'service-union' },
            ],
          }),
        ],
        novembre,
        { debits: false },
      ).ailleurs,
    ).toMatchObject([{ ht: 15_000, tva: 2_000 }]))

  it('tient le régime de ce que la pièce dit, jamais celui d’aujourd’hui', () =>
    expect(
      [
        ['TVA non applicable, art. 293 B du CGI.'],
        ['Exonération de TVA, article 261-4-4° a du CGI.'],
        [],
      ].map((t) => tvaFigee(t).regime),
    ).toEqual(['franchise', 'exonere', 'assujetti']))

  it('montre ce qui n’y entre pas, et pourquoi : exonéré, facturé entre entreprises, public, indemnité ; la franchise y entre', () => {
    const d = declarer(
      [
        op({ numero: 'A', lignes: [{ montant: centimes(90_000), taux: 0, motif: 'formation' }] }),
        op({ numero: 'B', qui: 'entreprise' }),
        op({ numero: 'C', qui: 'public' }),
        op({ numero: 'D', lignes: [{ montant: centimes(100), taux: 0, motif: 'dedit' }] }),
        op({ numero: 'E', lignes: [{ montant: centimes(700), taux: 0, motif: 'franchise' }] }),
      ],
      novembre,
      { debits: false },
    )
    expect(d.hors.map((h) => [h.pourquoi.split(' ').slice(0, 3).join(' '), h.nombre, h.ht])).toEqual([
      ['exonéré (CGI, 261-4-4°', 1, 90_000],
      ['à une entreprise', 1, 10_000],
      ['à un acheteur', 1, 10_000],
      ['hors du champ', 1, 100],
    ])
    expect(d.ventes).toMatchObject([{ franchise: true, ht: 700, tva: 0 }])
  })

  it('ne compte aucun paiement d’après les débits ; payée en plusieurs fois, une vente est dite en entier, taux par taux', () =>
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 5_000 }), { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 1, max: 9_000 }),
        (parts, exonere) => {
          const lignes = [
            { montant: centimes(10_000), taux: 2000, motif: undefined },
            { montant: centimes(2_000), taux: 550, motif: undefined },
            { montant: centimes(exonere), taux: 0, motif: 'formation' as const },
          ]
          const ttc = 12_000 + 2_110 + exonere
          const verses = parts.map((_, i) =>
            centimes(
              i === parts.length - 1 ? ttc - parts.slice(0, -1).reduce((a, b) => a + b, 0) : (parts[i] ?? 0),
            ),
          )
          const o = op({
            lignes,
            reglements: verses.map((montant, i) => ({ jour: ajouterJours(jour('2026-11-01'), i), montant })),
          })
          const { paiements } = declarer([o], novembre, { debits: false })
          const de = (taux: number) =>
            paiements.filter((p) => p.taux === taux).reduce((t, p) => t + p.montant, 0)
          expect([de(2000), de(550), de(0)]).toEqual([12_000, 2_110, 0])
          expect(declarer([o], novembre, { debits: true }).paiements).toEqual([])
        },
      ),
    ))

  it('chaque jour est d’une seule période, qui se transmet après sa fin', () => {
    expect(periodeDe(jour('2026-11-10'), 'decade')).toEqual({
      du: '2026-11-01',
      au: '2026-11-10',
      avant: '2026-11-20',
    })
    expect(periodeDe(jour('2026-12-31'), 'decade')).toEqual({
      du: '2026-12-21',
      au: '2026-12-31',
      avant: '2027-01-10',
    })
    expect(periodeDe(jour('2027-01-31'), 'mois')).toEqual({
      du: '2027-01-01',
      au: '2027-01-31',
      avant: '2027-02-28',
    })
    expect(periodeDe(jour('2026-12-05'), 'deux-mois')).toEqual({
      du: '2026-11-01',
      au: '2026-12-31',
      avant: '2027-01-30',
    })
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2_000 }), fc.constantFrom(...rythmes), (n, rythme) => {
        const j = ajouterJours(jour('2026-01-01'), n)
        const p = periodeDe(j, rythme)
        expect(p.du <= j && j <= p.au && p.avant > p.au).toBe(true)
        expect(periodeDe(p.au, rythme)).toEqual(p)
        expect(periodeDe(ajouterJours(p.au, 1), rythme).du).toBe(ajouterJours(p.au, 1))
      }),
    )
  })
})
