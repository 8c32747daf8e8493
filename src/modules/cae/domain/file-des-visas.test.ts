import { expect, it } from 'vitest'
import { type AViserAilleurs, choisirAilleurs } from './file-des-visas.ts'

const x = (id: string, autres: Partial<AViserAilleurs> = {}): AViserAilleurs => ({
  id,
  genre: 'contrat-de-mission',
  nom: 'Contrat de sous-traitance',
  libelle: 'Deux journées d’outils libres',
  avec: 'Langue & Lien',
  montant: 124_000,
  depuis: new Date('2026-11-20T09:00:00Z'),
  href: `/m/${id}`,
  ...autres,
})
const [a, salle, pret] = [
  x('a'),
  x('b', {
    genre: 'location-de-salle',
    nom: 'Location d’une salle',
    libelle: 'Grand atelier',
    montant: 9_000,
  }),
  x('c', { nom: 'Prêt de main-d’œuvre', montant: null, depuis: new Date('2026-11-24T09:00:00Z') }),
]
const ids = (f: Parameters<typeof choisirAilleurs>[1]) =>
  choisirAilleurs([a, salle, pret], f).map((v) => v.id)

it('se choisit par genre, par mots, par prix et par âge, comme les pièces de la file', () => {
  expect(ids({})).toEqual(['a', 'b', 'c'])
  expect(ids({ genre: 'location-de-salle' })).toEqual(['b'])
  expect(ids({ q: 'œuvre' })).toEqual(['c'])
  expect(ids({ q: 'langue' })).toEqual(['a', 'b', 'c'])
  expect(ids({ auMoins: 100_000 })).toEqual(['a'])
  expect(ids({ avant: new Date('2026-11-21T00:00:00Z') })).toEqual(['a', 'b'])
  // Une enseigne choisie : elles n’en disent pas.
  expect(ids({ activite: 'navette' })).toEqual([])
})
