/** Ce qu’un fichier venu d’ailleurs peut dire, et les titres sous lesquels il le dit. */
import type { Colonnes } from './csv.ts'

export const genresImport = ['factures', 'charges', 'ecritures', 'releve'] as const
export type GenreImport = (typeof genresImport)[number]
export const motImport: Readonly<Record<GenreImport, string>> = {
  factures: 'factures et avoirs d’un autre outil',
  charges: 'charges',
  ecritures: 'écritures comptables',
  releve: 'relevé de banque',
}
type ColonnesDImport = Colonnes & {
  readonly autres: readonly string[]
  /** Au-delà, le fichier se coupe : les écritures d’un exercice entier sont plus nombreuses que ses factures. */
  readonly max?: number
}
export const colonnesImport: Readonly<Record<GenreImport, ColonnesDImport>> = {
  factures: {
    exigees: ['numero', 'date', 'client', 'montant_ht'],
    autres: [
      'genre',
      'tva',
      'origine',
      'nature',
      'libelle',
      'siret',
      'session',
      'debut',
      'fin',
      'echeance',
      'corrige',
    ],
  },
  charges: {
    exigees: ['date', 'compte', 'libelle', 'montant_ht'],
    autres: [
      'fournisseur',
      'formateur',
      'prestation_formation',
      'part_formation',
      'session',
      'enseigne',
      'numero',
    ],
  },
  ecritures: {
    exigees: ['numero', 'date', 'compte'],
    autres: ['debit', 'credit', 'montant', 'sens', 'journal', 'libelle', 'facture', 'enseigne'],
    // Les dix-huit colonnes d’un fichier des écritures comptables (LPF, A47 A-1).
    synonymes: {
      numero: ['ecriturenum'],
      date: ['ecrituredate'],
      compte: ['comptenum'],
      journal: ['journalcode'],
      libelle: ['ecriturelib'],
      facture: ['pieceref'],
    },
    max: 20_000,
  },
  releve: {
    exigees: ['date', 'libelle'],
    autres: ['montant', 'debit', 'credit'],
    synonymes: {
      date: [
        'date_operation',
        'date_d_operation',
        'date_de_l_operation',
        'date_comptable',
        'date_de_comptabilisation',
        'date_comptabilisation',
        'jour',
        'date_valeur',
        'date_de_valeur',
      ],
      libelle: [
        'libelle_operation',
        'libelle_de_l_operation',
        'libelle_complet',
        'libelle_simplifie',
        'nature_de_l_operation',
        'operation',
        'designation',
        'motif',
        'description',
        'informations_complementaires',
        'details',
      ],
      montant: ['montant_operation', 'montant_de_l_operation', 'valeur', 'amount'],
      debit: ['montant_debit', 'sorties', 'depenses'],
      credit: ['montant_credit', 'entrees', 'recettes'],
    },
  },
}
