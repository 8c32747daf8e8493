import { expect, it } from 'vitest'
import type { DateCivile } from '#kernel/dates.ts'
import { acheteurPublic, delaiDeReglement, ligneAVerifier, paiePourSesAgents } from './acheteur-public.ts'
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

it('une collectivité qui paie seule paie pour ses agents ; un financeur public, on ne le devine pas', () => {
  expect(paiePourSesAgents({ siren: '212900567', financeur: null })).toBe(true)
  expect(paiePourSesAgents({ siren: '232900567', financeur: 'region' })).toBe(false)
  expect(paiePourSesAgents({ siren: '999000045', financeur: null })).toBe(false)
  expect(paiePourSesAgents({ siren: null, financeur: null })).toBe(false)
})

it('la ligne 1 se vérifie quand l’acheteur, ou qui vient, est du public', () => {
  const prive = {
    siren: '999000045',
    financeur: null,
    lignes: ['entreprise'],
    statuts: ['salarie-prive'],
  } as const
  expect(ligneAVerifier(prive)).toBeUndefined()
  expect(ligneAVerifier({ ...prive, statuts: ['agent-public'] })).toContain('agents publics')
  expect(ligneAVerifier({ ...prive, siren: '212900567' })).toContain('ligne 3')
  expect(ligneAVerifier({ ...prive, siren: '212900567', lignes: ['public-agents'] })).toBeUndefined()
})
