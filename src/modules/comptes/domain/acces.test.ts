import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dureeEnMots } from './liens.ts'
import { delaiS, type Echecs, noterEchec, parAdresse, parCompte, peutEssayer } from './ralentir.ts'
import { durees } from './session.ts'

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

it('une visite d’assistance ne dépasse jamais une heure', () =>
  expect(durees.assistance.totaleMin).toBeLessThanOrEqual(60))

describe('les liens personnels', () => {
  it.each([
    ['invitation', 'sept\u00a0jours'],
    ['reinitialisation', 'une\u00a0heure'],
    ['emargement', '24\u00a0heures'],
    ['signature', '30\u00a0jours'],
  ] as const)('la durée d’un lien « %s » se dit « %s »', (but, mots) => expect(dureeEnMots(but)).toBe(mots))
})
