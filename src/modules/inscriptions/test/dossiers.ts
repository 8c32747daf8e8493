import { centimes } from '#kernel/montant.ts'
import type { DossierSaisi } from '../gestes/composer-dossier.ts'

/** Un client ordinaire : une entreprise qui paie pour ses salariés. */
export const dossierSaisi = (d: Partial<DossierSaisi> = {}): DossierSaisi => ({
  acheteur: 'entreprise',
  structure: { nom: 'Clinique des Tilleuls' },
  signataire: { prenom: 'Rosa', nom: 'Marchal', courriel: 'rosa@tilleuls.example' },
  qualite: 'directrice',
  individuelASesFrais: false,
  circonstance: 'etablissement',
  prix: centimes(240_000),
  lignes: [],
  ...d,
})

/** Un particulier, à ses frais, en présence. */
export const particulierSaisi = (d: Partial<DossierSaisi> = {}): DossierSaisi =>
  dossierSaisi({
    acheteur: 'personne',
    structure: undefined,
    signataire: { prenom: 'Ousmane', nom: 'Sarr', courriel: 'ousmane@exemple.example' },
    qualite: undefined,
    individuelASesFrais: true,
    prix: centimes(100_000),
    ...d,
  })
