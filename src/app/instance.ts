import { statSync } from 'node:fs'
import { isAbsolute, join, resolve } from 'node:path'
import { passerCourrier } from '#modules/etapes/index.ts'
import { type Clock, systemClock } from '#platform/clock/clock.ts'
import type { Config } from '#platform/config/config.ts'
import { migrer, openDatabase, preparerBase } from '#platform/db/index.ts'
import { checkKeys } from '#platform/keys/check-keys.ts'
import type { Keys } from '#platform/keys/keys.ts'
import { type KeysLocation, openKeys } from '#platform/keys/open-keys.ts'
import { createLogger } from '#platform/log/create-logger.ts'
import { createMailer } from '#platform/mail/create-mailer.ts'
import { createMetrics, type Metrics, measuredMailer, measuredPdf } from '#platform/metrics/metrics.ts'
import { createPdfRenderer } from '#platform/pdf/create-pdf-renderer.ts'
import { demarrerPostgres, type Grappe, joindrePostgres } from '#platform/postgres/index.ts'
import type { Services } from '#platform/services.ts'
import { createStorage } from '#platform/storage/create-storage.ts'
import { racine } from './lire-config.ts'

/** Connexions de l'ouvrier et des commandes : peu, à côté de celles des pages. */
const connexionsDeFond = 4

/** Un chemin relatif de `COFORME_CLES` part du projet, comme les autres, où que la commande soit appelée. */
export const lieuDesCles = ({ donnees, cles }: Config): KeysLocation => {
  if (cles === undefined || isAbsolute(cles)) return { donnees, ...(cles === undefined ? {} : { cles }) }
  const chemin = resolve(racine, cles)
  const dossier = statSync(chemin, { throwIfNoEntry: false })?.isDirectory() === true
  return { donnees, cles: dossier ? chemin : cles }
}

/** Base de l'instance : la nôtre sur l'embarquée, celle de l'adresse sur une extérieure. */
const baseDe = (config: Config): string => {
  if (config.databaseUrl === undefined) return 'coforme'
  const url = new URL(config.databaseUrl)
  return decodeURIComponent(url.pathname.slice(1)) || decodeURIComponent(url.username) || 'postgres'
}

/** Le mot de passe d'un rôle sur une base extérieure : tiré des clés, donc le même dans tous les processus. */
const motDePasseDe = (keys: Keys) => (role: string) =>
  keys.digest('base.mot-de-passe', role).toString('base64url')

/**
 * La PostgreSQL que dit la configuration : l'extérieure si `DATABASE_URL` est réglée, sinon l'embarquée. Les clés
 * s'ouvrent avant l'extérieure, dont elles donnent les mots de passe, et après l'embarquée, qui crée le dossier.
 */
export const ouvrirGrappe = (
  config: Config,
  annoncer: (phrase: string) => void = () => {},
): Promise<Grappe> =>
  config.databaseUrl === undefined
    ? demarrerPostgres({ dossier: config.donnees, annoncer })
    : joindrePostgres({ url: config.databaseUrl, motDePasse: motDePasseDe(openKeys(lieuDesCles(config))) })

/** Une instance ouverte et à jour : ce que partagent le serveur, l'ouvrier et la ligne de commande. */
export type Instance = {
  /** Pour les pages : la base y est sous `coforme_web`. */
  readonly services: Services
  /** Pour les tâches et les commandes : la même, sous `coforme_worker`. */
  readonly fond: Services
  readonly metrics: Metrics
  readonly cles: KeysLocation
  connexion(role: 'coforme_migrator' | 'coforme_web' | 'coforme_worker'): ReturnType<Grappe['connexion']>
  fermer(): Promise<void>
}

export type OptionsInstance = {
  readonly clock?: Clock
  readonly niveau?: 'info' | 'warn' | 'error' | 'silent'
  /** Connexions des pages ; celles de la configuration par défaut. */
  readonly pool?: number
}

/** Prépare la base, la met au niveau du code, vérifie les clés, et joint les services. Peut se rejouer. */
export const ouvrirInstance = async (
  config: Config,
  grappe: Grappe,
  options: OptionsInstance = {},
): Promise<Instance> => {
  const base = baseDe(config)
  const externe = config.databaseUrl !== undefined
  const cles = lieuDesCles(config)
  const keys = openKeys(cles)
  const connexion = (role: string) => grappe.connexion(role, base)
  await preparerBase((autre) => grappe.connexion(grappe.administrateur, autre), {
    base,
    creer: !externe,
    ...(externe ? { motDePasse: motDePasseDe(keys) } : {}),
  })
  await migrer(connexion('coforme_migrator'), { dossier: join(racine, 'db') })

  const log = createLogger({ niveau: options.niveau ?? 'info' })
  let fermee = false
  // PostgreSQL qui s'arrête coupe les connexions que nous venons de quitter : ce n'est plus une panne.
  const surErreur = (erreur: Error) => {
    if (!fermee) log.error('base-connexion', erreur)
  }
  const metrics = createMetrics(config.version)
  const web = openDatabase(connexion('coforme_web'), {
    max: options.pool ?? config.pool,
    surErreur,
    surPool: metrics.pool,
  })
  const fond = openDatabase(connexion('coforme_worker'), { max: connexionsDeFond, surErreur })
  const fermerBases = async () => {
    await Promise.all([web.close(), fond.close()])
  }
  try {
    await checkKeys(web, keys)
  } catch (erreur) {
    await fermerBases()
    throw erreur
  }

  const clock = options.clock ?? systemClock
  const services: Services = {
    config,
    clock,
    db: web,
    keys,
    log,
    // La porte des étapes garde la trace, sous le rôle des tâches : nul courriel ne part d’une page.
    mailer: passerCourrier(measuredMailer(createMailer(config, clock), metrics), { db: fond, clock, keys }),
    pdf: measuredPdf(createPdfRenderer(), metrics),
    storage: createStorage(config, keys),
  }
  return {
    services,
    fond: { ...services, db: fond },
    metrics,
    cles,
    connexion,
    async fermer() {
      fermee = true
      await Promise.all([services.pdf.close(), services.mailer.close()])
      await fermerBases()
    },
  }
}
