import { describe, expect, it } from 'vitest'
import {
  type Conditions,
  conditionsProposees,
  manquesDesConditions,
  verifierConditions,
} from './conditions.ts'

const avec = (c: Partial<Conditions>): Conditions => ({ ...conditionsProposees, ...c })
const paliers = (...p: readonly (readonly [number, number])[]) =>
  avec({ paliers: p.map(([jours, taux]) => ({ jours, taux })) })

describe('Les conditions d’une coopérative', () => {
  it('celles que l’on propose se tiennent', () => {
    expect(verifierConditions(conditionsProposees)).toEqual([])
  })
  it.each([
    ['deux paliers au même jour', paliers([5, 0], [5, 30], [0, 50]), 'procheJours'],
    ['un dédit qui baisse', paliers([15, 40], [5, 30], [0, 50]), 'procheTaux'],
    ['un dédit qui baisse à la fin', paliers([15, 0], [5, 30], [0, 10]), 'finTaux'],
    [
      'un médiateur sans adresse',
      avec({ mediateur: { nom: 'M', adresse: '', site: 'm.fr' } }),
      'mediateurAdresse',
    ],
    ['un site sans médiateur', avec({ mediateur: { nom: '', adresse: '', site: 'm.fr' } }), 'mediateurNom'],
    [
      'une personne référente que l’on ne peut joindre',
      avec({ referent: { nom: 'C. Ferrand', telephone: '', courriel: '' } }),
      'referentTelephone',
    ],
  ])('refuse %s', (_, c, champ) => {
    expect(verifierConditions(c).map((f) => f.champ)).toEqual([champ])
  })
  it('dit ce qui empêchera une pièce', () => {
    expect(manquesDesConditions(conditionsProposees)).toHaveLength(2)
    expect(
      manquesDesConditions(
        avec({
          mediateur: { nom: 'M', adresse: 'a', site: 's' },
          referent: { nom: 'C', telephone: '1', courriel: '' },
        }),
      ),
    ).toEqual([])
  })
})
