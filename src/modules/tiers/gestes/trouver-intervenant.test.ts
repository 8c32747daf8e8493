import { expect, it } from 'vitest'
import type { Intervenant } from '../domain/lus.ts'
import { reconnaitreIntervenant } from './trouver-intervenant.ts'

const connue = { prenom: 'Marie', nom: 'Claire Le Goff', compte: null } as Intervenant

it.each([
  ['coupé ailleurs', 'Marie Claire', 'Le Goff', true],
  ['d’une autre casse, sans ses accents', 'MARIE CLAIRE', 'le goff', true],
  ['dans un autre ordre', 'Le Goff', 'Marie Claire', false],
  ['d’une autre personne', 'Marie', 'Le Goff', false],
])('un nom %s', (_, prenom, nom, reconnue) => {
  expect(reconnaitreIntervenant([connue], { prenom, nom }) === connue).toBe(reconnue)
})
