import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dateCivile } from '#kernel/dates.ts'
import { centimes } from '#kernel/montant.ts'
import { dispositifs, type LigneFinancement, listeDispositifs } from './dossier.ts'
import {
  accordAvantDebut,
  alertesFinancement,
  financeurAttendu,
  resteDu,
  verifierFinancement,
} from './financement.ts'

const ligne = (l: Partial<LigneFinancement> = {}): LigneFinancement => ({
  payeur: { genre: 'entreprise', financeur: null, estOf: false },
  dispositif: 'entreprise',
  montant: centimes(100_000),
  subrogation: false,
  accordLe: null,
  ...l,
})
const opco = { genre: 'entreprise', financeur: 'opco', estOf: false } as const
const codes = (
  lignes: LigneFinancement[],
  acheteur: 'entreprise' | 'personne' | 'organisme-formation' = 'entreprise',
) => verifierFinancement(lignes, { prix: centimes(100_000), acheteur }).map((r) => r.code)

describe('qui paie', () => {
  it('les dix-huit lignes du cadre C sont là, et ce qui n’en est pas', () => {
    const lignes = Object.values(dispositifs).map((d) => d.ligne)
    expect(lignes.filter((l) => l !== null)).toEqual([
      '1',
      '2a',
      '2b',
      '2c',
      '2d',
      '2e',
      '2f',
      '2g',
      '2h',
      '3',
      '4',
      '5',
      '6',
      '7',
      '8',
      '9',
      '10',
      '11',
    ])
    expect(lignes).toHaveLength(19)
  })
  it.each([
    ['l’entreprise paie tout', [ligne()], 'entreprise', []],
    [
      'l’OPCO paie, subrogé',
      [ligne({ dispositif: 'opco-plan', payeur: opco, subrogation: true })],
      'entreprise',
      [],
    ],
    ['l’OPCO n’est pas un OPCO', [ligne({ dispositif: 'opco-plan' })], 'entreprise', ['payeur-incoherent']],
    [
      'une personne ne paie pas au titre de l’entreprise',
      [ligne({ payeur: { genre: 'personne' } })],
      'entreprise',
      ['payeur-incoherent'],
    ],
    [
      'une entreprise ne se subroge pas à elle-même',
      [ligne({ subrogation: true })],
      'entreprise',
      ['subrogation-impossible'],
    ],
    ['il manque un centime', [ligne({ montant: centimes(99_999) })], 'entreprise', ['somme-differente']],
    ['une ligne sans montant', [ligne(), ligne({ montant: centimes(0) })], 'entreprise', ['montant-nul']],
    [
      'un autre organisme, dans un dossier d’entreprise',
      [ligne({ dispositif: 'autre-of', payeur: { genre: 'entreprise', financeur: null, estOf: true } })],
      'entreprise',
      ['sous-traitance-melee'],
    ],
    ['le donneur d’ordre paie tout', [ligne()], 'organisme-formation', ['sous-traitance-melee']],
    [
      'le donneur d’ordre',
      [ligne({ dispositif: 'autre-of', payeur: { genre: 'entreprise', financeur: null, estOf: true } })],
      'organisme-formation',
      [],
    ],
  ] as const)('%s', (_nom, lignes, acheteur, attendus) => {
    expect(codes([...lignes], acheteur)).toEqual(attendus)
  })
  it('accepte exactement quand la somme des parts est le prix, au centime', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 200_000 }), { minLength: 1, maxLength: 6 }),
        fc.integer({ min: -2, max: 2 }),
        (parts, ecart) => {
          const prix = centimes(Math.max(0, parts.reduce((a, b) => a + b, 0) + ecart))
          const refus = verifierFinancement(
            parts.map((p) => ligne({ montant: centimes(p) })),
            { prix, acheteur: 'entreprise' },
          )
          expect(refus.length === 0).toBe(ecart === 0)
        },
      ),
    )
  })
  it('chaque dispositif a un payeur qui convient, et refuse une personne s’il n’est pas le sien', () => {
    for (const d of listeDispositifs.filter((x) => x !== 'autre-of')) {
      const attendu = financeurAttendu[d]
      const moral = { genre: 'entreprise', financeur: attendu, estOf: false } as const
      const bon = d === 'particulier' ? ({ genre: 'personne' } as const) : moral
      expect(codes([ligne({ dispositif: d, payeur: bon })])).toEqual([])
      if (!['particulier', 'autre-formation', 'hors-formation'].includes(d))
        expect(codes([ligne({ dispositif: d, payeur: { genre: 'personne' } })])).toEqual([
          'payeur-incoherent',
        ])
    }
  })
  it('prévient d’un accord absent ou tardif, et d’un OPCO sans subrogation', () => {
    const debut = dateCivile('2027-04-05') ?? null
    const alerte = (l: Partial<LigneFinancement>) =>
      alertesFinancement([ligne({ dispositif: 'opco-plan', payeur: opco, ...l })], debut).map((a) => a.code)
    expect(alerte({ subrogation: true, accordLe: dateCivile('2027-04-04') ?? null })).toEqual([])
    expect(alerte({ subrogation: true, accordLe: debut })).toEqual(['accord-tardif'])
    expect(alerte({})).toEqual(['sans-subrogation', 'accord-absent'])
    expect(alertesFinancement([ligne()], debut)).toEqual([])
  })
})

