import { describe, expect, it } from 'vitest'
import type { OrganismeId } from '#kernel/id.ts'
import {
  enRetard,
  fauteDuTour,
  mancheDe,
  manches,
  suivreQuestions,
  type TourDeNegociation,
} from './acheteur.ts'

const org = 'b' as OrganismeId
const tour: TourDeNegociation = {
  le: '2027-03-10',
  demande: 'Préciser le suivi.',
  jusquau: '2027-03-15',
  reponse: '',
  reponduLe: null,
}

it('une question se suit : à poser, posée, répondue', () => {
  const questions = ['q1', 'q2', 'q3'].map((cle) => ({
    cle,
    organisme: org,
    contenu: { texte: `Et ${cle} ?` },
  }))
  const reponses = [
    { cle: 'q2', contenu: { poseeLe: '2027-03-01', reponse: '' } },
    { cle: 'q3', contenu: { poseeLe: '2027-03-01', reponse: 'Oui.' } },
  ]
  expect(suivreQuestions(questions, reponses).map((q) => q.etat)).toEqual(['a-poser', 'posee', 'repondue'])
})
describe('un tour de négociation', () => {
  const faute = (reste: Partial<TourDeNegociation>) =>
    fauteDuTour({ ...tour, ...reste }, '2027-03-05', '2027-03-20')
  it('s’écrit, sa réponse attendue ou partie', () => {
    expect(faute({})).toBeUndefined()
    expect(faute({ reponse: 'Deux points par mois.', reponduLe: '2027-03-14' })).toBeUndefined()
  })
  it.each([
    ['d’avant la date limite', { le: '2027-03-04' }, 'après la date limite'],
    ['d’un jour à venir', { le: '2027-03-21' }, 'à venir'],
    ['attendu avant d’être demandé', { jusquau: '2027-03-09' }, 'après l’avoir demandée'],
    ['répondu sans jour', { reponse: 'Oui.' }, 'son jour'],
    ['répondu un jour à venir', { reponse: 'Oui.', reponduLe: '2027-03-21' }, 'à venir'],
  ])('ne s’écrit pas %s', (_, reste, dit) => expect(faute(reste)).toContain(dit))
  it('répondu après le jour dit, est en retard ; sans réponse, le lendemain aussi', () => {
    expect(enRetard(tour, '2027-03-15')).toBe(false)
    expect(enRetard(tour, '2027-03-16')).toBe(true)
    expect(enRetard({ ...tour, reponse: 'Oui.', reponduLe: '2027-03-15' }, '2027-03-20')).toBe(false)
  })
})

describe('les manches de prix', () => {
  const le = (n: number) => new Date(Date.UTC(2027, 2, n, 9))
  const revoir = { ...tour, prix: true }
  const v = (cle: string, jour: number, contenu: TourDeNegociation) => ({ cle, le: le(jour), contenu })
  it('l’offre d’abord ; un tour sans prix n’en ouvre pas ; chacune de son premier écrit au soir du jour dit', () => {
    const lues = manches([v('a', 10, tour), v('b', 11, revoir), v('b', 12, revoir)], '2027-03-15', false)
    expect(lues.map((m) => [m.rang, m.ouverteLe, m.ouverte])).toEqual([
      [1, null, false],
      [2, le(11), true],
    ])
    expect([mancheDe(lues, le(10))?.rang, mancheDe(lues, le(11))?.rang]).toEqual([1, 2])
  })
  it.each([
    ['le lendemain du jour dit', revoir, '2027-03-16', false],
    ['répondue', { ...revoir, reponse: 'Oui.', reponduLe: '2027-03-12' }, '2027-03-13', false],
    ['le marché signé', revoir, '2027-03-12', true],
  ] as const)('se ferme %s', (_, t, jour, signe) => {
    expect(manches([v('b', 11, t)], jour, signe).some((m) => m.ouverte)).toBe(false)
  })
  it('sans jour attendu, une négociation des prix ne s’écrit pas', () => {
    expect(fauteDuTour({ ...revoir, jusquau: null }, '2027-03-01', '2027-03-12')).toContain('jusqu’à quand')
  })
})
