import type { MiddlewareHandler } from 'hono'
import { exigerConnexion } from '#modules/comptes/index.ts'
import { pageContext } from '#web/context.ts'
import type { Env, Visiteur } from '#web/env.ts'
import { nommerGarde } from '#web/garde.ts'
import { forbidden } from '#web/http/errors.tsx'
import { type Acteur, asRole, type Droit, droits, type Objet, peut } from '../domain/droits.ts'

/**
 * La porte a déjà écarté un accès qui ne vaut pas aujourd'hui. La date de fin suit : un auditeur qui n'en aurait pas ne
 * lirait rien.
 */
const enActeur = ({ roles, assistance, jusque }: Visiteur): Acteur => ({
  roles: roles.flatMap((texte) => {
    const role = asRole(texte)
    return role ? [{ role, ...(jusque ? { jusque } : {}) }] : []
  }),
  assistance,
})

/** Les besoins de handicap ne se montrent jamais en assistance. */
const lisibleEnAssistance = (geste: Droit) => !droits[geste].ecrit && !geste.startsWith('handicap.')

/**
 * Cette personne peut-elle faire ce geste sur cet objet ? `objet.estSien` est dit par qui a chargé l'objet : la
 * session qu'elle anime, le client qu'elle suit. L'assistance n'a aucun rôle et lit ce que lisent les membres.
 */
export const peutVisiteur = (visiteur: Visiteur | undefined, geste: Droit, objet: Objet = {}): boolean => {
  if (!visiteur?.organisme) return false
  if (visiteur.assistance) return lisibleEnAssistance(geste)
  return peut(enActeur(visiteur), geste, objet, '')
}

/**
 * Un lien vers une page qui demande ce droit (`exigerDroit`) s'offre-t-il à qui regarde la page en cours ? Sans compte, oui : la
 * connexion est en chemin. `liste` : la page ne lit rien qui ne soit qu'à soi.
 */
export const peutSuivre = (geste: Droit, { liste = false } = {}): boolean => {
  const { visiteur } = pageContext()
  return !visiteur || peutVisiteur(visiteur, geste, { estSien: !liste })
}

/**
 * La page demande un compte, un organisme, et ce droit, ou l’un de ces droits ; sinon la connexion, le choix de l'organisme, ou une page
 * 403 avec la phrase du premier. Un droit limité à « ce qui est sien » passe ici : la page, qui charge l'objet, pose
 * alors `peutVisiteur(visiteur, geste, { estSien })`.
 */
export const exigerDroit = (geste: Droit, ...ou: readonly Droit[]): MiddlewareHandler<Env> => {
  const connexion = exigerConnexion()
  return nommerGarde({ genre: 'droit', droits: [geste, ...ou] }, async (c, next) => {
    const visiteur = c.get('visiteur')
    if (!visiteur?.organisme) return connexion(c, next)
    return [geste, ...ou].some((g) => peutVisiteur(visiteur, g, { estSien: true }))
      ? next()
      : forbidden(c, droits[geste].phrase)
  })
}
