import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DateCivile } from '#kernel/dates.ts'
import { asId } from '#kernel/id.ts'
import {
  type BaremePose,
  baremesValables,
  compterActivite,
  type Entrees,
  type LigneFacturee,
  lirePrefixes,
  lireTranches,
  parMois,
  reglageParDefaut,
  tauxPayes,
  tresorerie,
} from './compte.ts'

const id = (n: number) =>
  asId<'Bareme'>(`01a22051-3d76-7f6b-8ace-${String(n).padStart(12, '0')}`) as BaremePose['id']
const bareme = (traits: Partial<BaremePose> & { taux?: number } = {}): BaremePose => ({
  id: id(1),
  contribution: 'Contribution coopérative',
  propre: false,
  depuis: '2026-01-01',
  assiette: 'marge',
  fixeMensuel: 0,
  tranches: [{ jusqua: null, taux: traits.taux ?? 100_000 }],
  ...traits,
})
const ligne = (montant: number, traits: Partial<LigneFacturee> = {}): LigneFacturee => ({
  facture: traits.numero ?? 'F1',
  numero: 'F1',
  le: '2026-03-01' as DateCivile,
  nature: 'formation',
  montant,
  session: null,
  natureDeSession: null,
  corrige: null,
  ...traits,
})
const entrees = (traits: Partial<Entrees> = {}): Entrees => ({
  exercice: { debut: '2026-01-01' as DateCivile, fin: '2026-12-31' as DateCivile },
  jour: '2026-12-31' as DateCivile,
  activite: { du: '2020-01-01', au: null },
  lignes: [],
  charges: [],
  internes: [],
  ecritures: [],
  baremes: [bareme()],
  reglage: reglageParDefaut,
  ...traits,
})
const compte = (traits: Partial<Entrees> = {}) => {
  const r = compterActivite(entrees(traits))
  if (!r.ok) throw new Error(r.error.phrase)
  return r.value
}

