import { describe, expect, it } from 'vitest'
import type { JourAnime } from '../domain/a-imprimer.ts'
import { prestatairesDe } from './prestataires.ts'

const jour = (j: Partial<JourAnime>): JourAnime => ({
  personne: 'lena',
  prenom: 'Lena',
  nom: 'Brandt',
  statut: 'salarie',
  chez: null,
  confieeA: null,
  ...j,
})

describe('Qui anime sans être de l’organisme (RNQ, indicateur 27)', () => {
  it.each(['salarie', 'entrepreneur-salarie', 'dirigeant', 'benevole'] as const)(
    '%s : il est des siens, la liste est vide',
    (statut) => expect(prestatairesDe([jour({ statut })])).toEqual([]),
  )
  it.each([
    ['honoraires', null, 'en honoraires'],
    ['portage', 'Portage Ouest', 'en portage salarial, Portage Ouest'],
    ['sous-traitant-of', 'Institut Kerlann', 'sous-traitance, Institut Kerlann'],
  ] as const)('%s : elle se nomme, une fois', (statut, chez, qualite) => {
    const j = jour({ statut, chez })
    expect(prestatairesDe([j, j])).toEqual([{ prenom: 'Lena', nom: 'Brandt', qualite }])
  })
  it('salariée un jour, en honoraires un autre : elle est extérieure ce jour-là', () => {
    expect(prestatairesDe([jour({}), jour({ statut: 'honoraires' })])).toHaveLength(1)
  })
  it('l’intervention confiée à une structure l’emporte sur le statut', () => {
    expect(prestatairesDe([jour({ confieeA: 'Delta' })])).toEqual([
      { prenom: 'Lena', nom: 'Brandt', qualite: 'intervention confiée à Delta' },
    ])
  })
  it('un statut inconnu, ou personne d’affecté : rien ne s’affirme', () => {
    expect(prestatairesDe([jour({}), jour({ personne: 'x', statut: null })])).toBeUndefined()
    expect(prestatairesDe([])).toBeUndefined()
  })
})
