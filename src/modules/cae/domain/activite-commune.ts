import type { ActiviteId } from '#kernel/id.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { plier } from '#kernel/texte.ts'
import { lireTaux } from './missions.ts'

/** La part d’une enseigne dans une activité commune, en centièmes de pour cent de ce que la marque reçoit. */
export type Part = { readonly activite: ActiviteId; readonly taux: number }
const TOUT = 10_000

/** Ce que les parts laissent à la marque commune ; sous zéro, elles dépassent le tout. */
export const resteALaMarque = (parts: readonly Pick<Part, 'taux'>[]): number =>
  TOUT - parts.reduce((t, p) => t + p.taux, 0)

/**
 * « Fil à plomb : 40 », une enseigne par ligne, au centième de pour cent. Une enseigne inconnue, nommée deux fois, ou la marque elle-même se
 * refuse ; des parts au-delà de ce que `deja` convenu laisse, aussi.
 */
export const lireParts = (
  texte: string,
  enseignes: readonly { readonly id: ActiviteId; readonly nom: string }[],
  collective: ActiviteId,
  deja: readonly Part[] = [],
): Result<readonly Part[], Refus> => {
  const lues: Part[] = []
  for (const ligne of texte.split('\n').map((l) => l.trim())) {
    if (ligne === '') continue
    // Une enseigne peut avoir « : » dans son nom : la part vient après le dernier.
    const coupe = ligne.lastIndexOf(':')
    const [nom, part] = [ligne.slice(0, Math.max(0, coupe)).trim(), ligne.slice(coupe + 1).trim()]
    if (nom === '' || part === '')
      return refuser('ligne', `Écrivez chaque part ainsi : « Fil à plomb : 40 ». « ${ligne} » ne se lit pas.`)
    const e = enseignes.find((x) => plier(x.nom) === plier(nom))
    if (!e) return refuser('enseigne', `Aucune enseigne de la coopérative ne se nomme « ${nom} ».`)
    if (e.id === collective)
      return refuser('enseigne', 'La marque commune garde ce que les parts laissent : ne la nommez pas.')
    if ([...lues, ...deja].some((p) => p.activite === e.id))
      return refuser('enseigne', `« ${e.nom} » a déjà sa part : une seule par enseigne.`)
    const taux = lireTaux(part)
    if (taux === undefined) return refuser('part', 'Une part va de 0,01 à 100 pour cent.')
    lues.push({ activite: e.id, taux })
  }
  if (lues.length === 0) return refuser('vide', 'Écrivez au moins une enseigne et sa part.')
  return resteALaMarque([...lues, ...deja]) < 0
    ? refuser('parts', 'Les parts dépassent le tout : revoyez-les avant de les proposer.')
    : ok(lues)
}
