/** Des factures tirées au hasard de tous les régimes et de tous les payeurs, et le papier qui dit la même chose. */
import fc from 'fast-check'
import { centimes } from '#kernel/montant.ts'
import type { OrganismeV1 } from '#platform/pdf/papier/papier.v1.ts'
import { direQuantite } from '../documents/donnees-facture.ts'
import type { ComplementsElectroniques } from '../documents/facture-electronique.ts'
import type { FactureAEcrire, LigneAEcrire } from '../domain/electronique/a-ecrire.ts'
import type { FactureV1 } from '../domain/facture-imprimee.ts'
import { totaliser } from '../domain/totaux.ts'
import { type MotifSansTaxe, mentions } from '../domain/tva.ts'

/** Vingt dans `npm test` ; trois cents dans `npm run murs`. */
export const combien = Number(process.env.COFORME_FACTURES ?? 20)

const regimes = [
  'exonere',
  'taxe',
  'franchise',
  'mixte',
  'autoliquide',
  'ailleurs',
  'union',
  'export',
  'dedit',
] as const
type Regime = (typeof regimes)[number]
const sansTaxe: Readonly<Record<Regime, MotifSansTaxe | undefined>> = {
  exonere: 'formation',
  mixte: 'formation',
  franchise: 'franchise',
  autoliquide: 'service-union',
  ailleurs: 'service-ailleurs',
  union: 'bien-union',
  export: 'bien-ailleurs',
  dedit: 'dedit',
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

export const factureArb: fc.Arbitrary<FactureAEcrire> = fc
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
        const hors = ['autoliquide', 'ailleurs', 'union', 'export'].includes(t.regime)
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
          ...(t.genre === 'acompte' && t.regime !== 'union'
            ? {}
            : { periode: { du: jourDe(0), au: jourDe(20) } }),
          vendeur: {
            nom: 'Langue & Lien',
            siren: '999120470',
            siret: '99912047000011',
            ...(t.sansTva && t.regime !== 'export' && t.regime !== 'union' ? {} : { tva: 'FR21 999120470' }),
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

const mot: Readonly<Record<MotifSansTaxe, string>> = {
  formation: 'exonéré',
  franchise: 'non applicable',
  dedit: 'hors champ',
  'service-union': 'due par le preneur',
  'service-ailleurs': 'non applicable',
  'bien-union': 'exonéré',
  'bien-ailleurs': 'exonéré',
  territoire: 'non applicable',
}
const motNatures = {
  services: 'Prestation de services',
  biens: 'Livraison de biens',
  mixte: 'Livraison de biens et prestation de services',
} as const

/** Le papier de cette facture : les données figées que le gabarit compose. */
export const papierDe = (f: FactureAEcrire): FactureV1 => {
  const organisme: OrganismeV1 = {
    nom: f.vendeur.nom,
    forme: 'Société coopérative de production',
    adresse: f.vendeur.adresse,
    siret: f.vendeur.siret ?? '',
    telephone: '04 76 00 00 00',
    courriel: 'contact@exemple.test',
    nda: '84380999938',
    prefet: 'de la région Auvergne-Rhône-Alpes',
    rcs: 'Grenoble',
  }
  const { pays: _, ...adresse } = f.acheteur.adresse
  const totaux = totaliser(f.lignes.map((l) => ({ montant: centimes(l.montant), taux: l.taux })))
  const motifs = [...new Set(f.lignes.flatMap((l) => (l.sansTaxe ? [l.sansTaxe] : [])))]
  const r = f.reglement
  return {
    numero: f.numero,
    genre: f.genre,
    organisme,
    vendeur: { siren: f.vendeur.siren, tva: f.vendeur.tva ?? 'FR21 999120470', capital: 'capital variable' },
    payeur: {
      nom: f.acheteur.nom,
      adresse,
      ...(f.acheteur.siren ? { siren: f.acheteur.siren } : {}),
      ...(f.acheteur.siret ? { siret: f.acheteur.siret } : {}),
      ...(f.acheteur.tva ? { tva: f.acheteur.tva } : {}),
    },
    ...(f.pourLeCompteDe ? { pourLeCompteDe: { ...f.pourLeCompteDe, adresse } } : {}),
    emiseLe: f.emiseLe,
    ...(f.echeance ? { echeance: f.echeance } : {}),
    ...(f.periode ? { periode: f.periode } : {}),
    references: {
      ...(f.contrat ? { convention: f.contrat } : {}),
      ...(f.commande ? { client: f.commande } : {}),
      ...(f.accord ? { accord: f.accord } : {}),
      ...(f.acheteur.reference ? { service: f.acheteur.reference } : {}),
    },
    lignes: f.lignes.map((l) => ({
      libelle: l.libelle,
      quantite: direQuantite(l.quantite, l.unite),
      unitaire: l.montant < 0 ? -l.prix : l.prix,
      taux: l.taux,
      ...(l.sansTaxe ? { tva: mot[l.sansTaxe] } : {}),
      total: l.montant,
    })),
    taxes: totaux.parTaux.map((t) => ({ taux: t.taux, base: t.base, tva: t.tva })),
    totalHT: f.totaux.ht,
    totalTVA: f.totaux.tva,
    totalTTC: f.totaux.ttc,
    nature: motNatures[f.nature],
    ...(motifs.length > 0
      ? {
          exonerations: motifs.map((m) =>
            m === 'formation' ? 'Exonération de TVA, article 261-4-4° a du CGI.' : mentions[m],
          ),
        }
      : {}),
    debits: f.debits === true,
    ...(f.corrige
      ? { corrige: { numero: f.corrige.numero, du: f.corrige.emiseLe, motif: f.corrige.motif ?? '' } }
      : {}),
    ...(r && f.totaux.ttc > 0
      ? {
          reglement: {
            moyen: r.moyen,
            ...(r.penalites
              ? { penalites: r.penalites }
              : { sansObjet: 'Pénalités et indemnité : sans objet.' }),
            ...(r.indemnite === undefined ? {} : { indemnite: r.indemnite }),
            escompte: r.escompte ?? 'sans objet',
            ...(r.iban ? { iban: r.iban.replaceAll(' ', '') } : {}),
            ...(r.bic ? { bic: r.bic } : {}),
            ...(r.titulaire ? { titulaire: r.titulaire } : {}),
          },
        }
      : {}),
  }
}

export const complementsDe = (f: FactureAEcrire): ComplementsElectroniques => ({
  professionnel: f.acheteur.professionnel,
  adresse: f.acheteur.adresse,
  ...(f.acheteur.adresseElectronique ? { adresseAcheteur: f.acheteur.adresseElectronique } : {}),
  ...(f.acomptes ? { acomptes: f.acomptes } : {}),
  lignes: f.lignes.map((l) => ({
    quantite: l.quantite,
    unite: l.unite,
    ...(l.sansTaxe ? { sansTaxe: l.sansTaxe } : {}),
  })),
})
