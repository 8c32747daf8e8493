import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Id } from '#kernel/id.ts'
import { centimes, somme } from '#kernel/montant.ts'
import {
  type DejaFacture,
  duAujourdhui,
  payeSurLaPlateforme,
  periodeAFacturer,
  proposerLignes,
  type SuiviDe,
} from './proposer.ts'

const qui = (n: number, suivi: number, prevu = 840): SuiviDe => ({
  inscription: `i${n}` as Id<'Inscription'>,
  nom: `Stagiaire ${n}`,
  prevu,
  suivi,
})
const part = { montant: centimes(240_000), minutes: null, inscription: null }
const vierge: DejaFacture = { formation: centimes(0), minutes: new Map(), acomptes: [] }
const proposer = (gens: readonly SuiviDe[], deja: DejaFacture = vierge, p: typeof part = part) =>
  proposerLignes({ intitule: 'Anglais', part: p, gens, deja, absences: 'prorata', taux: 0 })

describe('ce qui reste à facturer', () => {
  it('tout suivi, la part entière, sur une ligne', () => {
    const lignes = proposer([qui(1, 840), qui(2, 840)])
    expect(lignes).toHaveLength(1)
    expect(lignes[0]).toMatchObject({ montant: 240_000, nature: 'formation' })
    expect(lignes[0]?.heures.map((h) => h.minutes)).toEqual([840, 840])
  })
  it('une absence ne se facture pas : les heures suivies, à chacun les siennes', () => {
    const lignes = proposer([qui(1, 840), qui(2, 420)])
    expect(somme(lignes.map((l) => l.montant))).toBe(180_000)
    expect(lignes.map((l) => [l.montant, l.inscription])).toEqual([
      [120_000, 'i1'],
      [60_000, 'i2'],
    ])
  })
  it('qui n’est jamais venu n’est pas sur la facture', () => {
    expect(proposer([qui(1, 840), qui(2, 0)]).flatMap((l) => l.heures.map((h) => h.inscription))).toEqual([
      'i1',
    ])
  })
  it('le plafond accordé par le payeur borne ses heures et sa part', () => {
    const [l] = proposer([qui(1, 700)], vierge, { ...part, minutes: 600 as never })
    expect(l).toMatchObject({ montant: 240_000 })
    expect(l?.heures).toEqual([{ inscription: 'i1', minutes: 600 }])
  })
  it('qui suit plus que convenu a ses heures, celles du certificat, pour le même prix', () => {
    const [l] = proposer([qui(1, 435, 405)])
    expect(l).toMatchObject({ montant: 240_000 })
    expect(l?.heures).toEqual([{ inscription: 'i1', minutes: 435 }])
    expect(l?.libelle).toMatch(/7\sh\s15 suivies/)
    // L’un dépasse, l’autre manque : les heures de l’un ne paient pas l’absence de l’autre.
    expect(somme(proposer([qui(1, 500, 400), qui(2, 200, 400)]).map((x) => x.montant))).toBe(180_000)
  })
  it('ce qui est déjà facturé ne l’est pas deux fois', () => {
    const deja = { ...vierge, formation: centimes(60_000), minutes: new Map([['i1', 420]]) }
    const lignes = proposer([qui(1, 840), qui(2, 420)], deja)
    expect(somme(lignes.map((l) => l.montant))).toBe(120_000)
    expect(lignes.flatMap((l) => l.heures)).toEqual([
      { inscription: 'i1', minutes: 420 },
      { inscription: 'i2', minutes: 420 },
    ])
    expect(proposer([qui(1, 420)], { ...deja, formation: centimes(120_000) })).toEqual([])
  })
  it('un acompte se déduit, à son taux, sans passer sous zéro', () => {
    const acompte = (reste: number) => [
      { id: 'a' as Id<'Facture'>, numero: 'FA-1', reste: centimes(reste), taux: 2000 },
    ]
    expect(proposer([qui(1, 840)], { ...vierge, acomptes: acompte(72_000) }).at(-1)).toMatchObject({
      nature: 'acompte',
      montant: -72_000,
      taux: 2000,
    })
    expect(
      somme(proposer([qui(1, 420)], { ...vierge, acomptes: acompte(200_000) }).map((l) => l.montant)),
    ).toBe(0)
  })

  const gens = fc.array(
    fc.record({
      prevu: fc.integer({ min: 60, max: 2_000 }),
      part: fc.double({ min: 0, max: 1, noNaN: true }),
    }),
    { minLength: 1, maxLength: 12 },
  )
  it('jamais plus que la part ni que les heures, et la part exacte quand tout est suivi', () => {
    fc.assert(
      fc.property(gens, fc.integer({ min: 1, max: 5_000_000 }), (liste, prix) => {
        const p = { ...part, montant: centimes(prix) }
        const suivis = liste.map((x, i) => qui(i, Math.floor(x.prevu * x.part), x.prevu))
        const lignes = proposer(suivis, vierge, p)
        const total = somme(lignes.map((l) => l.montant))
        expect(total).toBeLessThanOrEqual(prix)
        expect(total).toBe(lignes.length === 0 ? 0 : duAujourdhui(p, suivis, 'prorata'))
        for (const h of lignes.flatMap((l) => l.heures))
          expect(h.minutes).toBeLessThanOrEqual(
            suivis.find((s) => s.inscription === h.inscription)?.suivi ?? 0,
          )
        const complets = liste.map((x, i) => qui(i, x.prevu, x.prevu))
        expect(somme(proposer(complets, vierge, p).map((l) => l.montant))).toBe(prix)
      }),
    )
  })
  it('facturée en plusieurs fois, une part fait le même total qu’en une', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 100, max: 5_000_000 }),
        fc.integer({ min: 1, max: 839 }),
        fc.integer({ min: 2, max: 6 }),
        (prix, avant, n) => {
          const p = { ...part, montant: centimes(prix) }
          const debut = proposer(
            Array.from({ length: n }, (_, i) => qui(i, avant)),
            vierge,
            p,
          )
          const deja = {
            ...vierge,
            formation: somme(debut.map((l) => l.montant)),
            minutes: new Map(
              debut.flatMap((l) => l.heures.map((h) => [h.inscription as string, h.minutes] as const)),
            ),
          }
          const suite = proposer(
            Array.from({ length: n }, (_, i) => qui(i, 840)),
            deja,
            p,
          )
          expect(deja.formation + somme(suite.map((l) => l.montant))).toBe(prix)
        },
      ),
    )
  })
  it('les parts de plusieurs payeurs font le prix', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 900_000 }), { minLength: 1, maxLength: 6 }), (parts) => {
        const suivis = [qui(1, 840), qui(2, 840), qui(3, 840)]
        const factures = parts.map((m) =>
          somme(proposer(suivis, vierge, { ...part, montant: centimes(m) }).map((l) => l.montant)),
        )
        expect(somme(factures)).toBe(parts.reduce((a, b) => a + b, 0))
      }),
    )
  })
})

