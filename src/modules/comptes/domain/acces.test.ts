import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ButLien, buts, creerLien, dureeEnMots, utiliserLien } from './liens.ts'
import { delaiS, type Echecs, noterEchec, parAdresse, parCompte, peutEssayer } from './ralentir.ts'
import { durees, etatSession, expireLe, ouvrirAssistance, preuveRecente, type Session } from './session.ts'

const T = new Date('2026-11-24T08:00:00Z')
const apres = (s: number) => new Date(T.getTime() + s * 1000)

describe('ralentir les connexions', () => {
  it.each([
    [0, 0],
    [5, 0],
    [6, 5],
    [7, 10],
    [8, 20],
    [13, 640],
    [14, 900],
    [5000, 900],
  ])('après %d échecs, on attend %d secondes', (n, s) => expect(delaiS(n, parCompte)).toBe(s))
  it('le délai ne décroît jamais et ne dépasse pas le plafond', () =>
    fc.assert(
      fc.property(
        fc.nat(10_000),
        (n) => delaiS(n, parCompte) <= delaiS(n + 1, parCompte) && delaiS(n, parCompte) <= 900,
      ),
    ))
  it('on refuse pendant le délai, pas après', () => {
    const echecs: Echecs = { nombre: 7, dernierLe: T }
    expect(peutEssayer(echecs, apres(9), parCompte)).toMatchObject({
      ok: false,
      error: { code: 'trop-d-essais', reprendreLe: apres(10) },
    })
    expect(peutEssayer(echecs, apres(10), parCompte).ok).toBe(true)
    expect(peutEssayer(undefined, T, parCompte).ok).toBe(true)
  })
  it('la phrase dit l’attente en secondes puis en minutes', () => {
    const phrase = (n: number, s: number) => {
      const r = peutEssayer({ nombre: n, dernierLe: T }, apres(s), parCompte)
      return r.ok ? '' : r.error.phrase.replace(/\u00a0/g, ' ')
    }
    expect(phrase(7, 9)).toContain('dans 1 seconde,')
    expect(phrase(20, 0)).toContain('dans 15 minutes,')
  })
  it('une heure sans échec efface le compteur', () => {
    expect(noterEchec({ nombre: 9, dernierLe: T }, apres(3600), parCompte).nombre).toBe(1)
    expect(noterEchec({ nombre: 9, dernierLe: T }, apres(3599), parCompte).nombre).toBe(10)
  })
  it('une salle de trente personnes qui se trompent n’est pas ralentie', () =>
    expect(delaiS(30, parAdresse)).toBe(0))
})

describe('la vie d’une session', () => {
  const session = (s: Partial<Session> = {}): Session => ({
    genre: 'ordinaire',
    ouverteLe: T,
    vueLe: T,
    prouveeLe: T,
    ...s,
  })
  it('meurt d’inactivité, puis de vieillesse même active', () => {
    expect(etatSession(session(), apres(7199))).toBe('vivante')
    expect(etatSession(session(), apres(7200))).toBe('inactive')
    expect(etatSession(session({ vueLe: apres(43_199) }), apres(43_200))).toBe('expiree')
    expect(etatSession(session({ fermeeLe: T }), T)).toBe('fermee')
  })
  it('vivante veut dire avant expireLe, exactement', () =>
    fc.assert(
      fc.property(
        fc.constantFrom('ordinaire', 'retenue', 'assistance'),
        fc.nat(3_000_000),
        fc.nat(3_000_000),
        (genre, vue, t) => {
          const s = session({ genre, vueLe: apres(vue) })
          return (etatSession(s, apres(t)) === 'vivante') === apres(t) < expireLe(s)
        },
      ),
    ))
  it('une session d’assistance ne dépasse jamais une heure et ne prouve jamais rien', () => {
    expect(durees.assistance.totaleMin).toBeLessThanOrEqual(60)
    expect(etatSession(session({ genre: 'assistance', vueLe: apres(3599) }), apres(3600))).toBe('expiree')
    expect(preuveRecente(session({ genre: 'assistance' }), T)).toBe(false)
    expect(ouvrirAssistance('un courriel ne part pas', 61)).toBeUndefined()
    expect(ouvrirAssistance('   ', 30)).toBeUndefined()
    expect(ouvrirAssistance('un courriel ne part pas', 60)).toEqual({
      minutes: 60,
      motif: 'un courriel ne part pas',
    })
  })
  it('la preuve du mot de passe vaut dix minutes', () => {
    expect(preuveRecente(session(), apres(599))).toBe(true)
    expect(preuveRecente(session(), apres(600))).toBe(false)
  })
})

describe('les liens personnels', () => {
  it.each(Object.keys(buts) as ButLien[])('le lien « %s » ne sert qu’une fois, avant son terme', (but) => {
    const lien = creerLien(but, T)
    const fin = buts[but].dureeMin * 60
    const un = utiliserLien(lien, but, apres(fin - 1))
    expect(un.ok).toBe(true)
    expect(utiliserLien(un.ok ? un.value : undefined, but, apres(fin - 1))).toMatchObject({
      error: { code: 'lien-utilise' },
    })
    expect(utiliserLien(lien, but, apres(fin))).toMatchObject({ error: { code: 'lien-expire' } })
  })
  it('un autre but, un lien révoqué et un lien inconnu se répondent pareil', () => {
    const lien = creerLien('signature', T)
    const reponses = [
      utiliserLien(lien, 'reinitialisation', T),
      utiliserLien({ ...lien, revoqueLe: T }, 'signature', T),
      utiliserLien(undefined, 'signature', T),
    ]
    expect(new Set(reponses.map((r) => JSON.stringify(r))).size).toBe(1)
    expect(reponses[0]).toMatchObject({ error: { code: 'lien-inconnu' } })
  })
  it.each([
    ['invitation', 'sept\u00a0jours'],
    ['reinitialisation', 'une\u00a0heure'],
    ['emargement', '24\u00a0heures'],
    ['signature', '30\u00a0jours'],
  ] as const)('la durée d’un lien « %s » se dit « %s »', (but, mots) => expect(dureeEnMots(but)).toBe(mots))

  it('on peut raccourcir une durée, jamais l’allonger', () => {
    expect(creerLien('reinitialisation', T, 5).expireLe).toEqual(apres(300))
    expect(creerLien('reinitialisation', T, 9999).expireLe).toEqual(apres(3600))
  })
})
