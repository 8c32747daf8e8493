import { expect, it } from 'vitest'
import type { DateCivile } from '#kernel/dates.ts'
import { acheteurPublic, delaiDeReglement } from './acheteur-public.ts'
import type { Dispositif, GenreFinanceur } from './dossier.ts'

it.each<[string, { siren?: string; financeur?: GenreFinanceur; paie?: readonly Dispositif[] }, boolean]>([
  ['une commune, par son SIREN', { siren: '213502388' }, true],
  ['un lycée, par son SIREN', { siren: '193509361' }, true],
  ['une entreprise', { siren: '552049447' }, false],
  ['un employeur qui paie pour ses agents', { paie: ['public-agents'] }, true],
  ['une région qui achète', { financeur: 'region' }, true],
  ['un OPCO', { financeur: 'opco' }, false],
  ['l’Agefiph, qui est une association', { financeur: 'agefiph' }, false],
  ['dont on ne sait rien', {}, false],
  ['que la région finance sans acheter', { paie: ['entreprise'] }, false],
])('%s', (_, { siren = null, financeur = null, paie = [] }, attendu) => {
  expect(acheteurPublic({ siren, financeur, paie })).toBe(attendu)
})

it('un acheteur public paie sous trente jours au plus, un autre sous ceux de la coopérative', () => {
  const le = '2026-11-24' as DateCivile
  expect([15, 30, 45].map((j) => delaiDeReglement(true, j, le))).toEqual([15, 30, 30])
  expect(delaiDeReglement(false, 45, le)).toBe(45)
})
