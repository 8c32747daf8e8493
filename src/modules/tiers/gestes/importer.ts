import { colonnesDe } from '../domain/colonnes.ts'
import type { ImportDe } from '../lecture/import-de.ts'
import { entreprisesUrl, entrepriseUrl, personnesUrl, personneUrl } from '../liens.ts'
import { importerFiches } from './importer-fiches.ts'

const fiche = { une: 'fiche', plusieurs: 'fiches' }

export const importPersonnes: ImportDe = {
  genre: 'personnes',
  colonnes: colonnesDe('personnes'),
  droit: 'inscriptions.inscrire',
  liste: { libelle: 'Personnes', href: personnesUrl() },
  lede: 'Une ligne par personne. Une fiche déjà connue se complète et ne se remplace jamais ; relire le même fichier ne change rien.',
  sujet: 'Personne',
  unite: fiche,
  lignesMax: 50_000,
  seDefait: true,
  ficheUrl: (personne) => personneUrl({ personne }),
  importer: (tx, v, le) => importerFiches(tx, { ...v, genre: 'personnes' }, le),
}

export const importEntreprises: ImportDe = {
  genre: 'entreprises',
  colonnes: colonnesDe('entreprises'),
  droit: 'inscriptions.inscrire',
  liste: { libelle: 'Entreprises', href: entreprisesUrl() },
  lede: 'Une ligne par entreprise cliente. Une fiche déjà connue se complète et ne se remplace jamais ; relire le même fichier ne change rien.',
  sujet: 'Entreprise',
  unite: fiche,
  lignesMax: 50_000,
  seDefait: true,
  ficheUrl: (entreprise) => entrepriseUrl({ entreprise }),
  importer: (tx, v, le) => importerFiches(tx, { ...v, genre: 'entreprises' }, le),
}
