import type { Context } from 'hono'
import type { Database, TenantTx } from '#platform/db/index.ts'
import type { Env, Visiteur } from '#web/env.ts'
import { connexionUrl } from '#web/links.ts'

/**
 * Travaille dans l'organisme de qui regarde. Sans visiteur, ou si sa preuve ne vaut plus (session fermée entre
 * deux clics), la page renvoie à la connexion. `prelire`, `dUnEnvoi` : voir `Avance`.
 */
export const pourVisiteur = async (
  c: Context<Env>,
  db: Database,
  work: (tx: TenantTx, visiteur: Visiteur) => Promise<Response>,
  prelire?: (tx: TenantTx, visiteur: Visiteur) => readonly Promise<unknown>[],
  dUnEnvoi = false,
): Promise<Response> => {
  const visiteur = c.get('visiteur')
  const presume = c.get('presume')
  let confirme: Promise<boolean> | undefined
  const rendu =
    visiteur &&
    (await db.withTenant(
      visiteur.acces,
      async (tx) => {
        if (!presume) return work(tx, visiteur)
        presume.etat = (await confirme) === true ? 'confirme' : 'dementi'
        // Cette réponse-ci ne part pas : la demande se refait.
        return presume.etat === 'confirme' ? work(tx, visiteur) : c.body(null, 409)
      },
      {
        lectures: prelire && ((tx) => prelire(tx, visiteur)),
        avant: presume && ((tx) => (confirme = presume.confirmer(tx))),
        dUnEnvoi,
      },
    ))
  return rendu ?? c.redirect(connexionUrl(), 303)
}
