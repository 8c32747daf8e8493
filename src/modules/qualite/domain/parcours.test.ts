import { describe, expect, it } from 'vitest'
import { type EntreeSaisie, verifierEntree, verifierSuivi } from './parcours.ts'

const jour = '2026-11-29'
const entree: EntreeSaisie = {
  recueilliLe: jour,
  positionneLe: null,
  moyen: null,
  resultat: '',
  decision: null,
  decisionDetail: '',
}
const positionnee = { ...entree, positionneLe: jour, moyen: 'test', resultat: 'A2', decision: 'aucune' }

describe('l’entrée d’une personne', () => {
  it.each([
    ['le besoin seul', entree, undefined],
    ['un positionnement entier', positionnee, undefined],
    ['un recueil à venir', { ...entree, recueilliLe: '2026-11-30' }, 'recueilliLe'],
    ['un positionnement à venir', { ...positionnee, positionneLe: '2026-11-30' }, 'positionneLe'],
    ['un jour sans façon', { ...positionnee, moyen: null }, 'moyen'],
    ['une façon sans jour', { ...entree, moyen: 'test' }, 'positionneLe'],
    ['aucun résultat', { ...positionnee, resultat: '' }, 'resultat'],
    ['aucune suite', { ...positionnee, decision: null }, 'decision'],
    ['une suite sans positionnement', { ...entree, decision: 'aucune' }, 'positionneLe'],
    ['une suite qui ne dit pas laquelle', { ...positionnee, decision: 'adapter' }, 'decisionDetail'],
  ] as const)('%s : %#', (_, e, champ) => expect(verifierEntree(e, jour)?.champ).toBe(champ))
})

it('une trace de suivi s’écrit quand le fait a eu lieu', () => {
  expect(verifierSuivi(jour, jour)).toBeUndefined()
  expect(verifierSuivi('2026-11-30', jour)?.champ).toBe('suiviLe')
})
