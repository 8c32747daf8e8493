import { expect, it } from 'vitest'
import type { Mission } from './missions.ts'
import { confieDansLAnnee, direPartDuCpf } from './plafond-cpf.ts'

const mission = (autres: Partial<Mission> = {}): Mission =>
  ({
    moi: 'recoit',
    payeur: 'cpf',
    forme: 'sous-traitance',
    etat: 'faite',
    creneaux: [['2026-12-30T08:00:00Z', '2026-12-30T16:00:00Z']],
    prix: 70_000,
    faitCentimes: 62_000,
    ...autres,
  }) as Mission

it('ce qui est confié du CPF dans l’année : les missions que l’on reçoit, fermes au prix, faites au constat', () => {
  const missions = [
    mission(),
    mission({ etat: 'ferme', faitCentimes: null }),
    mission({ etat: 'option', faitCentimes: null }),
    mission({ moi: 'envoie' }),
    mission({ payeur: 'opco' }),
    mission({ forme: 'pret' }),
    mission({ creneaux: [['2027-01-04T08:00:00Z', '2027-01-04T16:00:00Z']] }),
  ]
  expect(confieDansLAnnee(missions, '2026')).toBe(132_000)
  expect(confieDansLAnnee(missions, '2027')).toBe(62_000)
})

it.each([
  [80_000, 'partiel', '80'],
  [80_001, 'manquant', 'plus de 80'],
  [1, 'partiel', '1'],
] as const)('%i centimes sur mille euros : %s', (confie, etat, mot) => {
  const dit = direPartDuCpf('2026', confie, 100_000)
  expect(dit.etat).toBe(etat)
  expect(dit.mot).toContain(mot)
})
it('sans facture à la Caisse des dépôts, aucune part ne se calcule, et c’est dit', () => {
  expect(direPartDuCpf('2026', 62_000, 0)).toMatchObject({
    etat: 'a-venir',
    mot: 'pas encore de facture à comparer',
  })
})