describe('l’accord du financeur avant le début', () => {
  const d = (t: string) => dateCivile(t) ?? null
  const debut = d('2026-12-07')
  const paie = (accord: string | null) =>
    ligne({ payeur: opco, dispositif: 'opco-plan', accordLe: accord ? d(accord) : null })
  it.each([
    ['sans financeur qui en donne, rien à attendre', [ligne()], true],
    ['donné avant', [paie('2026-12-06')], true],
    ['donné le jour même : trop tard', [paie('2026-12-07')], false],
    ['un à temps, un tardif', [paie('2026-12-01'), paie('2026-12-20')], false],
    ['pas noté : on n’en sait rien', [paie(null)], undefined],
    ['un à temps, un pas noté', [paie('2026-12-01'), paie(null)], undefined],
  ] as const)('%s', (_titre, lignes, attendu) => {
    expect(accordAvantDebut(lignes, debut)).toBe(attendu)
  })
  it('sans début posé, rien ne se compare', () => {
    expect(accordAvantDebut([paie('2026-12-01')], null)).toBeUndefined()
    expect(accordAvantDebut([ligne()], null)).toBe(true)
  })
})

describe('le plafond d’heures', () => {
  it('se dit quand il est sous les heures prévues, et alors seulement', () => {
    const avec = (minutes: number) =>
      alertesFinancement([ligne({ minutes })], null, 840).map((a) => [a.code, a.phrase])
    expect(avec(840)).toEqual([])
    expect(avec(600)).toEqual([['plafond-depasse', expect.stringMatching(/10\sh accordées.*14\sh prévues/)]])
  })
})

describe('ce qui reste à payer', () => {
  const dit = (...n: (number | undefined)[]) =>
    n.map((m) => ({ montant: m === undefined ? undefined : centimes(m) }))
  it.each<[string, (number | undefined)[], number | undefined]>([
    ['sans ligne, l’acheteur paie tout', [], undefined],
    ['la part de l’OPCO sous le prix laisse un reste', [70_000], 30_000],
    ['une ligne sans montant prend le reste', [70_000, undefined], undefined],
    ['les parts font le prix', [70_000, 30_000], undefined],
    ['les parts le dépassent : rien à proposer', [120_000], undefined],
  ])('%s', (_, lignes, attendu) => {
    expect(resteDu(dit(...lignes), centimes(100_000))).toBe(attendu)
  })
})
