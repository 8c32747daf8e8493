import { expect, it } from 'vitest'
import { contenuComplet } from '#modules/catalogue/test/contenus.ts'
import { minutesEcrites } from '../domain/a-distance.ts'
import { lireSequences } from './donnees-pieces.ts'
import { rubriquesChangees } from './rubriques-changees.ts'

const c = contenuComplet
const figee = {
  intitule: c.intitule,
  objectif: c.objectif,
  objectifs: c.objectifs,
  contenu: lireSequences(c.contenu),
  moyens: { pedagogiques: c.methodes, techniques: c.moyensTechniques, encadrement: c.encadrement },
  distance: {
    activites: c.foadActivites,
    minutes: minutesEcrites(c.foadDuree),
    assistance: c.foadAssistance,
  },
  certification: { libelle: c.certLibelle, code: c.certification ?? '', certificateur: c.certificateur },
  lieu: { nom: 'Salle', acces: c.accessibilite },
  suivi: c.suivi,
  evaluation: c.evaluation,
  sanction: c.sanction,
}
const changees = (traits: Partial<typeof c>, action: object | undefined = figee, objectif?: string) =>
  rubriquesChangees(action && { action }, {
    contenu: { ...c, ...traits },
    intitule: c.intitule,
    modalite: 'mixte',
    objectif: objectif ?? null,
  })

it('la même offre, ou ce que la pièce ne porte pas, ne change rien à la pièce', () => {
  expect(changees({})).toEqual([])
  expect(changees({ publicVise: 'Autre.', delaiAcces: 'Autre.', indicateurs: 'Autre.', prix: null })).toEqual(
    [],
  )
  expect(changees({ contenu: c.contenu.replaceAll('\n', '\n- ') })).toEqual([])
})
it('ce que la pièce dit autrement se nomme comme au catalogue', () => {
  expect(changees({ contenu: 'Tout autre', evaluation: 'Un écrit.', foadAssistance: 'Une autre.' })).toEqual([
    'contenu',
    'assistance à distance',
    'évaluation',
  ])
  expect(changees({ prerequis: 'Un permis.' })).toEqual([])
  expect(changees({ prerequis: 'Un permis.' }, { ...figee, prerequis: c.prerequis })).toEqual(['prérequis'])
})
it('l’objectif que le client a fait écrire tient lieu de celui de l’offre', () => {
  const sien = { ...figee, objectif: 'Le sien.' }
  expect(changees({ objectif: 'Un autre.' }, sien, 'Le sien.')).toEqual([])
  expect(changees({ objectif: 'Un autre.' })).toEqual(['objectif'])
})
it('d’une pièce qui ne se lit pas, ou pas toute, rien ne s’affirme', () => {
  expect(rubriquesChangees(null, { contenu: c, intitule: 'x', modalite: 'mixte', objectif: null })).toEqual(
    [],
  )
  expect(changees({ contenu: 'Tout autre' }, { minutes: 420 })).toEqual([])
})
