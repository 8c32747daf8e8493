/** Les factures que nous écrivons, tirées au hasard de tous les régimes et de tous les payeurs, face au schéma, à nos règles et aux schématrons. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { centimes } from '#kernel/montant.ts'
import { lireOctetsXml } from '#platform/xml/lire-xml.ts'
import { lireCii } from '../../lecture/lire-cii.ts'
import { fautesDeSchema } from '../../lecture/valider-schema.ts'
import { exemple } from '../../test/exemple-electronique.ts'
import { jouer } from '../../test/schematrons.ts'
import { totaliser } from '../totaux.ts'
import type { FactureAEcrire, LigneAEcrire, MotifSansTaxe } from './a-ecrire.ts'
import { ecrireCii } from './ecrire-cii.ts'
import { reglesRompues } from './verifier.ts'

/** Vingt dans `npm test` ; `COFORME_FACTURES=300` pour la preuve entière. */
const combien = Number(process.env.COFORME_FACTURES ?? 20)

const ecrire = (f: FactureAEcrire): string => {
  const r = ecrireCii(f)
  if (!r.ok) throw new Error(JSON.stringify(r.error))
  return r.value
}
const juger = (xml: string) => {
  const lu = lireOctetsXml(Buffer.from(xml))
  if (!lu.ok) throw new Error(lu.error.phrase)
  const facture = lireCii(lu.value)
  return { facture, regles: reglesRompues(facture), schema: fautesDeSchema(Buffer.from(xml), 'en16931') }
}

const regimes = ['exonere', 'taxe', 'franchise', 'mixte', 'autoliquide', 'export', 'dedit'] as const
type Regime = (typeof regimes)[number]
const sansTaxe: Readonly<Record<Regime, MotifSansTaxe | undefined>> = {
  exonere: 'formation',
  mixte: 'formation',
  franchise: 'franchise',
  autoliquide: 'autoliquidation',
  export: 'exportation',
  dedit: 'hors-champ',
  taxe: undefined,
}
const libelle = fc.string({ minLength: 1, maxLength: 60, unit: 'grapheme' }).map((t) => `Formation ${t}`)

const ligneArb = (regime: Regime, negative: boolean): fc.Arbitrary<LigneAEcrire> =>
  fc
    .record({
      libelle,
      quantite: fc.integer({ min: 1, max: 400 }).map((n) => n * 250),
      unite: fc.constantFrom('heure', 'jour', 'forfait', 'unite', 'stagiaire'),
      prix: fc.integer({ min: 1, max: 500_000 }),
      taxee: fc.boolean(),
      taux: fc.constantFrom(2000, 1000, 550, 210),
    })
    .map(({ taxee, taux, ...l }) => {
      const motif = regime === 'mixte' && taxee ? undefined : sansTaxe[regime]
      const m = Math.round((l.quantite * l.prix) / 1000) * (negative ? -1 : 1)
      return { ...l, montant: m, taux: motif ? 0 : taux, ...(motif ? { sansTaxe: motif } : {}) }
    })

const payeurs = ['entreprise', 'opco', 'public', 'particulier', 'etranger'] as const

