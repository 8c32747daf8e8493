import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ajouterJours, type DateCivile } from '#kernel/dates.ts'
import {
  type AFaire,
  type Echeance,
  type Encart,
  HORIZON_DES_ECHEANCES,
  type Terme,
} from '#web/contributions.ts'
import {
  compterLaJournee,
  dessinerMarques,
  direPlace,
  direRestants,
  ECHEANCES_MONTREES,
  JOURS_PROCHES,
  MARQUES_AU_PLUS,
  ordonner,
  repartir,
} from './ranger-journee.ts'

const jour = '2026-11-24' as DateCivile
const geste = (chose: string, terme?: readonly [number, Terme['fixe']]): AFaire => ({
  href: `/${chose}`,
  verbe: 'Faire',
  chose,
  detail: '',
  geste: 'Ouvrir',
  ...(terme ? { terme: { jour: ajouterJours(jour, terme[0]), fixe: terme[1] } } : {}),
})
const choses = (g: readonly AFaire[]) => g.map((x) => x.chose)

const unTerme = fc.option(
  fc.record({
    jour: fc.integer({ min: -400, max: 400 }).map((n) => ajouterJours(jour, n)),
    fixe: fc.constantFrom<Terme['fixe']>('loi', 'engagement', 'usage'),
  }),
  { nil: undefined },
)
const desGestes = fc
  .array(unTerme, { maxLength: 30 })
  .map((xs) => xs.map((terme, i) => ({ ...geste(String(i)), ...(terme ? { terme } : {}) })))

describe('l’ordre de « À vous »', () => {
  it('loi dépassée, engagement dépassé, ce qui tombe dans la semaine, l’usage, puis ce que rien ne date', () => {
    const rangs = [
      geste('sans date'),
      geste('usage', [-90, 'usage']),
      geste('semaine', [3, 'engagement']),
      geste('engagement', [-60, 'engagement']),
      geste('loi récente', [-1, 'loi']),
      geste('loi ancienne', [-30, 'loi']),
      geste('loi du jour', [0, 'loi']),
      geste('promesse du jour', [0, 'engagement']),
    ]
    expect(choses(ordonner(rangs, jour))).toEqual([
      'loi ancienne',
      'loi récente',
      'engagement',
      'loi du jour',
      'promesse du jour',
      'semaine',
      'usage',
      'sans date',
    ])
  })
  it('garde l’ordre des modules entre gestes que rien ne date', () => {
    expect(
      choses(
        ordonner(
          ['b', 'a', 'c'].map((x) => geste(x)),
          jour,
        ),
      ),
    ).toEqual(['b', 'a', 'c'])
  })
  it('ne perd, n’ajoute et ne refait rien', () => {
    fc.assert(
      fc.property(desGestes, (g) => {
        const une = ordonner(g, jour)
        expect([...une].map((x) => x.chose).sort()).toEqual(choses(g).sort())
        expect(ordonner(une, jour)).toEqual(une)
      }),
    )
  })
})

