import { expect, it } from 'vitest'
import type { DateCivile } from '#kernel/dates.ts'
import type { MissionAPayer } from '../domain/missions.ts'
import { depenseDeMission } from './depenses.ts'

const de = (forme: MissionAPayer['forme']) => {
  const { compte, prestation, siren } = depenseDeMission(
    {
      mission: 'm' as MissionAPayer['mission'],
      envoyeur: 'Les Tisserands',
      siret: '22222222222222',
      objet: 'Outils libres',
      forme,
      fin: new Date('2027-01-15T16:00:00Z'),
      centimes: 62_000,
    },
    '2027-01-15' as DateCivile,
  )
  return [compte, prestation, siren]
}

it('une sous-traitance s’achète (604) ; un prêt paie du personnel prêté (6214), et n’est pas une prestation de formation', () => {
  expect(de('sous-traitance')).toEqual(['604', true, '222222222'])
  expect(de('sous-traitance-cae')).toEqual(['604', true, '222222222'])
  expect(de('pret')).toEqual(['6214', false, '222222222'])
})