describe('le compte d’une enseigne', () => {
  it('va du facturé au résultat : contribution, charges, missions', () => {
    const c = compte({
      lignes: [ligne(936_000), ligne(144_000, { numero: 'F2', facture: 'F2', nature: 'hors-formation' })],
      charges: [
        {
          id: 'c',
          le: '2026-04-01' as DateCivile,
          compte: '613',
          libelle: 'Salle',
          montant: 121_460,
          formation: true,
          session: null,
        },
      ],
      internes: [
        { montant: 32_000, session: null },
        { montant: -48_000, session: null },
      ],
    })
    expect(c).toMatchObject({
      facture: 1_080_000,
      formation: 936_000,
      charges: 121_460,
      recu: 32_000,
      donne: -48_000,
      resultat: 1_080_000 - 108_000 - 121_460 + 32_000 - 48_000,
      tresorerie: null,
    })
  })

  it('ne prend aucune contribution d’une mission, quelles qu’elles soient', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1_000_000, max: 1_000_000 })), (montants) => {
        const [avec, sans] = [
          compte({
            lignes: [ligne(500_000)],
            internes: montants.map((montant) => ({ montant, session: null })),
          }),
          compte({ lignes: [ligne(500_000)] }),
        ]
        expect(avec.contributions).toEqual(sans.contributions)
        expect(avec.resultat - sans.resultat).toBe(montants.reduce((t, x) => t + x, 0))
      }),
    )
  })

  it('chaque euro de contribution a sa pièce, et chaque session son effet ; leur somme est le compte', () => {
    const une = fc.record({
      montant: fc.integer({ min: -500_000, max: 2_000_000 }),
      session: fc.constantFrom('s1', 's2', 's3'),
      nature: fc.constantFrom('formation' as const, 'annexe' as const, 'hors-formation' as const),
    })
    fc.assert(
      fc.property(fc.array(une, { maxLength: 12 }), (l) => {
        const c = compte({
          lignes: l.map((x, i) => ligne(x.montant, { ...x, facture: `F${i}`, numero: `F${i}` })),
          baremes: [
            bareme({
              tranches: [
                { jusqua: 1_000_000, taux: 115_000 },
                { jusqua: null, taux: 75_000 },
              ],
            }),
            bareme({ contribution: 'Assurance', taux: 4_000 }),
          ],
        })
        for (const x of c.contributions)
          expect(x.lignes.reduce((t, y) => t + y.centimes, x.fixe)).toBe(x.total)
        expect(c.sessions.reduce((t, s) => t + s.reste, 0)).toBe(c.resultat)
      }),
    )
  })

  it('la formation suit son barème ; un bilan de compétences, un hors formation, le général ; ce qui est exclu, rien', () => {
    const lignes = [
      ligne(100_000, { facture: 'a' }),
      ligne(100_000, { facture: 'b', natureDeSession: 'bilan' }),
      ligne(100_000, { facture: 'c', nature: 'hors-formation' }),
      ligne(100_000, { facture: 'd', nature: 'annexe' }),
    ]
    const baremes = [bareme(), bareme({ assiette: 'marge-formation', taux: 120_000 })]
    const c = compte({ lignes, baremes, reglage: { ...reglageParDefaut, naturesExclues: ['annexe'] } })
    expect(c.contributions[0]?.lignes.map((l) => l.centimes)).toEqual([12_000, 10_000, 10_000, 0])
  })

  it('une charge que la coopérative ôte fait la marge ; sous « d’origine » aussi, elle n’est pas un avoir', () => {
    const charges = [
      {
        id: 'c',
        le: '2026-03-02' as DateCivile,
        compte: '6041',
        libelle: 'Achat',
        montant: 200_000,
        formation: true,
        session: null,
      },
    ]
    for (const avoir of ['du-jour', 'd-origine'] as const)
      expect(
        compte({
          lignes: [ligne(1_000_000)],
          charges,
          reglage: { ...reglageParDefaut, avoir, comptesDeduits: ['604'] },
        }).contributions[0]?.total,
      ).toBe(80_000)
  })

  it('un avoir d’un exercice d’avant rend ce que sa facture a payé, quand la coopérative l’a tranché ainsi', () => {
    const avoir = ligne(-100_000, {
      corrige: 'ancienne',
      tauxDOrigine: new Map([['Contribution coopérative', 120_000]]),
    })
    expect(
      compte({ lignes: [avoir], reglage: { ...reglageParDefaut, avoir: 'd-origine' } }).contributions[0]
        ?.total,
    ).toBe(-12_000)
    expect(compte({ lignes: [avoir] }).contributions[0]?.total).toBe(-10_000)
  })

  it('un premier barème en cours d’exercice : ce qui est d’avant ne paie rien, et le dit ; le reste paie', () => {
    const c = compte({
      baremes: [bareme({ depuis: '2026-06-15', fixeMensuel: 3_000 })],
      lignes: [
        ligne(100_000),
        ligne(200_000, { facture: 'F2', numero: 'F2', le: '2026-07-01' as DateCivile }),
      ],
      jour: '2026-08-20' as DateCivile,
    })
    const [due] = c.contributions
    expect(due?.lignes.map((l) => [l.dit, l.centimes, l.sansBareme])).toEqual([
      ['F1', 0, true],
      ['F2', 20_000, false],
    ])
    // Juin, juillet, août : ni les mois d’avant le barème, ni ceux qui ne sont pas venus.
    expect(due?.fixe).toBe(9_000)
    expect(compte({ baremes: [bareme({ fixeMensuel: 3_000 })] }).contributions[0]?.fixe).toBe(36_000)
    expect(
      compte({ baremes: [bareme({ fixeMensuel: 3_000 })], activite: { du: '2026-02-01', au: '2026-03-31' } })
        .contributions[0]?.fixe,
    ).toBe(6_000)
  })

  it('sous « d’origine », un avoir de ce qui n’avait rien payé ne rend rien ; sans facture du même genre, il suit le barème du jour', () => {
    const reglage = { ...reglageParDefaut, avoir: 'd-origine' as const, naturesExclues: ['annexe'] }
    const avoir = (nature: LigneFacturee['nature'], corrige: string) =>
      ligne(-50_000, { facture: 'A', numero: 'A', nature, corrige, le: '2026-08-01' as DateCivile })
    const rendu = (lignes: readonly LigneFacturee[], depuis = '2026-01-01') =>
      compte({ reglage, baremes: [bareme({ depuis })], lignes }).contributions[0]?.total
    expect(rendu([ligne(100_000, { nature: 'annexe' }), avoir('annexe', 'F1')])).toBe(0)
    expect(rendu([ligne(100_000), avoir('formation', 'F1')], '2026-06-01')).toBe(0)
    expect(rendu([ligne(100_000), avoir('hors-formation', 'F1')])).toBe(5_000)
  })

  it('le taux payé par une facture d’avant est celui des lignes qui ont contribué, et du genre que l’avoir diminue', () => {
    const c = compte({
      reglage: { ...reglageParDefaut, naturesExclues: ['annexe'] },
      baremes: [bareme(), bareme({ id: id(2), assiette: 'marge-formation', taux: 120_000 })],
      lignes: [
        ligne(100_000),
        ligne(300_000, { nature: 'annexe' }),
        ligne(100_000, { nature: 'hors-formation' }),
      ],
    })
    const taux = (genre: string) => tauxPayes(c, 'F1', genre).get('Contribution coopérative')
    expect([taux('formation'), taux('autre'), taux('exclu'), taux('bilan')]).toEqual([
      120_000, 100_000, 0, 110_000,
    ])
  })
})