const factureArb: fc.Arbitrary<FactureAEcrire> = fc
  .record({
    regime: fc.constantFrom(...regimes),
    genre: fc.constantFrom('facture', 'acompte', 'avoir'),
    payeur: fc.constantFrom(...payeurs),
    payee: fc.boolean(),
    avecAcompte: fc.boolean(),
    moyen: fc.constantFrom('virement', 'cheque', 'carte', 'prelevement', 'especes', 'autre'),
    nature: fc.constantFrom('services', 'biens', 'mixte'),
    debits: fc.boolean(),
    sansTva: fc.boolean(),
    delai: fc.integer({ min: 0, max: 60 }),
    n: fc.integer({ min: 1, max: 99_999 }),
  })
  .chain((t) =>
    fc
      .record({
        lignes: fc.array(ligneArb(t.regime, false), { minLength: 1, maxLength: 6 }),
        deduite: ligneArb(t.regime, true),
      })
      .map(({ lignes, deduite }): FactureAEcrire => {
        const hors = t.regime === 'autoliquide' || t.regime === 'export'
        const payeur = hors ? 'etranger' : t.payeur
        const base = totaliser(lignes.map((l) => ({ montant: centimes(l.montant), taux: l.taux })))
        const acompte = t.avecAcompte && t.genre === 'facture'
        // Un acompte se déduit au taux qu’il a payé, et pas au-delà de ce que ce taux fait.
        const [plusForte] = base.parTaux.toSorted((a, b) => b.base - a.base)
        const modele = lignes.find((l) => l.taux === plusForte?.taux) ?? deduite
        const montant = -Math.min(Math.abs(deduite.montant), plusForte?.base ?? 0)
        const toutes: LigneAEcrire[] = acompte
          ? [
              ...lignes,
              {
                ...modele,
                libelle: 'Acompte déduit',
                quantite: 1000,
                unite: 'forfait',
                prix: -montant,
                montant,
              },
            ]
          : lignes
        const { ht, tva, ttc } = totaliser(
          toutes.map((l) => ({ montant: centimes(l.montant), taux: l.taux })),
        )
        const pro = payeur !== 'particulier'
        const jourDe = (j: number) => new Date(Date.UTC(2026, 9, 1 + j)).toISOString().slice(0, 10)
        return {
          numero: `${t.genre === 'avoir' ? 'AVR' : 'FA'}-2026-${String(t.n).padStart(5, '0')}`,
          genre: t.genre,
          emiseLe: jourDe(30),
          ...(t.genre === 'avoir' ? {} : { echeance: jourDe(30 + t.delai) }),
          ...(t.genre === 'acompte' ? {} : { periode: { du: jourDe(0), au: jourDe(20) } }),
          vendeur: {
            nom: 'Langue & Lien',
            siren: '999120470',
            siret: '99912047000011',
            ...(t.sansTva && t.regime !== 'export' ? {} : { tva: 'FR21 999120470' }),
            adresse: {
              lignes: ['16 rue des Passerelles'],
              codePostal: '38130',
              ville: 'Échirolles',
              pays: 'FR',
            },
            forme: 'Société coopérative de production, capital variable',
            rcs: 'Grenoble 999 120 470',
          },
          acheteur: {
            nom: pro ? 'Ateliers « Belledonne » <& fils>' : 'Soraya Amrani',
            professionnel: pro,
            ...(pro && payeur !== 'etranger' ? { siren: '999381650', siret: '99938165000013' } : {}),
            ...(payeur === 'etranger' ? { tva: 'BE0999381650' } : {}),
            ...(pro && payeur !== 'etranger'
              ? {}
              : { adresseElectronique: { schema: 'EM', id: 'factures@exemple.test' } }),
            ...(payeur === 'public' ? { reference: 'SERVICE-12' } : {}),
            adresse: {
              lignes: ['3 chemin des Forges', 'Bâtiment B', 'Étage 2', 'Porte 4'],
              codePostal: '38190',
              ville: 'Villard-Bonnot',
              pays: payeur === 'etranger' ? 'BE' : 'FR',
            },
          },
          ...(payeur === 'opco'
            ? { pourLeCompteDe: { nom: 'Ateliers Belledonne', siren: '999381650' }, accord: '26-88310' }
            : {}),
          contrat: 'CV-2026-0147',
          ...(payeur === 'public' ? { commande: 'BC-4471' } : {}),
          nature: t.nature,
          lignes: toutes,
          ...(acompte ? { acomptes: [{ numero: 'FA-2026-00001', emiseLe: jourDe(0) }] } : {}),
          ...(t.genre === 'avoir'
            ? {
                corrige: { numero: 'FA-2026-00002', emiseLe: jourDe(10), motif: 'Une demi-journée de trop.' },
              }
            : {}),
          ...(t.payee && t.genre === 'facture' && ttc > 0 ? { payeeLe: jourDe(12) } : {}),
          debits: t.debits,
          ...(t.genre === 'avoir'
            ? {}
            : {
                reglement: {
                  moyen: t.moyen,
                  iban: 'FR76 9999 9000 0112 0470 0001 195',
                  bic: 'AGRIFRPP999',
                  titulaire: 'Langue & Lien',
                  escompte: 'aucun pour paiement anticipé',
                  ...(pro ? { penalites: 'trois fois le taux d’intérêt légal', indemnite: 4000 } : {}),
                },
              }),
          totaux: { ht, tva, ttc },
        }
      }),
  )

describe('une facture écrite', () => {
  it('dit ce que le papier dit', () =>
    expect(juger(ecrire(exemple)).facture).toMatchObject({
      numero: 'FA-2026-0031',
      date: '2026-11-20',
      type: '380',
      cadre: 'S1',
      echeance: '2026-12-20',
      vendeur: { nom: 'Langue & Lien', adresses: [{ schema: '0225', id: '999120470' }] },
      acheteur: { legal: { schema: '0002', id: '999381650' } },
      ventilation: [{ categorie: 'E', taux: '0.00', codeMotif: 'VATEX-FR-CGI261-4' }],
      lignes: [{ quantite: '14', unite: 'HUR', prixNet: '100.00', montant: '1400.00' }],
      totaux: { ht: '1400.00', ttc: '1400.00', net: '1400.00' },
    }))
  it('suit le schéma, tient à nos règles et aux trois schématrons officiels, quel que soit le régime ou le payeur', {
    timeout: 3_600_000,
  }, () => {
    fc.assert(
      fc.property(factureArb, (f) => {
        const xml = ecrire(f)
        const { regles, schema, facture } = juger(xml)
        expect({
          schema,
          regles,
          en: jouer('en', xml),
          fx: jouer('fx', xml),
          fr: jouer('fr', xml),
        }).toEqual({ schema: [], regles: [], en: [], fx: [], fr: [] })
        expect(facture.lignes.map((l) => l.nom)).toEqual(f.lignes.map((l) => l.libelle.trim()))
      }),
      { numRuns: combien },
    )
  })
})