describe('« À vous » ou « Échéances »', () => {
  it('chaque chose d’un seul côté, et aucune ne se perd avant l’horizon', () => {
    fc.assert(
      fc.property(desGestes, (g) => {
        const { aVous, echeances } = repartir(g, [], [], jour)
        const dates = new Set(echeances.map((e) => e.href))
        for (const x of g) {
          const ici = aVous.includes(x)
          const la = dates.has(x.href)
          expect(ici && la).toBe(false)
          const loin = x.terme !== undefined && x.terme.jour > ajouterJours(jour, JOURS_PROCHES)
          const horsDeVue = x.terme !== undefined && x.terme.jour > ajouterJours(jour, HORIZON_DES_ECHEANCES)
          expect(ici).toBe(!loin)
          expect(la).toBe(loin && !horsDeVue)
        }
      }),
    )
  })
  it('les dates viennent dans l’ordre, jamais passées', () => {
    const date = (n: number): Echeance => ({ jour: ajouterJours(jour, n), chose: String(n), suite: '.' })
    const { echeances } = repartir(
      [geste('bilan', [40, 'loi'])],
      [date(60), date(-1), date(0), date(200)],
      [],
      jour,
    )
    expect(echeances.map((e) => e.chose)).toEqual(['0', 'Faire bilan', '60'])
  })
  it('ce que les sessions attendent vient à part : rien de ce qui était montré n’en est déplacé', () => {
    const date = (n: number, href?: string): Echeance => ({
      jour: ajouterJours(jour, n),
      chose: String(n),
      suite: '.',
      ...(href ? { href } : {}),
    })
    const usage = (n: number, href: string, aussi?: string): Echeance => ({
      ...date(n, href),
      fixe: 'usage',
      ...(aussi ? { aussi } : {}),
    })
    const avant = [date(30), date(12, '/s1'), date(20)]
    const lues = repartir(
      [geste('répondre', [25, 'loi'])],
      [usage(3, '/s2'), ...avant, usage(2, '/s3'), usage(9, '/s2'), usage(5, '/s1', 'Avant le 1er : x.')],
      [],
      jour,
    )
    expect(lues.echeances.map((e) => `${e.chose}${e.suite}`)).toEqual([
      '12. Avant le 1er : x.',
      '20.',
      'Faire répondre.',
      '30.',
    ])
    // Une session, une ligne, à sa première date ; celle que les échéances disent déjà n’est pas redite.
    expect(lues.attentes.map((e) => e.chose)).toEqual(['2', '3'])
    // Repliée, elle ne dirait rien : la session paraît alors parmi les autres.
    const pleine = Array.from({ length: ECHEANCES_MONTREES }, (_, n) => date(n))
    const replis = repartir([], [...pleine, date(40, '/s1'), usage(5, '/s1', 'Avant le 1er : x.')], [], jour)
    expect(replis.echeances.at(-1)?.suite).toBe('.')
    expect(replis.attentes.map((e) => e.chose)).toEqual(['5'])
  })
  it('ce qu’un encart dit ne se redit pas à sa date ; s’il presse, le geste reste', () => {
    const encart: Encart = { id: 'p', rang: 1, titre: 'Au pôle', contenu: '', dit: ['/loin', '/près'] }
    const lus = repartir(
      [geste('loin', [20, 'engagement']), geste('près', [2, 'engagement'])],
      [],
      [encart],
      jour,
    )
    expect(choses(lus.aVous)).toEqual(['près'])
    expect(lus.echeances).toEqual([])
  })
})

it('une session de deux demi-journées et ses stagiaires ne comptent qu’une fois', () => {
  expect(
    compterLaJournee([
      { session: 's', inscriptions: ['a', 'b'] },
      { session: 's', inscriptions: ['b', 'a'] },
      { session: 't', inscriptions: ['c'] },
    ]),
  ).toEqual({ sessions: 2, stagiaires: 3 })
})

it.each([
  [{ jour: 2, jours: 3, rang: 3, total: 6 }, 'deuxième jour sur trois'],
  [{ jour: 14, jours: 20, rang: 14, total: 20 }, 'séance 14 sur 20'],
  [{ jour: 12, jours: 40, rang: 23, total: 78 }, 'jour 12 sur 40'],
  [{ jour: 1, jours: 1, rang: 2, total: 2 }, undefined],
])('la place dans la série : %j', (place, dit) => expect(direPlace(place)).toBe(dit))

describe('ceux que l’on attend', () => {
  it.each([
    [[], 0, undefined],
    [['Léonie Fabre'], 1, 'Reste Léonie Fabre.'],
    [
      ['Léonie Fabre', 'Agathe Pons', 'Ousmane Sarr'],
      3,
      'Restent Léonie Fabre, Agathe Pons et Ousmane Sarr.',
    ],
    [['A', 'B', 'C', 'D'], 4, 'Restent A, B, C et 1 autre.'],
    [['A', 'B', 'C', 'D'], 9, 'Restent A, B, C et 6 autres.'],
  ])('%j, %i', (noms, n, dit) => expect(direRestants(noms, n)).toBe(dit))
})

it('une forme par personne ; trop nombreuses, aucune de celles qui manquent ne se perd', () => {
  const nombre = fc.integer({ min: 0, max: 80 })
  fc.assert(
    fc.property(nombre, nombre, nombre, fc.boolean(), (signees, absences, restent, ouverte) => {
      const m = dessinerMarques({ signees, absences, restent, ouverte })
      expect(m.length).toBe(Math.min(signees + absences + restent, MARQUES_AU_PLUS))
      expect(m.filter((x) => x === (ouverte ? 'manquant' : 'a-venir')).length).toBe(
        Math.min(restent, MARQUES_AU_PLUS),
      )
      expect(m.includes(ouverte ? 'a-venir' : 'manquant')).toBe(false)
    }),
  )
})
