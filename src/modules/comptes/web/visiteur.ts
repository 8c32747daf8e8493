import type { Context, MiddlewareHandler } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import {
  deviceCookieName,
  deviceCookieOptions,
  sessionCookieName,
  sessionCookieOptions,
} from '#platform/auth/cookie.ts'
import { isToken, newToken, tokenDigest } from '#platform/auth/token.ts'
import type { Services } from '#platform/services.ts'
import type { Env, Presume, Visiteur } from '#web/env.ts'
import { nommerGarde } from '#web/garde.ts'
import { forbidden } from '#web/http/errors.tsx'
import { connexionUrl, organismesUrl, withQuery } from '#web/links.ts'
import { type LigneVisiteur, lireVisiteur, relireVisiteur, tracer } from '../db/visiteur.queries.ts'
import type { Gestes } from '../gestes/composer.ts'
import { deconnexionUrl, fermerAssistanceUrl, secondFacteurUrl } from './liens.ts'
import { memeVisiteur, visiteursConnus } from './visiteurs-connus.ts'

/** Le secret du témoin de connexion, s'il en a la forme. */
export const jetonDe = (c: Context<Env>): string | undefined => {
  const jeton = getCookie(c, sessionCookieName(c.get('services').config.origine))
  return jeton !== undefined && isToken(jeton) ? jeton : undefined
}

export const poserTemoin = (c: Context<Env>, jeton: string, retenue: boolean): void => {
  const { origine } = c.get('services').config
  setCookie(c, sessionCookieName(origine), jeton, sessionCookieOptions(origine, retenue))
}

/** Retient le navigateur d’où l’on vient d’entrer ; neuf pour ce compte, la personne en est prévenue par courriel. */
export const reconnaitreAppareil = async (
  c: Context<Env>,
  gestes: Pick<Gestes, 'reconnaitreAppareil'>,
  jeton: string,
): Promise<void> => {
  const { origine } = c.get('services').config
  const connu = getCookie(c, deviceCookieName(origine))
  const appareil = connu !== undefined && isToken(connu) ? connu : newToken()
  setCookie(c, deviceCookieName(origine), appareil, deviceCookieOptions(origine))
  await gestes.reconnaitreAppareil(jeton, appareil)
}

export const oterTemoin = (c: Context<Env>): void => {
  const { origine } = c.get('services').config
  deleteCookie(c, sessionCookieName(origine), sessionCookieOptions(origine, false))
}

const enVisiteur = (jeton: string, l: LigneVisiteur): Visiteur => ({
  acces: { genre: 'session', jeton },
  personneId: l.compte,
  nom: `${l.prenom} ${l.nom}`.trim(),
  ...(l.organisme && l.code && l.organismeNom
    ? { organisme: { id: l.organisme, code: l.code, nom: l.organismeNom } }
    : {}),
  ...(l.activite && l.activiteNom ? { enseigne: { id: l.activite, nom: l.activiteNom } } : {}),
  roles: l.roles,
  assistance: l.assistance,
  administreInstance: l.administreInstance,
  ...(l.instanceFermee ? { secondFacteurDu: true as const } : {}),
  ...(l.codeDu ? { codeDu: l.codeDu } : {}),
  enseignes: l.enseignes,
  lectureSeule: l.lectureSeule,
  ...(l.cae ? { cae: true as const } : {}),
  ...(l.jusque ? { jusque: l.jusque } : {}),
})

/** Le chemin à consigner : un lien personnel n'y écrit jamais son secret. */
export const cheminSansSecret = (chemin: string): string =>
  chemin
    .replace(/^\/l\/.*/, '/l/…')
    .split('/')
    .map((bout) => (isToken(bout) ? '…' : bout))
    .join('/')
    .slice(0, 300)

/** `/piece/…`, `/remises/…`, `/emargement/…` : le secret d'un lien personnel y fait foi, pas le compte qui regarde. */
const porteUnSecret = (chemin: string): boolean => chemin.split('/').some(isToken)

const lectures = new Set(['GET', 'HEAD'])

/** Une page, et non un fichier : un long export tiendrait, le temps de s'écrire, la ligne où se note le passage. */
const peutPresumer = (c: Context<Env>, presumer: (chemin: string) => boolean): boolean =>
  lectures.has(c.req.method) && c.req.query('format') === undefined && presumer(c.req.path)

/** Ce qu'une session d'assistance peut envoyer : se terminer. */
const permis = new Set([deconnexionUrl(), fermerAssistanceUrl()])
/**
 * Ce qu'un auditeur peut envoyer : ce qui est à lui seul (entrer, sortir, son compte) et ce qu'un lien personnel ouvre,
 * dont le secret fait foi et non son accès.
 */
const aSoi = /^\/(connexion|deconnexion|mot-de-passe-oublie|compte|l)(\/|$)/
const estASoi = (chemin: string): boolean => aSoi.test(chemin) || porteUnSecret(chemin)

