import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { ActiviteId } from '#kernel/id.ts'
import { egales, type Fraction, sommer } from '../domain/fraction.ts'
import type { BilanLu } from './lire-bilan.ts'
import { partsDesEnseignes } from './parts.ts'

const enseignes = ['navette', 'ourlet', 'commune'].map((id) => ({ id: id as ActiviteId, nom: id }))

it('chaque enseigne a sa part de chaque case, et leur somme est la case, avant tout arrondi', () => {
  const enseigne = fc.constantFrom('navette', 'ourlet', 'commune')
  const exact = fc.record({ n: fc.bigInt(0n, 9_999n), d: fc.bigInt(1n, 60n) })
  const faits = fc.array(fc.record({ enseigne, exact }), { maxLength: 12 })
  fc.assert(
    fc.property(faits, faits, faits, (produits, charges, inscriptions) => {
      const objets = (l: readonly { readonly enseigne: string }[]) =>
        new Map(l.map((x, i) => [`${i}`, { activite: x.enseigne }]))
      const contributions = (
        l: readonly { readonly exact: Fraction }[],
        genre: string,
        objet: (i: number) => readonly string[],
      ) => ({ contributions: l.map((x, i) => ({ genre, objet: objet(i), exact: x.exact })) })
      const lu = {
        produits: objets(produits),
        charges: objets(charges),
        actions: objets(inscriptions),
        bpf: {
          cases: new Map([
            ['C.total', contributions(produits, 'produit', (i) => [`${i}`])],
            ['D.total', contributions(charges, 'charge', (i) => [`${i}`])],
            ['F1.total', contributions(inscriptions, 'inscription', (i) => [`${i}`, 'p'])],
          ]),
        },
      } as unknown as BilanLu
      const parts = partsDesEnseignes(lu, enseignes)
      const memeSomme = (parties: readonly Fraction[], tout: readonly { readonly exact: Fraction }[]) =>
        egales(sommer(parties), sommer(tout.map((x) => x.exact)))
      expect([
        memeSomme(
          parts.map((p) => p.produits),
          produits,
        ),
        memeSomme(
          parts.map((p) => p.charges),
          charges,
        ),
        memeSomme(
          parts.map((p) => p.heures),
          inscriptions,
        ),
      ]).toEqual([true, true, true])
      expect(parts.reduce((n, p) => n + p.stagiaires, 0)).toBe(inscriptions.length)
      for (const p of parts)
        expect(p.stagiaires, p.nom).toBe(inscriptions.filter((x) => x.enseigne === p.nom).length)
    }),
  )
})
