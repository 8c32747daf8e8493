import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ajouterJours, type DateCivile, dateCivile, ecartEnJours } from '#kernel/dates.ts'
import { estOuvre } from '#kernel/feries.ts'
import { centimes } from '#kernel/montant.ts'
import { instantDe, jourLocal, type Zone } from '#kernel/zones.ts'
import {
  articleDEnvoi,
  finDeRetractation,
  peutEncaisser,
  refusDEnvoi,
  verifierEcheancier,
} from './retractation.ts'

const jour = (t: string): DateCivile => {
  const d = dateCivile(t)
  if (!d) throw new Error(t)
  return d
}
const paris = { zone: 'Europe/Paris' } as const

describe('une rétractation, au jour de son envoi', () => {
  const f = (delaiJours: number) => ({
    signeLe: jour('2026-11-02'),
    delaiJours,
    dernierJour: jour('2026-11-12'),
    aujourdhui: jour('2026-11-20'),
  })
  it('le dernier jour compte encore ; après, avant la signature ou à venir, elle se refuse', () => {
    expect(refusDEnvoi(jour('2026-11-12'), f(10))).toBeUndefined()
    expect(refusDEnvoi(jour('2026-11-02'), f(10))).toBeUndefined()
    expect(refusDEnvoi(jour('2026-11-13'), f(10))?.code).toBe('delai-passe')
    expect(refusDEnvoi(jour('2026-11-01'), f(10))?.code).toBe('envoi-avant-signature')
    expect(refusDEnvoi(jour('2026-11-21'), f(10))?.code).toBe('envoi-a-venir')
  })
  it('l’article ne se cite que des quatorze jours : aux dix jours, la règle est déduite', () => {
    expect([articleDEnvoi(14), articleDEnvoi(10)].map((a) => a.includes('L221-21'))).toEqual([true, false])
    expect(refusDEnvoi(jour('2026-11-13'), f(14))?.phrase).toContain('L221-21')
    expect(refusDEnvoi(jour('2026-11-13'), f(10))?.phrase).not.toContain('L221-21')
  })
})

describe('le délai de rétractation', () => {
  it.each([
    [
      'dix jours, du lendemain, un dimanche compris',
      '2027-03-04T10:00:00Z',
      10,
      '2027-03-14',
      '2027-03-14T23:00:00Z',
    ],
    ['quatorze jours, un jour ouvré', '2027-03-04T10:00:00Z', 14, '2027-03-18', '2027-03-18T23:00:00Z'],
    [
      'quatorze jours finis un samedi : lundi',
      '2027-03-06T10:00:00Z',
      14,
      '2027-03-22',
      '2027-03-22T23:00:00Z',
    ],
    [
      'quatorze jours finis le lundi de Pâques : mardi',
      '2027-03-15T10:00:00Z',
      14,
      '2027-03-30',
      '2027-03-30T22:00:00Z',
    ],
    [
      'le changement d’heure est dans le délai',
      '2027-03-20T10:00:00Z',
      10,
      '2027-03-30',
      '2027-03-30T22:00:00Z',
    ],
    [
      'signé à 23 h 30 à Paris, déjà le lendemain nulle part',
      '2027-03-04T22:30:00Z',
      10,
      '2027-03-14',
      '2027-03-14T23:00:00Z',
    ],
  ] as const)('%s', (_nom, signe, delai, dernier, fin) => {
    const r = finDeRetractation(new Date(signe), delai, paris)
    expect(r.dernierJour).toBe(dernier)
    expect(r.finLe.toISOString()).toBe(new Date(fin).toISOString())
    expect(r.exigibleDes).toBe(ajouterJours(jour(dernier), 1))
  })
  it('signé à La Réunion après minuit local, il compte du jour de La Réunion', () => {
    const r = finDeRetractation(new Date('2027-03-04T21:00:00Z'), 10, { zone: 'Indian/Reunion' })
    expect(r.dernierJour).toBe('2027-03-15')
    expect(r.finLe.toISOString()).toBe('2027-03-15T20:00:00.000Z')
  })
  it('ne finit jamais avant le délai plein ; celui de la consommation finit un jour ouvré', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true }),
        fc.constantFrom(10, 14),
        fc.constantFrom<Zone>('Europe/Paris', 'Indian/Reunion', 'America/Martinique'),
        (signe, delai, zone) => {
          const r = finDeRetractation(signe, delai, { zone })
          const ecart = ecartEnJours(jourLocal(signe, zone), r.dernierJour)
          expect(ecart).toBe(delai + r.report)
          expect(r.finLe.getTime() - signe.getTime()).toBeGreaterThan((delai - 1) * 86_400_000)
          if (delai === 14) expect(estOuvre(r.dernierJour)).toBe(true)
          else expect(r.report).toBe(0)
        },
      ),
    )
  })
})

const seances = [
  { jour: jour('2027-04-05'), minutes: 420 },
  { jour: jour('2027-04-12'), minutes: 420 },
]
const exigibleDes = jour('2027-03-15')
const prix = centimes(100_000)
const verifier = (...e: [string, number][]) =>
  verifierEcheancier(
    e.map(([j, m]) => ({ jour: jour(j), montant: centimes(m) })),
    { prix, exigibleDes, seances },
  ).map((r) => r.code)