/**
 * Établit `c.var.visiteur` d'après le témoin, d'une seule question à la base. En assistance, la page regardée est
 * consignée AVANT de rien lire (la base l'exige), et rien ne s'écrit.
 *
 * `presumer` : les pages, lues, qui ne travaillent que par `pourVisiteur`. Elles n'attendent pas cette question : elles partent de la
 * réponse précédente, et la base confirme dans leur transaction. Démentie, la demande se refait (`Presume`).
 */
export const visiteurMiddleware = (
  services: Pick<Services, 'db'>,
  presumer: (chemin: string) => boolean = () => false,
): MiddlewareHandler<Env> => {
  const connus = visiteursConnus()
  return async (c, next) => {
    const jeton = jetonDe(c)
    if (!jeton) return next()
    const empreinte = tokenDigest(jeton)
    const connu = peutPresumer(c, presumer) ? connus.lire(empreinte) : undefined
    if (connu) {
      const presume: Presume = {
        etat: 'a-confirmer',
        confirmer: async (tx) => memeVisiteur(connu, await relireVisiteur(tx, empreinte)),
      }
      c.set('presume', presume)
      c.set('visiteur', enVisiteur(jeton, connu))
      await next()
      if (presume.etat === 'a-confirmer') {
        const lu = await lireVisiteur(services.db, empreinte).catch((panne) => {
          // La page de panne ne garde rien de celle-ci, pas même sa longueur.
          c.res = undefined
          throw panne
        })
        presume.etat = memeVisiteur(connu, lu) ? 'confirme' : 'dementi'
      }
      if (presume.etat === 'confirme') return
      connus.oublier(empreinte)
      c.set('aRefaire', true)
      return
    }
    const ligne = await lireVisiteur(services.db, empreinte)
    if (ligne?.etat !== 'ouverte') return next()
    connus.retenir(empreinte, ligne)
    c.set('visiteur', enVisiteur(jeton, ligne))
    if (ligne.assistance && !permis.has(c.req.path)) {
      if (!lectures.has(c.req.method))
        return forbidden(c, 'Une session d’assistance ne fait que lire. Terminez-la pour agir en votre nom.')
      await tracer(services.db, empreinte, cheminSansSecret(c.req.path))
    } else if (
      !ligne.assistance &&
      ligne.lectureSeule &&
      !lectures.has(c.req.method) &&
      !estASoi(c.req.path)
    ) {
      return forbidden(c, 'Qui audite lit, pour un temps, et ne change rien.')
    }
    return next()
  }
}

const versConnexion = (c: Context<Env>) => {
  const { pathname, search } = new URL(c.req.url)
  const suite = lectures.has(c.req.method) ? pathname + search : undefined
  return c.redirect(withQuery(connexionUrl(), { suite }), 303)
}

/** La page demande un compte ; l'organisme n'a pas à être choisi (pages du compte). */
export const exigerCompte = (): MiddlewareHandler<Env> =>
  nommerGarde({ genre: 'compte' }, async (c, next) => (c.get('visiteur') ? next() : versConnexion(c)))

/** Où mener qui n’agit pour aucune coopérative : en choisir une, ou poser le code que la sienne demande. */
const sansOrganisme = (visiteur: Visiteur): string => (visiteur.codeDu ? secondFacteurUrl() : organismesUrl())

/** La page demande un compte et un organisme ; sans lui, on le choisit d'abord. */
export const exigerConnexion = (): MiddlewareHandler<Env> =>
  nommerGarde({ genre: 'connexion' }, async (c, next) => {
    const visiteur = c.get('visiteur')
    if (!visiteur) return versConnexion(c)
    return visiteur.organisme ? next() : c.redirect(sansOrganisme(visiteur), 303)
  })

/**
 * La page demande l'un de ces rôles. Une session d'assistance lit tout ce que la coopérative montre à ses membres :
 * elle passe en lecture, et la base lui refuse le reste.
 */
export const exigerRole = (...roles: readonly string[]): MiddlewareHandler<Env> =>
  nommerGarde({ genre: 'role', roles }, async (c, next) => {
    const visiteur = c.get('visiteur')
    if (!visiteur) return versConnexion(c)
    if (!visiteur.organisme) return c.redirect(sansOrganisme(visiteur), 303)
    const lit = visiteur.assistance && lectures.has(c.req.method)
    return lit || visiteur.roles.some((r) => roles.includes(r)) ? next() : forbidden(c)
  })

/** Réservé à qui administre l'instance. Pour tous les autres, la page n'existe pas. */
export const exigerInstance = (): MiddlewareHandler<Env> =>
  nommerGarde({ genre: 'instance' }, async (c, next) => {
    const visiteur = c.get('visiteur')
    if (!visiteur) return versConnexion(c)
    if (visiteur.secondFacteurDu)
      return forbidden(
        c,
        'Qui administre l’instance entre avec un second facteur : activez-le dans votre compte, à « Sécurité », puis revenez.',
      )
    return visiteur.administreInstance ? next() : c.notFound()
  })
