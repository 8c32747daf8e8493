import { expect, it } from 'vitest'
import type { OrganismeId } from '#kernel/id.ts'
import type { Ecrit } from './ecrits.ts'
import { friseDuDossier } from './frise.ts'

const ecrit = (genre: Ecrit['genre'], contenu: unknown, le: string): Ecrit => ({
  organisme: 'a' as OrganismeId,
  genre,
  cle: '',
  rang: 1,
  contenu,
  motif: '',
  le: new Date(le),
})
const g = {
  // À La Réunion, la veille au soir d’ici est déjà le lendemain.
  limite: new Date('2027-03-10T21:00:00Z'),
  zone: 'Indian/Reunion',
  constitueLe: null,
  signeLe: null,
} as const
const lus = (ecrits: readonly Ecrit[], le: string, reste = {}) =>
  friseDuDossier({ ...g, ...reste }, ecrits, new Date(le)).map((a) => [a.code, a.jour, a.fait])

it('au tour de table, seuls le gel et la date limite ont leur jour, à la pendule de l’acheteur', () => {
  expect(lus([], '2027-03-01T08:00:00Z')).toEqual([
    ['constitue', null, false],
    ['reglement', null, false],
    ['gel', '2027-03-10', false],
    ['depot', null, false],
    ['limite', '2027-03-11', false],
    ['reponse', null, false],
  ])
})

it('attribué, chaque chose a son jour, le dernier dépôt compte, et la signature s’attend', () => {
  const ecrits = [
    ecrit('reglement', {}, '2027-03-02T08:00:00Z'),
    ecrit('depot', { deposeLe: '2027-03-09T08:00:00.000Z' }, '2027-03-09T08:10:00Z'),
    ecrit('depot', { deposeLe: '2027-03-10T08:00:00.000Z' }, '2027-03-10T08:10:00Z'),
    ecrit('issue', { etat: 'attribue', le: '2027-04-01' }, '2027-04-02T08:00:00Z'),
  ]
  expect(lus(ecrits, '2027-04-02T08:00:00Z', { constitueLe: new Date('2027-03-01T08:00:00Z') })).toEqual([
    ['constitue', '2027-03-01', true],
    ['reglement', '2027-03-02', true],
    ['gel', '2027-03-10', true],
    ['depot', '2027-03-10', true],
    ['limite', '2027-03-11', true],
    ['reponse', '2027-04-01', true],
    ['signe', null, false],
  ])
})

it('rejeté, aucune signature n’est promise', () => {
  const ecrits = [ecrit('issue', { etat: 'rejete', le: '2027-04-01' }, '2027-04-02T08:00:00Z')]
  expect(lus(ecrits, '2027-04-02T08:00:00Z').map(([code]) => code)).not.toContain('signe')
})
