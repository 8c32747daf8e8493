import { type Refus, refus } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import type { Services } from '#platform/services.ts'
import { lireCases, lireDemi } from '../db/lectures.ts'
import { emargementsDans } from '../db/registre.ecritures.ts'
import { salleOuverte } from '../db/tablettes.ts'
import { auteurDe, type Ou, type Qui } from './composer.ts'
import { codeDe } from './salle.ts'

const introuvable = refus('introuvable', 'Cette salle n’est pas ouverte, ou n’est pas la vôtre.')

/** Le code de chacun, à qui forme : il pourrait signer à leur place, le journal dit qu’il les a lus. */
export const lireLesCodes = async (
  { db, clock, keys }: Services,
  qui: Qui,
  ou: Ou,
): Promise<Result<ReadonlyMap<string, string>, Refus>> => {
  const rendu = await db.withTenant(
    qui.acces,
    async (tx): Promise<Result<ReadonlyMap<string, string>, Refus>> => {
      const demi = await lireDemi(tx, ou.session, ou.seance)
      const salle = demi && (await salleOuverte(tx, ou.seance))
      if (!demi || !salle) return ko(introuvable)
      const par = auteurDe(qui, demi)
      if (!par.ok) return par
      const cases = await lireCases(tx, { ...ou, sansPrive: true })
      await emargementsDans(tx, demi, keys).consigner({
        geste: 'lire-codes-de-la-salle',
        objet: { genre: 'seance', id: demi.seance.id },
        phrase: `{personne:${qui.id}} a lu le code de la salle de chacun.`,
        le: clock.now(),
      })
      return ok(new Map(cases.map((c) => [c.inscription, codeDe({ keys }, salle, c.inscription)])))
    },
  )
  return rendu ?? ko(introuvable)
}
