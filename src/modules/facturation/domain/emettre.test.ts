import { describe, expect, it } from 'vitest'
import type { DateCivile } from '#kernel/dates.ts'
import type { Id } from '#kernel/id.ts'
import { centimes } from '#kernel/montant.ts'
import { refus } from '#kernel/refus.ts'
import { type FaitsDEmission, refusDEmission } from './emettre.ts'
import type { LigneDeFacture } from './facture.ts'

const jour = (t: string) => t as DateCivile
const ligne = (traits: Partial<LigneDeFacture> = {}): LigneDeFacture => ({
  nature: 'formation',
  libelle: 'Anglais',
  inscription: null,
  acompte: null,
  quantite: 1000,
  unite: 'forfait',
  prix: centimes(100_000),
  montant: centimes(100_000),
  taux: 0,
  heures: [{ inscription: 'i1' as Id<'Inscription'>, minutes: 840 }],
  ...traits,
})
const juste = (traits: Partial<FaitsDEmission> = {}): FaitsDEmission => ({
  genre: 'facture',
  lignes: [ligne()],
  source: 'opco-plan',
  subrogation: true,
  periode: { du: jour('2026-11-17'), au: jour('2026-11-18') },
  le: jour('2026-11-24'),
  tva: { regime: 'exonere', taux: 0, texte: 'Exonération' },
  tvaCouverte: true,
  heures: new Map([
    ['i1', { nom: 'Agathe', suivies: 840, facturees: 0, certifiees: Number.POSITIVE_INFINITY }],
  ]),
  part: { convenue: centimes(100_000), facturee: centimes(0) },
  payeur: { nom: 'Opco', adresse: true, morale: true, siren: true },
  dossier: { retracte: false, encaissement: undefined },
  reglages: [],
  ...traits,
})
const heures = (traits: object) =>
  new Map([
    ['i1', { nom: 'Agathe', suivies: 840, facturees: 0, certifiees: Number.POSITIVE_INFINITY, ...traits }],
  ])

