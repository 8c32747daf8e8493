import type { Refus } from '#kernel/refus.ts'
import type { Result } from '#kernel/result.ts'
import { colonnesImport, type GenreImport } from './colonnes-import.ts'
import { type LigneLue, lireTable } from './csv.ts'
import { estCamt, lireCamt } from './lire-camt.ts'

/** Les lignes d’un fichier venu d’ailleurs : un tableau, ou le relevé XML d’une banque. */
export const lireImport = (genre: GenreImport, texte: string): Result<readonly LigneLue[], Refus> =>
  genre === 'releve' && estCamt(texte)
    ? lireCamt(texte)
    : lireTable(texte, colonnesImport[genre], colonnesImport[genre].max)
