import { describe, expect, it } from 'vitest'
import type { OrganismeId } from '#kernel/id.ts'
import {
  demandesDAvant,
  enRetard,
  fauteDuTour,
  mancheDe,
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
  it('un pli est de la dernière manche ouverte avant lui', () => {
    const lues = [
      { rang: 1, ouverteLe: null, jusquau: null, ouverte: false },
      { rang: 2, ouverteLe: le(11), jusquau: '2027-03-15', ouverte: true },
    ]
    expect([mancheDe(lues, le(10))?.rang, mancheDe(lues, le(11))?.rang]).toEqual([1, 2])
  })
  it.each([
    ['sans jour attendu', null, 'jusqu’à quand'],
    ['attendue dans plus d’un an', '2028-03-10', 'plus d’un an'],
  ])('une négociation des prix ne s’écrit pas %s', (_, jusquau, dit) =>
    expect(fauteDuTour({ ...revoir, jusquau }, '2027-03-01', '2027-03-12')).toContain(dit),
  )
  it('récrite, la demande d’avant se lit encore', () => {
    const v = (cle: string, demande: string) => ({ cle, le: le(10), contenu: { ...tour, demande } })
    expect(demandesDAvant([v('a', 'Un'), v('b', 'Autre'), v('a', 'Un'), v('a', 'Deux')], 'a')).toEqual(['Un'])
  })
})
