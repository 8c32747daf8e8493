import type { OrganismeV1 } from '#platform/pdf/papier/papier.v1.ts'
import type { FactureV1 } from '../domain/facture-imprimee.ts'

/** Trois pièces qui se suivent : l’acompte d’une entreprise, la facture d’un OPCO par subrogation, un avoir. Tout est fictif. */
export const exemplesFactures = ({ tva: _tva, ...organisme }: OrganismeV1) => {
  const vendeur = {
    siren: '999120470',
    tva: 'FR21 999120470',
    capital: 'capital variable, au moins 18 500 €',
    mentionLegale: 'Société coopérative de production',
  }
  const entreprise = {
    nom: 'Ateliers Belledonne',
    adresse: { lignes: ['3 chemin des Forges'], codePostal: '38190', ville: 'Villard-Bonnot' },
    siren: '999381650',
  }
  const reglement = {
    moyen: 'virement',
    penalites: 'trois fois le taux d’intérêt légal',
    indemnite: 4000,
    escompte: 'aucun pour paiement anticipé',
    titulaire: 'Compte de Langue & Lien',
    iban: 'FR7699999000011204700001195',
    bic: 'AGRIFRPP999',
    qr: '1110111/1010101/1110111/0001000/1110101/1010011/1110110',
  }
  const { qr: _qr, ...sansQr } = reglement
  const action = {
    intitule: 'Anglais professionnel : conduire une réunion de projet',
    session: 'S-2026-0147',
    lieu: 'salle Drac, 16 rue des Passerelles, 38100 Échirolles',
    minutes: 1470,
    stagiaires: [
      { nom: 'Soraya Amrani', minutes: 840, certificat: 'CR-2026-0031' },
      { nom: 'Hugo Blanchard', minutes: 630, certificat: 'CR-2026-0032' },
    ],
  }
  const facture: FactureV1 = {
    numero: 'FA-2026-0031',
    genre: 'facture',
    organisme,
    vendeur,
    payeur: {
      nom: 'Opco Industrie & Montagne',
      adresse: { lignes: ['8 place des Métiers'], codePostal: '69003', ville: 'Lyon' },
      siren: '999555120',
      siret: '99955512000018',
    },
    pourLeCompteDe: entreprise,
    emiseLe: '2026-11-20',
    echeance: '2026-12-20',
    periode: { du: '2026-11-17', au: '2026-11-18' },
    action,
    references: {
      convention: 'CV-2026-0147',
      client: 'Commande 26-4471',
      accord: '26-88310 du 2 novembre 2026',
    },
    lignes: [
      {
        libelle: 'Anglais professionnel, 14 h suivies par Soraya Amrani',
        quantite: '1 forfait',
        unitaire: 84_000,
        taux: 0,
        tva: 'exonéré',
        total: 84_000,
      },
      {
        libelle: 'Anglais professionnel, 10 h 30 suivies par Hugo Blanchard',
        quantite: '1 forfait',
        unitaire: 63_000,
        taux: 0,
        tva: 'exonéré',
        total: 63_000,
      },
    ],
    taxes: [{ taux: 0, base: 147_000, tva: 0 }],
    totalHT: 147_000,
    totalTVA: 0,
    totalTTC: 147_000,
    nature: 'Prestation de services',
    exonerations: ['Exonération de TVA, article 261-4-4° a du CGI'],
    debits: false,
    reglement,
  }
  const taxee: FactureV1 = {
    numero: 'FA-2026-0032',
    genre: 'acompte',
    organisme,
    vendeur,
    payeur: entreprise,
    emiseLe: '2026-11-02',
    echeance: '2026-12-02',
    references: { convention: 'CV-2026-0147' },
    action: {
      intitule: action.intitule,
      session: action.session,
      lieu: action.lieu,
      minutes: 0,
      stagiaires: [{ nom: 'Hugo Blanchard', minutes: 0 }],
      prevue: { du: '2026-11-17', au: '2026-11-18', minutes: 840 },
    },
    lignes: [
      {
        libelle: 'Acompte sur la session S-2026-0147',
        quantite: '1 forfait',
        unitaire: 50_000,
        taux: 2000,
        total: 50_000,
      },
      {
        libelle: 'Location de la salle Drac',
        quantite: '2 jours',
        unitaire: 6_000,
        taux: 2000,
        total: 12_000,
      },
    ],
    taxes: [{ taux: 2000, base: 62_000, tva: 12_400 }],
    totalHT: 62_000,
    totalTVA: 12_400,
    totalTTC: 74_400,
    nature: 'Prestation de services',
    debits: true,
    reglement: sansQr,
  }
  const { reglement: _, echeance: __, pourLeCompteDe: ___, ...sansReglement } = facture
  const avoir: FactureV1 = {
    ...sansReglement,
    numero: 'AVR-2026-0004',
    genre: 'avoir',
    emiseLe: '2026-11-24',
    action: { ...action, minutes: 210, stagiaires: [{ nom: 'Hugo Blanchard', minutes: 210 }] },
    references: { convention: 'CV-2026-0147' },
    lignes: [
      {
        libelle: 'Anglais professionnel, 3 h 30 rendues',
        quantite: '1 forfait',
        unitaire: 21_000,
        taux: 0,
        tva: 'exonéré',
        total: 21_000,
      },
    ],
    taxes: [{ taux: 0, base: 21_000, tva: 0 }],
    totalHT: 21_000,
    totalTTC: 21_000,
    corrige: { numero: 'FA-2026-0031', du: '2026-11-20', motif: 'Une demi-journée comptée à tort.' },
  }
  return { facture, taxee, avoir }
}
