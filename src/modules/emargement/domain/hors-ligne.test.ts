import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DateCivile } from '#kernel/dates.ts'
import { canonique } from '../test/canonique.ts'
import {
  type Chainon,
  type EntreeAppareil,
  heureCrue,
  jugerHorsLigne,
  jugerMinutesHorsLigne,
  lireEntreeAppareil,
  type Reception,
  relireSuite,
  type Tenue,
} from './hors-ligne.ts'
import type { SeanceAEmarger, SeanceId } from './signer-demi-journee.ts'

const seance: SeanceAEmarger = {
  id: '0190a000-0000-7000-8000-0000000000b1' as SeanceId,
  date: '2026-11-24' as DateCivile,
  debut: 540,
  fin: 750,
  zone: 'Europe/Paris',
  avanceMin: 0,
  close: false,
}
const bonne: EntreeAppareil = {
  format: 'coforme-appareil/1',
  id: '0190a000-0000-4000-8000-000000000001',
  appareil: '0190a000-0000-7000-8000-000000000002',
  rang: 1,
  precedente: null,
  alea: 'ab'.repeat(16),
  seance: seance.id,
  inscription: '0190a000-0000-7000-8000-0000000000c1',
  geste: 'presence',
  faitLe: '2026-11-24T08:05:00.000Z',
  feuille: 'cd'.repeat(32),
  identification: 'initiales',
  attestation: true,
  trace: null,
  motif: null,
}
const lire = (autre: Record<string, unknown> = {}) => lireEntreeAppareil(canonique({ ...bonne, ...autre }))

describe('Lire une entrée d’appareil', () => {
  it('la bonne se lit', () => {
    expect(lire()).toEqual({ ok: true, value: bonne })
  })
  it.each([
    ['un autre format', { format: 'coforme-appareil/2' }],
    ['un rang nul', { rang: 0 }],
    ['un rang à virgule', { rang: 1.5 }],
    ['un second rang sans précédente', { rang: 2 }],
    ['un premier rang avec une précédente', { precedente: 'ef'.repeat(32) }],
    ['une présence sans attestation', { attestation: false }],
    ['une présence avec un motif', { motif: 'inconnu' }],
    ['une absence au motif hors de la liste', { geste: 'absence', attestation: false, motif: 'malade' }],
    ['une contresignature d’un inscrit', { geste: 'contresignature' }],
    ['une heure sans fuseau', { faitLe: '2026-11-24T08:05:00' }],
    ['un 31 février', { faitLe: '2026-02-31T99:05:00.000Z' }],
    ['une clé de trop', { nom: 'Pons' }],
    ['une présence avec des minutes', { minutes: { depart: 0, retard: 10 } }],
    ['un retard sans minutes', { geste: 'retard', attestation: false }],
    ['un retard de zéro', { geste: 'retard', attestation: false, minutes: { depart: 0, retard: 0 } }],
    ['un retard négatif', { geste: 'retard', attestation: false, minutes: { depart: 20, retard: -5 } }],
    ['un retard attesté', { geste: 'retard', minutes: { depart: 0, retard: 10 } }],
    [
      'un retard à trois nombres',
      { geste: 'retard', attestation: false, minutes: { depart: 0, pause: 1, retard: 5 } },
    ],
    ['un identifiant en capitales', { id: bonne.id.toUpperCase() }],
  ])('%s se refuse', (_, autre) => {
    expect(lire(autre)).toMatchObject({ ok: false, error: { code: 'illisible' } })
  })
  it('un retard se lit, avec ses minutes ; un texte d’avant, sans cette clé, se lit toujours', () => {
    const retard = {
      geste: 'retard',
      attestation: false,
      identification: 'code',
      minutes: { depart: 0, retard: 10 },
    }
    expect(lire(retard)).toEqual({ ok: true, value: { ...bonne, ...retard } })
  })
  it('n’importe quel texte se lit ou se refuse, sans lever', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.json()),
        (texte) => typeof lireEntreeAppareil(texte).ok === 'boolean',
      ),
    )
  })
})

