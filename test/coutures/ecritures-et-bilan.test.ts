/** Factures, écritures et bilan : des années tirées au hasard, accordées au centime, exercice par exercice. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ajouterJours, type DateCivile } from '#kernel/dates.ts'
import { centimes, somme } from '#kernel/montant.ts'
import { produitDeLExercice } from '#modules/bpf/domain/argent.ts'
import { enNombre, entier, eurosDeCentimes, multiplier } from '#modules/bpf/domain/fraction.ts'
import { ecrituresDe } from '#modules/facturation/domain/comptabilite/arreter.ts'
import type { FactureAPasser } from '#modules/facturation/domain/comptabilite/ecrire.ts'
import { planPropose } from '#modules/facturation/domain/comptabilite/plan.ts'

const exercices = [2025, 2026, 2027, 2028].map((a) => ({
  debut: `${a}-01-01` as DateCivile,
  fin: `${a}-12-31` as DateCivile,
}))
const factureArb: fc.Arbitrary<FactureAPasser> = fc
  .record({
    id: fc.uuid(),
    avoir: fc.boolean(),
    du: fc.integer({ min: 0, max: 700 }).map((n) => ajouterJours('2026-01-01' as DateCivile, n)),
    duree: fc.integer({ min: 0, max: 120 }),
    emise: fc.integer({ min: -30, max: 150 }),
    nature: fc.constantFrom('formation', 'annexe', 'hors-formation'),
    montant: fc.integer({ min: 1, max: 2_000_000 }),
    taux: fc.constantFrom(0, 2000),
  })
  .map((t) => ({
    id: t.id,
    activite: 'a',
    session: null,
    numero: t.id.slice(0, 8),
    genre: t.avoir ? 'avoir' : 'facture',
    emiseLe: ajouterJours(t.du, t.emise),
    periode: { du: t.du, au: ajouterJours(t.du, t.duree) },
    payeur: { numero: 'E1', nom: 'Client' },
    lignes: [
      {
        nature: t.nature as FactureAPasser['lignes'][number]['nature'],
        remise: false,
        montant: centimes(t.avoir ? -t.montant : t.montant),
        taux: t.taux,
      },
    ],
  }))

it('ce que les comptes de produits disent d’une facture dans un exercice est ce que le bilan y rattache, arrondi au centime', () =>
  fc.assert(
    fc.property(fc.array(factureArb, { minLength: 1, maxLength: 20 }), (factures) => {
      const ecritures = ecrituresDe(
        { factures, reglements: [], charges: [] },
        planPropose,
        exercices.map((e) => e.fin),
      )
      const produits = ecritures.flatMap((e) =>
        e.lignes
          .filter((l) => l.compte.numero.startsWith('7'))
          .map((l) => ({ de: e.de, jour: e.jour, montant: l.credit - l.debit })),
      )
      for (const f of factures) {
        const siens = produits.filter((p) => p.de === f.id)
        expect(somme(siens.map((p) => centimes(p.montant)))).toBe(somme(f.lignes.map((l) => l.montant)))
        for (const e of exercices) {
          const ecrit = siens
            .filter((p) => p.jour >= e.debut && p.jour <= e.fin)
            .reduce((t, p) => t + p.montant, 0)
          const rattache = produitDeLExercice(
            {
              id: f.id,
              financeur: null,
              montant: eurosDeCentimes(f.lignes[0]?.montant ?? 0),
              rattachement:
                f.genre === 'avoir' || f.periode === null
                  ? { genre: 'date', date: f.emiseLe }
                  : { genre: 'periode', ...f.periode, heures: null },
            },
            e,
            undefined,
            { argentACheval: 'prorata' },
          )
          if (!rattache) throw new Error('le bilan rattache')
          expect(Math.abs(enNombre(multiplier(rattache.montant, entier(100))) - ecrit)).toBeLessThanOrEqual(
            0.5,
          )
        }
      }
    }),
  ))
