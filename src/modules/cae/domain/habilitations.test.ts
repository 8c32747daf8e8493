import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ajouterJours, type DateCivile } from '#kernel/dates.ts'
import {
  avisPossibles,
  depouiller,
  etatDHabilitation,
  JOURS_D_ALERTE,
  refusDuComite,
} from './habilitations.ts'

const jour = '2026-11-24' as DateCivile
const h = (du: DateCivile, au: DateCivile, suspendueLe: Date | null = null) =>
  etatDHabilitation({ du, au, suspendueLe }, jour)

it('une habilitation vaut de son premier jour à sa revue ; soixante jours avant, elle le dit ; suspendue, elle ne vaut plus', () => {
  expect([
    h(jour, ajouterJours(jour, JOURS_D_ALERTE + 1)),
    h(jour, ajouterJours(jour, JOURS_D_ALERTE)),
    h(jour, jour),
    h(ajouterJours(jour, -9), ajouterJours(jour, -1)),
    h(ajouterJours(jour, 1), ajouterJours(jour, 90)),
    h(jour, ajouterJours(jour, 90), new Date()),
  ]).toEqual(['en-vigueur', 'bientot', 'bientot', 'echue', 'a-venir', 'suspendue'])
})

it('qui se retire ne compte ni au quorum, ni à la majorité', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...avisPossibles)), (avis) => {
      const d = depouiller(avis.map((a) => ({ avis: a })))
      expect(d.exprimes).toBe(d.pour + d.sousConditions + d.contre)
      expect(d.exprimes + d.retires).toBe(avis.length)
    }),
  )
})

it('chaque refus du comité a sa phrase, un mot inconnu aussi', () => {
  expect(refusDuComite('propre').phrase).toContain('votre dossier')
  expect(refusDuComite('autre').phrase).toContain('ne peut pas')
})
