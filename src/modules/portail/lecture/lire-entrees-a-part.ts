import { ko, ok, type Result } from '#kernel/result.ts'
import { lireAPart, type RefusAPart } from '#platform/fils/lire-a-part.ts'
import type { Lecture, RefusLecture } from './entrees.ts'

type Fin =
  | { readonly ok: true; readonly reste: Omit<Lecture, 'entrees'> }
  | { readonly ok: false; readonly error: RefusLecture }

/** `lireEntrees`, hors du fil des pages. */
export const lireEntreesAPart = async (
  octets: Uint8Array,
): Promise<Result<Lecture, RefusLecture | RefusAPart>> => {
  const rendu = await lireAPart<Fin, Lecture['entrees'][number]>(
    ['modules', 'portail', 'lecture', 'entrees.ouvrier.ts'],
    { octets },
  )
  if (!rendu.ok) return rendu
  const { fin, elements } = rendu.value
  return fin.ok ? ok({ ...fin.reste, entrees: elements }) : ko(fin.error)
}