describe('les jours que sert une facture', () => {
  const jours = ['2026-08-27', '2026-08-28', '2026-09-03'] as never
  const lu = (jusquau: string | null, le: string) => periodeAFacturer(jours, jusquau as never, le as never)
  it('de la première demi-journée à la dernière passée', () => {
    expect(lu(null, '2026-08-30')).toEqual({ du: '2026-08-27', au: '2026-08-28' })
    expect(lu(null, '2026-12-01')).toEqual({ du: '2026-08-27', au: '2026-09-03' })
    expect(lu(null, '2026-08-01')).toEqual({ du: '2026-08-27', au: '2026-08-27' })
    expect(periodeAFacturer([], null, '2026-08-30' as never)).toBeNull()
  })
  it('une seconde facture commence après la première ; sans jour neuf, elle dit toute l’action', () => {
    expect(lu('2026-08-28', '2026-12-01')).toEqual({ du: '2026-09-03', au: '2026-09-03' })
    expect(lu('2026-08-28', '2026-08-30')).toEqual({ du: '2026-08-27', au: '2026-08-28' })
    expect(lu('2026-09-03', '2026-12-01')).toEqual({ du: '2026-08-27', au: '2026-09-03' })
  })
})

it('la participation d’une personne à son action CPF se paie sur la plateforme, avec la part de la Caisse', () => {
  const [cdc, elle, patron] = [
    { dispositif: 'cdc-cpf' },
    { dispositif: 'particulier' },
    { dispositif: 'entreprise' },
  ] as const
  expect([cdc, elle, patron].map((l) => payeSurLaPlateforme(l, [cdc, elle, patron]))).toEqual([
    true,
    true,
    false,
  ])
  expect(payeSurLaPlateforme(elle, [elle, patron])).toBe(false)
})
