import type { DateCivile } from '#kernel/dates.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { enumerer } from '#kernel/texte.ts'
import type { Offre } from './offre.ts'
import { type Manque, manques } from './rubriques.ts'

export type RefusPublication =
  | Refus<'pas-adoptee'>
  | (Refus<'rubriques-manquantes'> & { readonly manques: readonly Manque[] })

/** Une offre adoptée paraît si toutes ses rubriques sont écrites ; sinon chacune est nommée. */
export const publier = (offre: Offre, jour: DateCivile): Result<true, RefusPublication> => {
  if (offre.etat !== 'adoptee')
    return refuser('pas-adoptee', 'Validez d’abord cette offre : seule une version figée se publie.')
  const reste = manques(offre, jour)
  if (reste.length === 0) return ok(true)
  const phrase = `Il manque ${enumerer(reste.map((m) => m.nom))}. Reprenez l’offre en brouillon pour l’écrire.`
  return { ok: false, error: { code: 'rubriques-manquantes', phrase, manques: reste } }
}