describe('émettre', () => {
  it('part quand tout y est', () => expect(refusDEmission(juste())).toEqual([]))

  it('à qui exige un engagement, un code de service sur Chorus Pro, attend l’un et l’autre', () => {
    expect(refusDEmission(juste({ sansEngagement: true, sansService: true })).map((r) => r.code)).toEqual([
      'engagement-absent',
      'service-absent',
    ])
    expect(refusDEmission(juste({ sansEngagement: false, sansService: false }))).toEqual([])
  })

  it('part à une association sans SIREN, et à une entreprise d’un autre pays, avec les frais d’une action à leur taux', () => {
    const payeur = { nom: 'Asso', adresse: true, morale: true, siren: false, sansSiren: true }
    expect(refusDEmission(juste({ payeur }))).toEqual([])
    const conseil = [ligne({ nature: 'hors-formation', heures: [] })]
    for (const qui of [
      { preneur: 'union', tvaIntra: true },
      { preneur: 'ailleurs', tvaIntra: false },
    ] as const)
      expect(
        refusDEmission(juste({ dossier: null, lignes: conseil, payeur: { ...payeur, ...qui } })),
      ).toEqual([])
    const repas = ligne({ nature: 'annexe', heures: [], taux: 1000 })
    expect(refusDEmission(juste({ lignes: [ligne(), repas] }))).toEqual([])
  })

  // Chaque fait fautif, seul : un refus, et celui-là.
  it.each([
    ['sans-ligne', { lignes: [] }],
    ['formation-sans-dossier', { dossier: null }],
    ['total-negatif', { lignes: [ligne({ montant: centimes(-1), heures: [] })] }],
    [
      'base-negative',
      {
        lignes: [
          ligne(),
          ligne({ nature: 'hors-formation', taux: 2000, montant: centimes(-750), heures: [] }),
        ],
      },
    ],
    ['total-nul', { lignes: [ligne({ montant: centimes(0) })] }],
    ['part-depassee', { part: { convenue: centimes(99_999), facturee: centimes(0) } }],
    ['part-depassee', { part: { convenue: centimes(150_000), facturee: centimes(50_001) } }],
    ['periode-absente', { periode: null }],
    [
      'periode-absente',
      { periode: null, lignes: [ligne({ nature: 'hors-formation', taux: 2000, heures: [] })] },
    ],
    ['avant-realisation', { periode: { du: jour('2026-11-17'), au: jour('2026-11-25') } }],
    ['heures-depassees', { heures: heures({ suivies: 839 }) }],
    ['heures-depassees', { heures: heures({ facturees: 1 }) }],
    ['heures-sans-personne', { heures: new Map() }],
    ['certificat-absent', { heures: heures({ certifiees: 0 }) }],
    ['certificat-absent', { heures: heures({ certifiees: 839 }) }],
    ['exoneration-non-couverte', { tvaCouverte: false }],
    ['regime-a-dire', { tva: { regime: 'a-dire', taux: 0 } }],
    [
      'tva-intra-absente',
      {
        dossier: null,
        lignes: [ligne({ nature: 'hors-formation', heures: [] })],
        payeur: {
          nom: 'Atelier',
          adresse: true,
          morale: true,
          siren: false,
          sansSiren: true,
          preneur: 'union',
        },
      },
    ],
    ['taux-inattendu', { dossier: null, lignes: [ligne({ nature: 'annexe', heures: [], taux: 0 })] }],
    ['taux-inattendu', { lignes: [ligne({ taux: 2000 })] }],
    ['taux-inattendu', { lignes: [ligne(), ligne({ nature: 'hors-formation', heures: [], taux: 0 })] }],
    ['adresse-absente', { payeur: { nom: 'Opco', adresse: false, morale: true, siren: true } }],
    ['siren-absent', { payeur: { nom: 'Opco', adresse: true, morale: true, siren: false } }],
    ['iban-absent', { reglages: ['iban'] }],
    ['greffe-absent', { reglages: ['greffe'] }],
    ['coordonnees-absentes', { reglages: ['coordonnees'] }],
    ['cpf', { source: 'cdc-cpf' }],
    ['reference-absente', { sansReference: true }],
    ['retracte', { dossier: { retracte: true, encaissement: undefined } }],
    [
      'delai-en-cours',
      { dossier: { retracte: false, encaissement: refus('delai-en-cours', 'Le délai court.') } },
    ],
  ] as const)('%s', (code, traits) =>
    expect(refusDEmission(juste(traits as Partial<FaitsDEmission>)).map((r) => r.code)).toEqual([code]),
  )

  it('une facture mêlée dont une ligne n’a pas son taux se refuse, et dit pourquoi', () => {
    const [refus, ...autres] = refusDEmission(
      juste({ lignes: [ligne(), ligne({ nature: 'hors-formation', heures: [], taux: 0 })] }),
    )
    expect([refus?.code, autres]).toEqual(['taux-inattendu', []])
    expect(refus?.phrase).toMatch(
      /la formation a le sien, le conseil et la location restent taxés, et des frais sans formation aussi/,
    )
  })

  it('part sur les certificats de période qui disent toutes ses heures', () =>
    expect(refusDEmission(juste({ heures: heures({ certifiees: 840 }) }))).toEqual([]))

  it('un employeur paie sans certificat, une personne sans SIREN', () => {
    expect(refusDEmission(juste({ source: 'entreprise', heures: heures({ certifiees: 0 }) }))).toEqual([])
    expect(
      refusDEmission(
        juste({
          source: 'particulier',
          payeur: { nom: 'Lucas', adresse: true, morale: false, siren: false },
        }),
      ),
    ).toEqual([])
  })
  it('un acompte n’attend ni période ni heures ; un conseil, mêlé à la formation, garde son taux', () => {
    expect(
      refusDEmission(
        juste({ genre: 'acompte', periode: null, lignes: [ligne({ nature: 'acompte', heures: [] })] }),
      ),
    ).toEqual([])
    expect(
      refusDEmission(
        juste({ lignes: [ligne(), ligne({ nature: 'hors-formation', taux: 2000, heures: [] })] }),
      ),
    ).toEqual([])
  })
  it('un acompte se déduit au taux qu’il a payé, une remise d’un même taux se déduit de sa ligne', () => {
    const conseil = { nature: 'hors-formation', taux: 2000, heures: [] } as const
    expect(
      refusDEmission(
        juste({
          lignes: [
            ligne(),
            ligne({
              nature: 'acompte',
              taux: 2000,
              montant: centimes(-30_000),
              heures: [],
              acompte: 'a1' as Id<'Facture'>,
            }),
            ligne(conseil),
            ligne({ ...conseil, montant: centimes(-10_000) }),
          ],
        }),
      ),
    ).toEqual([])
  })
  it('un dédit ne compte pas dans la part du financeur', () => {
    expect(refusDEmission(juste({ lignes: [ligne(), ligne({ nature: 'dedit', heures: [] })] }))).toEqual([])
  })
})
