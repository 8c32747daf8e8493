/** Les comptes et les journaux que la coopérative emploie : proposés d’après le plan comptable général, et réglables un à un. */
import type { Nature } from '../facture.ts'

export const clesDeCompte = [
  'client',
  'avance',
  'formation',
  'annexe',
  'hors-formation',
  'remise',
  'dedit',
  'tva',
  'banque',
  'caisse',
  'fournisseur',
  'personnel',
  'constate-d-avance',
  'a-etablir',
] as const
export type CleDeCompte = (typeof clesDeCompte)[number]
export type Compte = { readonly numero: string; readonly libelle: string }
export type Plan = Readonly<Record<CleDeCompte, Compte>>

export const motDeCompte: Readonly<Record<CleDeCompte, string>> = {
  client: 'Clients (un auxiliaire par payeur)',
  avance: 'Acomptes demandés',
  formation: 'Formation',
  annexe: 'Repas, hébergement, outils',
  'hors-formation': 'Conseil, location',
  remise: 'Remises accordées par un avoir',
  dedit: 'Dédits',
  tva: 'TVA collectée',
  banque: 'Banque',
  caisse: 'Caisse',
  fournisseur: 'Fournisseurs (un auxiliaire par fournisseur)',
  personnel: 'Personnel (salaires et charges sociales)',
  'constate-d-avance': 'Produits constatés d’avance',
  'a-etablir': 'Factures à établir',
}

/** À confirmer par l’expert-comptable, qui les règle : un seul endroit. */
export const planPropose: Plan = {
  client: { numero: '411000', libelle: 'Clients' },
  avance: { numero: '419100', libelle: 'Clients, avances et acomptes reçus' },
  formation: { numero: '706000', libelle: 'Prestations de formation' },
  annexe: { numero: '708000', libelle: 'Produits des activités annexes' },
  'hors-formation': { numero: '706800', libelle: 'Autres prestations de services' },
  remise: { numero: '709600', libelle: 'Remises accordées sur prestations de services' },
  dedit: { numero: '758000', libelle: 'Dédits et indemnités perçus' },
  tva: { numero: '445710', libelle: 'TVA collectée' },
  banque: { numero: '512000', libelle: 'Banque' },
  caisse: { numero: '530000', libelle: 'Caisse' },
  fournisseur: { numero: '401000', libelle: 'Fournisseurs' },
  personnel: { numero: '421000', libelle: 'Personnel, rémunérations dues' },
  'constate-d-avance': { numero: '487000', libelle: 'Produits constatés d’avance' },
  'a-etablir': { numero: '418100', libelle: 'Clients, factures à établir' },
}

/** Le compte de produit, ou d’acompte, d’une ligne de facture. */
export const cleDeNature: Readonly<Record<Nature, CleDeCompte>> = {
  formation: 'formation',
  acompte: 'avance',
  annexe: 'annexe',
  dedit: 'dedit',
  'hors-formation': 'hors-formation',
}

export const journaux = {
  ventes: { code: 'VT', libelle: 'Ventes' },
  achats: { code: 'AC', libelle: 'Achats' },
  banque: { code: 'BQ', libelle: 'Banque' },
  'operations-diverses': { code: 'OD', libelle: 'Opérations diverses' },
} as const
export type Journal = keyof typeof journaux

/** Un numéro de compte que le plan comptable général commence : trois chiffres, puis lettres et chiffres. */
export const estCompte = (t: string): boolean => /^[1-7]\d\d[0-9A-Z]{0,9}$/.test(t)