describe('Ce que vaut un geste rapporté', () => {
  const recuLe = new Date('2026-11-24T18:00:00Z')
  const emporte = new Date('2026-11-24T06:00:00Z')
  const passage = { le: emporte, rang: 0, tete: null, ecartMs: 0 }
  const tenue: Tenue = { passage, premierEmport: emporte, suite: [] }
  const r = (autre: Partial<Reception> = {}): Reception => ({
    faitLe: new Date('2026-11-24T08:05:00Z'),
    recuLe,
    ecartMs: 0,
    retire: false,
    place: { rang: 1, precedente: null, empreinte: 'aa' },
    tenue,
    ...autre,
  })
  const attendue = { etat: 'attendue' } as const
  const signee = { etat: 'signee', signeeLe: recuLe } as const
  it('dans la fenêtre, à l’heure : retenu', () => {
    expect(jugerHorsLigne(seance, 'presence', attendue, r())).toBe('retenue')
  })
  it('déjà signée : un doublon, quelles que soient l’horloge, la feuille et l’appareil', () => {
    const pire = r({ ecartMs: 9e9, retire: true, faitLe: new Date(0) })
    expect(jugerHorsLigne({ ...seance, close: true }, 'presence', signee, pire)).toBe('doublon')
  })
  it('cinq minutes d’écart passent, une de plus non', () => {
    expect(jugerHorsLigne(seance, 'presence', attendue, r({ ecartMs: 300_000 }))).toBe('retenue')
    expect(jugerHorsLigne(seance, 'presence', attendue, r({ ecartMs: -300_001 }))).toBe('horloge')
  })
  it('une absence se note après la fenêtre, une présence non', () => {
    const tard = r({ faitLe: new Date('2026-11-24T17:00:00Z') })
    expect(jugerHorsLigne(seance, 'absence', attendue, tard)).toBe('retenue')
    expect(jugerHorsLigne(seance, 'presence', attendue, tard)).toBe('hors-fenetre')
  })
  it('d’avant l’emport, jamais ; d’une feuille jamais emportée, non plus', () => {
    const lendemain = { le: new Date('2026-11-25T09:00:00Z'), rang: 0, tete: null, ecartMs: 0 }
    const neuf = { passage: lendemain, premierEmport: lendemain.le, suite: [] }
    expect(jugerHorsLigne(seance, 'presence', attendue, r({ tenue: neuf }))).toBe('avant-emport')
    expect(
      jugerHorsLigne(seance, 'presence', attendue, r({ tenue: { ...tenue, premierEmport: undefined } })),
    ).toBe('avant-emport')
  })
  it('préparé la veille puis revu le lendemain, l’appareil ne signe plus pour hier', () => {
    const revu = {
      ...tenue,
      passage: { le: new Date('2026-11-25T09:00:00Z'), rang: 0, tete: null, ecartMs: 0 },
    }
    const recu = new Date('2026-11-25T09:30:00Z')
    expect(jugerHorsLigne(seance, 'presence', attendue, r({ tenue: revu, recuLe: recu }))).toBe(
      'avant-emport',
    )
  })
  it('une horloge fausse de trois heures, la même du début à la fin, se remet à l’heure une fois', () => {
    const ecartMs = 3 * 3_600_000
    const fausse = r({
      faitLe: new Date('2026-11-24T11:05:00Z'),
      ecartMs,
      tenue: { ...tenue, passage: { ...passage, ecartMs } },
    })
    expect(jugerHorsLigne(seance, 'presence', attendue, fausse)).toBe('retenue')
    expect(heureCrue(fausse).toISOString()).toBe('2026-11-24T08:05:00.000Z')
    expect(jugerHorsLigne(seance, 'presence', attendue, { ...fausse, ecartMs: 0 })).toBe('horloge')
  })
  it('emportée après la fin : une présence ne compte pas, une absence oui', () => {
    const tard = {
      passage: { ...passage, le: new Date('2026-11-24T12:00:00Z') },
      premierEmport: new Date('2026-11-24T12:00:00Z'),
      suite: [],
    }
    const apres = r({ faitLe: new Date('2026-11-24T12:05:00Z'), tenue: tard })
    expect(jugerHorsLigne(seance, 'presence', attendue, apres)).toBe('emport-tardif')
    expect(jugerHorsLigne(seance, 'absence', attendue, apres)).toBe('retenue')
  })
  const a = (rang: number, faitLe = '2026-11-24T08:04:00Z', empreinte = `e${rang}`) => ({
    rang,
    empreinte,
    precedente: rang === 1 ? null : `e${rang - 1}`,
    faitLe: new Date(faitLe),
  })
  it.each([
    ['un rang manque', [a(1)], { rang: 3, precedente: 'e2' }, 'rang'],
    ['un rang manque plus haut', [a(1), a(3)], { rang: 4, precedente: 'e3' }, 'rang'],
    ['le rang est déjà pris', [a(1), a(2)], { rang: 2, precedente: 'e1' }, 'rang'],
    ['la précédente est une autre', [a(1), a(2)], { rang: 3, precedente: 'x' }, 'rang'],
    ['l’horloge a reculé', [a(1, '2026-11-24T08:10:00Z')], { rang: 2, precedente: 'e1' }, 'recul'],
    [
      'l’horloge a reculé d’une seconde',
      [a(1, '2026-11-24T08:05:01Z')],
      { rang: 2, precedente: 'e1' },
      'retenue',
    ],
    ['la suite est entière', [a(1), a(2)], { rang: 3, precedente: 'e2' }, 'retenue'],
  ] as const)('%s', (_, suite, place, issue) => {
    const ici = r({ place: { ...place, empreinte: 'ici' }, tenue: { ...tenue, suite: [...suite] } })
    expect(jugerHorsLigne(seance, 'presence', attendue, ici)).toBe(issue)
  })
  it('un rang d’avant le dernier échange, jamais présenté alors, ne compte plus', () => {
    const revu = { ...tenue, passage: { ...passage, rang: 4, tete: 'e4' } }
    const vieux = r({ place: { rang: 3, precedente: 'e2', empreinte: 'ici' }, tenue: revu })
    expect(jugerHorsLigne(seance, 'presence', attendue, vieux)).toBe('rang')
  })
  it.each([
    ['un retard sur une présence', { retard: 10, depart: 0 }, {}, 'retenue'],
    [
      'un départ après un retard déjà noté',
      { retard: 10, depart: 20 },
      { minutes: { retard: 10, depart: 0 } },
      'retenue',
    ],
    [
      'ce que la case dit déjà',
      { retard: 10, depart: 0 },
      { minutes: { retard: 10, depart: 0 } },
      'deja-statuee',
    ],
    [
      'autre chose que ce qui fut noté entre-temps',
      { retard: 10, depart: 0 },
      { minutes: { retard: 5, depart: 0 } },
      'deja-statuee',
    ],
    ['sans présence', { retard: 10, depart: 0 }, { presence: attendue }, 'sans-presence'],
    ['plus que la demi-journée', { retard: 200, depart: 10 }, {}, 'minutes-de-trop'],
    ['avant le début', { retard: 10, depart: 0 }, { faitLe: '2026-11-24T07:59:00Z' }, 'hors-fenetre'],
    [
      'après la fenêtre de signature',
      { retard: 10, depart: 0 },
      { faitLe: '2026-11-24T17:00:00Z' },
      'retenue',
    ],
    ['d’une horloge changée', { retard: 10, depart: 0 }, { ecartMs: 301_000 }, 'horloge'],
    [
      'd’avant le dernier échange',
      { retard: 10, depart: 0 },
      { faitLe: '2026-11-24T05:00:00Z' },
      'avant-emport',
    ],
    ['feuille close', { retard: 10, depart: 0 }, { close: true }, 'feuille-close'],
    ['d’un appareil retiré', { retard: 10, depart: 0 }, { retire: true }, 'appareil-retire'],
  ] as const)('des minutes perdues : %s', (_, minutes, autre, issue) => {
    const {
      close = false,
      presence = signee,
      minutes: deja = { retard: 0, depart: 0 },
      faitLe,
      ...reste
    } = autre as Partial<{
      close: boolean
      presence: typeof attendue
      minutes: { retard: number; depart: number }
      faitLe: string
    }>
    const vecu = { presence, minutes: deja }
    const geste = r({ ...reste, ...(faitLe ? { faitLe: new Date(faitLe) } : {}) })
    expect(jugerMinutesHorsLigne({ ...seance, close }, minutes, vecu, geste)).toBe(issue)
  })
  it('ne retient jamais une présence signée, close, retirée, hors de la fenêtre ou d’une horloge fausse', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -2_000, max: 2_000 }),
        fc.integer({ min: -20, max: 20 }),
        fc.boolean(),
        fc.boolean(),
        (minutes, ecartMin, close, retire) => {
          const faitLe = new Date(Date.parse('2026-11-24T08:00:00Z') + minutes * 60_000)
          const issue = jugerHorsLigne(
            { ...seance, close },
            'presence',
            attendue,
            r({ faitLe, ecartMs: ecartMin * 60_000, retire }),
          )
          const dedans = minutes >= 0 && minutes <= 330
          expect(issue === 'retenue').toBe(dedans && Math.abs(ecartMin) <= 5 && !close && !retire)
        },
      ),
    )
  })
})

