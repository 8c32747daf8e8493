import { expect, it } from 'vitest'
import { acheteurPublic } from './acheteur-public.ts'
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