describe('l’échéancier d’un contrat', () => {
  it.each([
    [
      [
        ['2027-03-15', 30_000],
        ['2027-04-12', 70_000],
      ],
      [],
    ],
    [
      [
        ['2027-03-14', 30_000],
        ['2027-04-12', 70_000],
      ],
      ['avant-expiration'],
    ],
    [
      [
        ['2027-03-15', 30_001],
        ['2027-04-12', 69_999],
      ],
      ['plus-de-trente'],
    ],
    [
      [
        ['2027-03-15', 30_000],
        ['2027-04-05', 20_000],
        ['2027-04-12', 50_000],
      ],
      [],
    ],
    [
      [
        ['2027-03-15', 30_000],
        ['2027-04-05', 20_001],
        ['2027-04-12', 49_999],
      ],
      ['trop-tot'],
    ],
    [
      [
        ['2027-03-20', 50_000],
        ['2027-04-12', 50_000],
      ],
      ['trop-tot'],
    ],
    [[['2027-04-12', 100_000]], []],
    [
      [
        ['2027-03-15', 30_000],
        ['2027-04-12', 60_000],
      ],
      ['somme-differente'],
    ],
    [
      [
        ['2027-04-12', 50_000],
        ['2027-04-12', 50_000],
      ],
      ['jour-en-double'],
    ],
    [[], []],
  ] as [[string, number][], string[]][])('%j : %j', (e, codes) => {
    expect(verifier(...e)).toEqual(codes)
  })
  it('au premier jour exigible, trente pour cent, même si l’action est finie', () => {
    expect(
      verifierEcheancier([{ jour: jour('2027-04-20'), montant: prix }], {
        prix,
        exigibleDes: jour('2027-04-20'),
        seances,
      }).map((r) => r.code),
    ).toEqual(['plus-de-trente'])
  })
})

/** L'horloge du contrat : des jours passent, on signe, on se rétracte, on tente d'encaisser. */
type Modele = { jours: number; signe: number | null; retracte: boolean; recu: number }
type Reel = { maintenant: Date; signeLe: Date | null; retracteLe: Date | null; recu: number }
const zone: Zone = 'Europe/Paris'
const depart = jour('2027-03-01')
const midi = (n: number) => instantDe(ajouterJours(depart, n), 720, zone).instant
const delaiDe = (r: Reel) => (r.signeLe ? finDeRetractation(r.signeLe, 10, { zone }) : null)

class Attendre implements fc.Command<Modele, Reel> {
  readonly n: number
  constructor(n: number) {
    this.n = n
  }
  check = () => true
  run(m: Modele, r: Reel) {
    m.jours += this.n
    r.maintenant = midi(m.jours)
  }
  toString = () => `attendre ${this.n} j`
}
class Signer implements fc.Command<Modele, Reel> {
  check = (m: Readonly<Modele>) => m.signe === null
  run(m: Modele, r: Reel) {
    m.signe = m.jours
    r.signeLe = r.maintenant
  }
  toString = () => 'signer'
}
class Retracter implements fc.Command<Modele, Reel> {
  check = (m: Readonly<Modele>) => m.signe !== null && m.jours - (m.signe ?? 0) <= 10
  run(m: Modele, r: Reel) {
    m.retracte = true
    r.retracteLe = r.maintenant
    const delai = delaiDe(r)
    expect(delai !== null && r.maintenant < delai.finLe).toBe(true)
  }
  toString = () => 'se rétracter'
}
class Encaisser implements fc.Command<Modele, Reel> {
  readonly montant: number
  constructor(montant: number) {
    this.montant = montant
  }
  check = () => true
  run(m: Modele, r: Reel) {
    const refus = peutEncaisser(
      {
        signeLe: r.signeLe,
        retracteLe: r.retracteLe,
        partSuivieDue: false,
        delai: delaiDe(r),
        prix,
        dejaRecu: centimes(r.recu),
        seances,
      },
      centimes(this.montant),
      r.maintenant,
      zone,
    )
    // Le modèle compte en jours entiers : dix jours pleins après la signature, puis 30 %, puis les heures faites.
    const depuis = m.signe === null ? -1 : m.jours - m.signe
    const aujourdhui = ajouterJours(depart, m.jours)
    const faites = seances.reduce((t, s) => (s.jour <= aujourdhui ? t + s.minutes : t), 0) / 840
    const plafond = depuis === 11 ? 0.3 : Math.max(0.3, faites)
    const permis = m.signe !== null && !m.retracte && depuis > 10 && (m.recu + this.montant) / prix <= plafond
    expect(refus === undefined).toBe(permis)
    if (refus) return
    m.recu += this.montant
    r.recu += this.montant
  }
  toString = () => `encaisser ${this.montant}`
}

it('quoi qu’il arrive et dans quelque ordre, rien ne s’encaisse hors de ce que la loi permet', () => {
  fc.assert(
    fc.property(
      fc.commands(
        [
          fc.integer({ min: 1, max: 8 }).map((n) => new Attendre(n)),
          fc.constant(new Signer()),
          fc.constant(new Retracter()),
          fc.constantFrom(1_000, 10_000, 20_000, 30_000, 50_000, 70_000).map((n) => new Encaisser(n)),
        ],
        { maxCommands: 60, size: 'max' },
      ),
      (commandes) => {
        fc.modelRun(
          () => ({
            model: { jours: 0, signe: null, retracte: false, recu: 0 },
            real: { maintenant: midi(0), signeLe: null, retracteLe: null, recu: 0 },
          }),
          commandes,
        )
      },
    ),
    { numRuns: 300 },
  )
})
