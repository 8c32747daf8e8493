/**
 * Des suites de gestes d’appareils dont l’horloge ment : reculée, avancée, remise, changée entre deux rangs, deux appareils, une
 * sauvegarde du stockage remise en place, un geste ôté de l’envoi. Du jugement seul : `test/suites.itest.ts` en joue sur la base, où rien ne
 * disparaît. COFORME_HORLOGES : combien (deux mille ici, cent mille par `npm run murs`).
 */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { DateCivile } from '#kernel/dates.ts'
import { type Chainon, heureCrue, type IssueHorsLigne, jugerHorsLigne, type Passage } from './hors-ligne.ts'
import { fenetreDe, type SeanceAEmarger, type SeanceId } from './signer-demi-journee.ts'

const combien = Number(process.env.COFORME_HORLOGES ?? 2_000)
const minute = 60_000
const seance: SeanceAEmarger = {
  id: '0190a000-0000-7000-8000-0000000000b1' as SeanceId,
  date: '2026-11-24' as DateCivile,
  debut: 540,
  fin: 750,
  zone: 'Europe/Paris',
  avanceMin: 0,
  close: false,
}
const { ouvreLe, fermeLe } = fenetreDe(seance)

type Pas =
  | { readonly quoi: 'attendre'; readonly minutes: number }
  | { readonly quoi: 'regler'; readonly appareil: 0 | 1; readonly minutes: number }
  | { readonly quoi: 'signer'; readonly appareil: 0 | 1 }
  | { readonly quoi: 'oter'; readonly appareil: 0 | 1; readonly lequel: number }
  | { readonly quoi: 'sauver' | 'restaurer' | 'emporter' | 'envoyer'; readonly appareil: 0 | 1 }

const appareil = fc.constantFrom(0 as const, 1 as const)
const pas: fc.Arbitrary<Pas> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      quoi: fc.constant('attendre' as const),
      minutes: fc.integer({ min: 0, max: 400 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      quoi: fc.constant('regler' as const),
      appareil,
      minutes: fc.integer({ min: -3_000, max: 3_000 }),
    }),
  },
  { weight: 6, arbitrary: fc.record({ quoi: fc.constant('signer' as const), appareil }) },
  { weight: 1, arbitrary: fc.record({ quoi: fc.constant('oter' as const), appareil, lequel: fc.nat(5) }) },
  {
    weight: 6,
    arbitrary: fc.record({
      quoi: fc.constantFrom('sauver' as const, 'restaurer' as const, 'emporter' as const, 'envoyer' as const),
      appareil,
    }),
  },
)

type Signe = Chainon & { readonly faitLe: Date; readonly vraiLe: number; readonly horloge: number }
type Stockage = { rang: number; tete: string | null; attendent: Signe[] }
type Recu = Signe & {
  readonly issue: IssueHorsLigne
  readonly cru: number
  readonly passage: Passage | undefined
}

/** La veille, ou peu avant l’heure : assez de suites tombent dans la fenêtre pour que des gestes comptent. */
const departs = fc.constantFrom('2026-11-23T12:00:00Z', '2026-11-24T07:00:00Z', '2026-11-24T08:30:00Z')

const jouer = (depart: string, suite: readonly Pas[]) => {
  let vrai = Date.parse(depart)
  let nombre = 0
  const appareils = [0, 1].map(() => ({
    decalage: 0,
    stockage: { rang: 0, tete: null, attendent: [] } as Stockage,
    sauvegarde: undefined as Stockage | undefined,
    passage: undefined as Passage | undefined,
    premierEmport: undefined as Date | undefined,
    recus: [] as Recu[],
  }))
  for (const p of suite) {
    if (p.quoi === 'attendre') {
      vrai += p.minutes * minute
      continue
    }
    const a = appareils[p.appareil]
    if (!a) continue
    const horloge = vrai + a.decalage
    if (p.quoi === 'regler') a.decalage = p.minutes * minute
    else if (p.quoi === 'signer') {
      const s = a.stockage
      const empreinte = `e${++nombre}`
      const signe = {
        rang: s.rang + 1,
        precedente: s.tete,
        empreinte,
        faitLe: new Date(horloge),
        vraiLe: vrai,
        horloge: a.decalage,
      }
      a.stockage = { rang: signe.rang, tete: empreinte, attendent: [...s.attendent, signe] }
    } else if (p.quoi === 'oter') {
      a.stockage = { ...a.stockage, attendent: a.stockage.attendent.filter((_, i) => i !== p.lequel) }
    } else if (p.quoi === 'sauver') a.sauvegarde = a.stockage
    else if (p.quoi === 'restaurer') a.stockage = a.sauvegarde ?? a.stockage
    else if (p.quoi === 'emporter') {
      a.passage = { le: new Date(vrai), rang: a.stockage.rang, tete: a.stockage.tete, ecartMs: a.decalage }
      a.premierEmport ??= new Date(vrai)
    } else {
      for (const x of a.stockage.attendent) {
        if (a.recus.some((r) => r.empreinte === x.empreinte)) continue
        const r = {
          faitLe: x.faitLe,
          recuLe: new Date(vrai),
          ecartMs: a.decalage,
          retire: false,
          place: x,
          tenue: {
            passage: a.passage,
            premierEmport: a.premierEmport,
            suite: a.recus.filter((y) => y.rang > (a.passage?.rang ?? 0)),
          },
        }
        const issue = jugerHorsLigne(seance, 'presence', { etat: 'attendue' }, r)
        a.recus.push({ ...x, issue, cru: heureCrue(r).getTime(), passage: a.passage })
      }
      a.stockage = { ...a.stockage, attendent: [] }
    }
  }
  return appareils
}

it('rien de compté n’est d’avant l’emport ; l’heure crue est dans la fenêtre', () => {
  let comptes = 0
  let vus = 0
  fc.assert(
    fc.property(departs, fc.array(pas, { minLength: 4, maxLength: 40 }), (depart, suite) => {
      for (const a of jouer(depart, suite)) {
        vus += a.recus.length
        for (const r of a.recus.filter((x) => x.issue === 'retenue')) {
          comptes += 1
          // Signée en vrai après le premier emport, et crue après le dernier échange.
          expect(r.vraiLe).toBeGreaterThanOrEqual(a.premierEmport?.getTime() ?? Number.POSITIVE_INFINITY)
          expect(r.cru).toBeGreaterThanOrEqual(r.passage?.le.getTime() ?? Number.POSITIVE_INFINITY)
          expect(r.cru).toBeGreaterThanOrEqual(ouvreLe.getTime())
          expect(r.cru).toBeLessThanOrEqual(fermeLe.getTime())
        }
        // Un rang ne compte qu’une fois entre deux échanges, et l’heure crue ne recule pas.
        for (const [, siens] of Map.groupBy(
          a.recus.filter((x) => x.issue === 'retenue'),
          (x) => x.passage,
        )) {
          expect(new Set(siens.map((x) => x.rang)).size).toBe(siens.length)
          for (const [i, x] of siens.entries())
            expect(x.cru - (siens[i - 1]?.cru ?? 0)).toBeGreaterThanOrEqual(-minute)
        }
      }
    }),
    { numRuns: combien },
  )
  // L’épreuve éprouve quelque chose : des gestes comptent, d’autres non.
  expect(comptes).toBeGreaterThan(0)
  expect(vus).toBeGreaterThan(comptes)
})