describe('Relire la suite d’un appareil', () => {
  const suiteDe = (n: number): Chainon[] => {
    const suite: Chainon[] = []
    for (let rang = 1; rang <= n; rang++) {
      const precedente = suite.at(-1)?.empreinte ?? null
      suite.push({
        rang,
        precedente,
        empreinte: createHash('sha256').update(`${rang}${precedente}`).digest('hex'),
      })
    }
    return suite
  }
  it('entière dans n’importe quel ordre ; une entrée ôtée est un rang manquant', () => {
    fc.assert(
      fc.property(
        fc
          .integer({ min: 2, max: 30 })
          .chain((n) =>
            fc.tuple(
              fc.constant(suiteDe(n)),
              fc.shuffledSubarray(suiteDe(n), { minLength: n, maxLength: n }),
              fc.integer({ min: 0, max: n - 2 }),
            ),
          ),
        ([suite, melee, i]) => {
          expect(relireSuite(melee)).toEqual({ recues: suite.length, manquants: [], rompus: [] })
          const ote = suite[i]
          expect(relireSuite(melee.filter((e) => e.rang !== ote?.rang)).manquants).toEqual([ote?.rang])
        },
      ),
    )
  })
  it('deux entrées au même rang, ou une précédente qui n’est pas la sienne : rompue là', () => {
    const suite = suiteDe(4)
    const intrus = { rang: 3, precedente: suite[1]?.empreinte ?? null, empreinte: 'ff'.repeat(32) }
    expect(relireSuite([...suite, intrus]).rompus).toEqual([3])
    expect(relireSuite(suite.map((e) => (e.rang === 3 ? intrus : e))).rompus).toEqual([4])
  })
})
