import { ok, type Result } from '#kernel/result.ts'
import { lireAPart } from '#platform/fils/lire-a-part.ts'
import type { AvisLu } from '../domain/avis.ts'

/** Les avis qui se lisent, et combien ne se lisent pas. */
export type LectureAPart = { readonly lus: readonly AvisLu[]; readonly rejets: number }
type Fin = { readonly ok: true; readonly rejets: number } | { readonly ok: false; readonly phrase: string }

/** `lireAvis`, hors du fil des pages, borné en temps et en mémoire : rien de ce qui vient du dehors ne se lit autrement. */
export const lireAvisAPart = async (
  octets: Uint8Array,
): Promise<Result<LectureAPart, { readonly phrase: string }>> => {
  const rendu = await lireAPart<Fin, AvisLu>(['modules', 'marches', 'lecture', 'avis.ouvrier.ts'], { octets })
  if (!rendu.ok) return rendu
  const { fin, elements } = rendu.value
  return fin.ok ? ok({ lus: elements, rejets: fin.rejets }) : { ok: false, error: fin }
}