it('ce qu’une enseigne a convenu l’emporte, de son premier jour, même sur un barème commun plus récent', () => {
  const [commun, propre, neuf] = [
    bareme(),
    bareme({ id: id(2), propre: true, depuis: '2026-03-01' }),
    bareme({ id: id(3), depuis: '2026-07-01' }),
  ]
  expect(baremesValables([commun, propre, neuf])).toEqual([commun, propre])
  expect(baremesValables([commun, neuf])).toEqual([commun, neuf])
})

it('un compte va au plus long préfixe qui le nomme : 421 vient, 42 est là', () => {
  const e = (compte: string, debit: number, credit = 0) => ({ compte, debit, credit })
  expect(
    tresorerie(
      [
        e('512', 500_000),
        e('401', 0, 60_000),
        e('431', 0, 20_000),
        e('4211', 0, 90_000),
        e('411', 30_000),
        e('706', 0, 9),
      ],
      reglageParDefaut,
    ),
  ).toEqual({ reference: 420_000, aVenir: -60_000 })
})

it('des tranches s’écrivent une par ligne, et ne se lisent pas de travers', () => {
  expect(lireTranches('30 000 : 11,5\n60000 €: 10,5 %\nau-delà : 7,5')).toEqual({
    seuils: [3_000_000, 6_000_000],
    taux: [115_000, 105_000, 75_000],
  })
  expect(lireTranches('13,5')).toEqual({ seuils: [], taux: [135_000] })
  for (const faux of [
    '',
    '30000 : 11,5',
    '60000 : 1\n30000 : 2\n3',
    'au-delà : 1\n2',
    '101',
    'dix',
    '0 : 1\n2',
    '1,23456',
  ])
    expect(lireTranches(faux), faux).toBeUndefined()
})

it('des préfixes de comptes se séparent d’une espace, d’une virgule', () => {
  expect([
    lirePrefixes('5 40, 421;5'),
    lirePrefixes(''),
    lirePrefixes('abc'),
    lirePrefixes("4' or 1"),
  ]).toEqual([['5', '40', '421'], [], undefined, undefined])
})

it('chaque mois de l’exercice a sa ligne, à cheval sur deux années', () => {
  const m = parMois(
    { debut: '2026-09-01' as DateCivile, fin: '2027-08-31' as DateCivile },
    [
      { le: '2026-09-02', montant: 5 },
      { le: '2026-09-30', montant: -2 },
    ],
    [{ le: '2027-01-09', montant: 7 }],
  )
  expect([m.length, m[0], m[4]]).toEqual([
    12,
    { mois: '2026-09', facture: 3, prevu: 0 },
    { mois: '2027-01', facture: 0, prevu: 7 },
  ])
})
