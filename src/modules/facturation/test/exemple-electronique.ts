import type { FactureAEcrire } from '../domain/electronique/a-ecrire.ts'

/** Quatorze heures de formation exonérée, pour une entreprise ; tout est fictif. */
export const exemple: FactureAEcrire = {
  numero: 'FA-2026-0031',
  genre: 'facture',
  emiseLe: '2026-11-20',
  echeance: '2026-12-20',
  periode: { du: '2026-11-17', au: '2026-11-18' },
  vendeur: {
    nom: 'Langue & Lien',
    siren: '999120470',
    tva: 'FR21999120470',
    adresse: { lignes: ['16 rue des Passerelles'], codePostal: '38130', ville: 'Échirolles', pays: 'FR' },
  },
  acheteur: {
    nom: 'Ateliers Belledonne',
    professionnel: true,
    siren: '999381650',
    adresse: { lignes: ['3 chemin des Forges'], codePostal: '38190', ville: 'Villard-Bonnot', pays: 'FR' },
  },
  nature: 'services',
  lignes: [
    {
      libelle: 'Anglais professionnel',
      quantite: 14_000,
      unite: 'heure',
      prix: 10_000,
      montant: 140_000,
      taux: 0,
      sansTaxe: 'formation',
    },
  ],
  reglement: {
    moyen: 'virement',
    iban: 'FR7699999000011204700001195',
    penalites: 'trois fois le taux d’intérêt légal',
    indemnite: 4000,
    escompte: 'aucun',
  },
  totaux: { ht: 140_000, tva: 0, ttc: 140_000 },
}
