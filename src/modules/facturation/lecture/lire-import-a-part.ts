import type { Refus } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import { lireAPart } from '#platform/fils/lire-a-part.ts'
import type { GenreImport } from './colonnes-import.ts'
import type { LigneLue } from './csv.ts'

type Fin = { readonly ok: true } | { readonly ok: false; readonly error: Refus }

/** `lireImport`, hors du fil des pages, borné en temps et en mémoire. */
export const lireImportAPart = async (
  genre: GenreImport,
  texte: string,
): Promise<Result<readonly LigneLue[], Refus>> => {
  const rendu = await lireAPart<Fin, LigneLue>(['modules', 'facturation', 'lecture', 'import.ouvrier.ts'], {
    genre,
    texte,
  })
  if (!rendu.ok) return rendu
  const { fin, elements } = rendu.value
  return fin.ok ? ok(elements) : ko(fin.error)
}
