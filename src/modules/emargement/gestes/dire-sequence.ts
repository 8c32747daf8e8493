/** Dire ce qui fut travaillé dans une demi-journée : qui l’anime, tant que la feuille n’est pas close. */
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { consigner } from '#platform/db/journal.ts'
import type { Services } from '#platform/services.ts'
import { lireDemi } from '../db/lectures.ts'
import { verrouillerSeance } from '../db/registre.ecritures.ts'
import { direSequence } from '../db/sequences.ecritures.ts'
import { sequencesDites } from '../db/sequences.ts'
import { auteurDe, type Ou, type Qui } from './composer.ts'

const introuvable = () => refuser('introuvable', 'Cette demi-journée n’existe pas.')

/** Dite à l’identique, rien ne s’écrit. */
export const direLaSequence = async (
  { db, clock }: Services,
  qui: Qui,
  ou: Ou & { readonly texte: string },
): Promise<Result<true, Refus>> => {
  const rendu = await db.withTenant(qui.acces, async (tx): Promise<Result<true, Refus>> => {
    await verrouillerSeance(tx, ou.seance)
    const demi = await lireDemi(tx, ou.session, ou.seance)
    if (!demi) return introuvable()
    const par = auteurDe(qui, demi)
    if (!par.ok) return par
    if (demi.seance.close)
      return refuser('feuille-close', 'La feuille est close : ce qui fut travaillé ne change plus.')
    if ((await sequencesDites(tx, ou.session)).get(ou.seance) === ou.texte) return ok(true)
    await direSequence(tx, demi, ou.texte, clock.now())
    await consigner(tx, {
      activite: demi.activite,
      faitLe: clock.now(),
      module: 'emargement',
      geste: 'dire-sequence',
      objet: { genre: 'seance', id: demi.seance.id },
      phrase: `{personne:${qui.id}} a dit ce qui fut travaillé dans une demi-journée.`,
    })
    return ok(true)
  })
  return rendu ?? introuvable()
}