describe('ce que la norme demande et que le dossier n’a pas', () => {
  const { vendeur, acheteur, reglement } = exemple
  const sans = <T extends object>(o: T, c: keyof T): T => {
    const { [c]: _, ...reste } = o
    return reste as T
  }
  it.each<readonly [string, FactureAEcrire]>([
    ['numero', { ...exemple, numero: 'FA 2026' }],
    ['vendeur.siren', { ...exemple, vendeur: { ...vendeur, siren: '12' } }],
    ['vendeur.tva', { ...exemple, vendeur: { ...vendeur, tva: '21999' } }],
    ['vendeur.adresse', { ...exemple, vendeur: { ...vendeur, adresse: { ...vendeur.adresse, ville: '' } } }],
    ['acheteur.nom', { ...exemple, acheteur: { ...acheteur, nom: ' ' } }],
    [
      'acheteur.siren',
      {
        ...exemple,
        acheteur: { ...sans(acheteur, 'siren'), adresseElectronique: { schema: '0225', id: '1' } },
      },
    ],
    ['acheteur.siret', { ...exemple, acheteur: { ...acheteur, siret: '11111111100001' } }],
    [
      'acheteur.adresse.pays',
      {
        ...exemple,
        acheteur: { ...acheteur, professionnel: false, adresse: { ...acheteur.adresse, pays: '' } },
      },
    ],
    [
      'acheteur.adresseElectronique',
      { ...exemple, acheteur: { ...sans(acheteur, 'siren'), professionnel: false } },
    ],
    [
      'acheteur.adresseElectronique',
      { ...exemple, acheteur: { ...acheteur, adresseElectronique: { schema: 'EM', id: 'a@b.test' } } },
    ],
    ['emiseLe', { ...exemple, emiseLe: '2026-02-30' }],
    ['echeance', { ...exemple, echeance: '2026-11-01' }],
    ['periode', { ...exemple, periode: { du: '2026-11-18', au: '2026-11-17' } }],
    ['corrige', { ...exemple, genre: 'avoir' }],
    ['lignes', { ...exemple, lignes: [], totaux: { ht: 0, tva: 0, ttc: 0 } }],
    ['lignes[0].libelle', { ...exemple, lignes: exemple.lignes.map((l) => ({ ...l, libelle: '' })) }],
    ['lignes[0].sansTaxe', { ...exemple, lignes: exemple.lignes.map((l) => sans(l, 'sansTaxe')) }],
    ['totaux', { ...exemple, totaux: { ...exemple.totaux, ttc: 140_001 } }],
    ['reglement.iban', { ...exemple, reglement: { ...reglement, moyen: 'virement', iban: '' } }],
    ['reglement.penalites', { ...exemple, reglement: { ...reglement, moyen: 'cheque', penalites: '' } }],
    ['reglement.escompte', { ...exemple, reglement: { moyen: 'cheque', penalites: 'x', indemnite: 4000 } }],
  ])('%s : se refuse par son champ, et lui seul', (champ, f) => {
    const r = ecrireCii(f)
    expect(r.ok ? [] : r.error.map((e) => e.champ)).toEqual([champ])
  })
  it('ce qui est hors du champ de la TVA ne se mêle à rien', () => {
    const [l] = exemple.lignes
    if (!l) throw new Error('sans ligne')
    const f = {
      ...exemple,
      lignes: [l, { ...l, sansTaxe: 'hors-champ' as const }],
      totaux: { ht: 280_000, tva: 0, ttc: 280_000 },
    }
    const r = ecrireCii(f)
    expect(r.ok ? [] : r.error.map((e) => e.code)).toEqual(['hors-champ-mele'])
  })
  it('un particulier n’a ni pénalités ni indemnité : les notes disent « sans objet »', () => {
    const f: FactureAEcrire = {
      ...exemple,
      acheteur: {
        ...sans(acheteur, 'siren'),
        professionnel: false,
        adresseElectronique: { schema: 'EM', id: 'a@b.test' },
      },
      reglement: { moyen: 'cheque', escompte: 'aucun' },
    }
    const { facture, regles } = juger(ecrire(f))
    expect(regles).toEqual([])
    expect(facture.notes).toEqual([
      { code: 'PMD', texte: 'Sans objet.' },
      { code: 'PMT', texte: 'Sans objet.' },
      { code: 'AAB', texte: 'Escompte : aucun.' },
      { code: 'BAR', texte: 'B2C' },
    ])
  })
})
