import { statSync } from 'node:fs'
import { isAbsolute, join, resolve } from 'node:path'
import { passerCourrier } from '#modules/etapes/index.ts'
import { creerAntivirus } from '#platform/antivirus/clamd.ts'
import { type Clock, systemClock } from '#platform/clock/clock.ts'
import type { Config } from '#platform/config/config.ts'
import {
  type Database,
  estAJour,
  exigerNosRoles,
  InstallationError,
  lireDossierDb,
  type Migre,
  migrer,
  openDatabase,
  preparerBase,
  reconnaitreBase,
  reposDUneConnexionDeFond,
} from '#platform/db/index.ts'
import { checkKeys, exigerTemoin } from '#platform/keys/check-keys.ts'
import type { Keys } from '#platform/keys/keys.ts'
import { type KeysLocation, keysFile, keysMissing, openKeys } from '#platform/keys/open-keys.ts'
import { createLogger } from '#platform/log/create-logger.ts'
import { createMailer } from '#platform/mail/create-mailer.ts'
import { createMetrics, type Metrics, measuredMailer, measuredPdf } from '#platform/metrics/metrics.ts'
import { createPdfRenderer } from '#platform/pdf/create-pdf-renderer.ts'
import { adressesDe } from '#platform/postgres/adresses.ts'
import { demarrerPostgres, type Grappe, joindrePostgres } from '#platform/postgres/index.ts'
import type { Services } from '#platform/services.ts'
import { createStorage } from '#platform/storage/create-storage.ts'
import { lecturesDehors } from '#platform/storage/lectures-dehors.ts'
import { ouvrierConstruit, racine } from './lire-config.ts'

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
  const [url] = adressesDe(config.databaseUrl)
  return (
    decodeURIComponent(url?.pathname.slice(1) ?? '') || decodeURIComponent(url?.username ?? '') || 'postgres'
  )
}

/** Le mot de passe d'un rôle sur une base extérieure : tiré des clés, donc le même dans tous les processus. */
const motDePasseDe = (keys: Keys) => (role: string) =>
  keys.digest('base.mot-de-passe', role).toString('base64url')

/**
 * La PostgreSQL que dit la configuration : l'extérieure si `DATABASE_URL` est réglée, sinon l'embarquée. Les clés, dont
 * viennent les mots de passe des rôles, ne s'ouvrent qu'à la première connexion d'un rôle : pas avant que la base ait été reconnue.
 */
export const ouvrirGrappe = (
  config: Config,
  annoncer: (phrase: string) => void = () => {},
): Promise<Grappe> =>
  config.databaseUrl === undefined
    ? demarrerPostgres({ dossier: config.donnees, annoncer })
    : joindrePostgres({
        url: config.databaseUrl,
        motDePasse: (role) => motDePasseDe(openKeys(lieuDesCles(config), { creer: false }))(role),
      })

/** Une instance ouverte et à jour : ce que partagent le serveur, l'ouvrier et la ligne de commande. */
export type Instance = {
  /** Pour les pages : la base y est sous `coforme_web`. */
  readonly services: Services
  /** Pour les tâches et les commandes : la même, sous `coforme_worker`. */
  readonly fond: Services
  readonly metrics: Metrics
  /** De quoi savoir si un service du dehors répond. */
  readonly sondes: { readonly courrier?: () => Promise<void> }
  readonly cles: KeysLocation
  /** Ce que l'ouverture a mis à jour dans la base. */
  readonly migre: Migre
  connexion(role: 'coforme_migrator' | 'coforme_web' | 'coforme_worker'): ReturnType<Grappe['connexion']>
  fermer(): Promise<void>
}

export type OptionsInstance = {
  readonly clock?: Clock
  readonly niveau?: 'info' | 'warn' | 'error' | 'silent'
  /** Connexions des pages ; celles de la configuration par défaut. */
  readonly pool?: number
  /**
   * Ce que l'ouverture peut changer à une base. `toujours` (un départ) : elle est préparée et mise au niveau du code. `si-vierge`
   * (une commande) : elle n'est posée que s'il n'y a rien, et une plus ancienne est refusée. `roles` (une restauration, qui pose elle-même) :
   * elle est créée, ses rôles aussi. `jamais` : elle est prise comme elle est.
   */
  readonly mettreAJour?: 'toujours' | 'si-vierge' | 'roles' | 'jamais'
  /** Ce que lit qui installe : des clés neuves. */
  readonly annoncer?: (phrase: string) => void
}

const rienDeFait: Migre = { migrations: [], portes: [] }

/** Les clés et la version sont comparées à ce que dit la base avant que rien n'y change, mots de passe des rôles compris. */
const preparer = async (
  config: Config,
  grappe: Grappe,
  { mettreAJour = 'toujours', annoncer }: OptionsInstance,
): Promise<{ keys: Keys; migre: Migre }> => {
  const base = baseDe(config)
  const externe = config.databaseUrl !== undefined
  const cles = lieuDesCles(config)
  const admin = (autre: string) => grappe.connexion(grappe.administrateur, autre)
  const migrateur = () => grappe.connexion('coforme_migrator', base)
  const dossier = join(racine, 'db')

  const etat = await reconnaitreBase(admin, { base, creer: !externe })
  if (etat.vierge && mettreAJour === 'jamais')
    throw new InstallationError(`La base «\u00a0${base}\u00a0» est vide\u00a0: il n’y a rien à y lire.`)
  const neuves = keysMissing(cles)
  const keys = openKeys(cles, { creer: etat.vierge || etat.temoin === null })
  if (neuves)
    annoncer?.(
      `Clés neuves dans ${keysFile(cles)}\u00a0: gardez-en une copie hors de cette machine (une sauvegarde les contient).`,
    )
  if (etat.vierge) {
    if (externe && etat.roles) await exigerNosRoles(migrateur())
  } else {
    exigerTemoin(keys, etat.temoin)
    const aJour = estAJour(await lireDossierDb(dossier), etat)
    if (mettreAJour === 'jamais' || (mettreAJour === 'si-vierge' && aJour)) return { keys, migre: rienDeFait }
    if (mettreAJour === 'si-vierge')
      throw new InstallationError(
        'La base n’est pas au niveau de cette version de Coforme, et une commande ne l’y mène pas, car un serveur plus ancien peut s’en servir. Démarrez le serveur de cette version, ou lancez «\u00a0npm run -s coforme -- migrer\u00a0», puis recommencez.',
      )
  }
  await preparerBase(admin, {
    base,
    creer: !externe,
    ...(externe ? { motDePasse: motDePasseDe(keys) } : {}),
  })
  if (mettreAJour === 'roles') return { keys, migre: rienDeFait }
  return { keys, migre: await migrer(migrateur(), { dossier }) }
}

/** Reconnaît la base et ses clés, la prépare et la met au niveau du code si on le permet, et joint les services. Peut se rejouer. */
export const ouvrirInstance = async (
  config: Config,
  grappe: Grappe,
  options: OptionsInstance = {},
): Promise<Instance> => {
  const cles = lieuDesCles(config)
  const { keys, migre } = await preparer(config, grappe, options)
  const connexion = (role: string) => grappe.connexion(role, baseDe(config))

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
  const fond = openDatabase(connexion('coforme_worker'), {
    max: connexionsDeFond,
    reposMs: reposDUneConnexionDeFond,
    surErreur,
  })
  const fermerBases = async () => {
    await Promise.all([web.close(), fond.close()])
  }
  try {
    if (options.mettreAJour !== 'jamais' && options.mettreAJour !== 'roles') await checkKeys(web, keys)
  } catch (erreur) {
    await fermerBases()
    throw erreur
  }

  // Avec un dépôt, aucune connexion ne l'attend.
  const dehors = config.s3 ? lecturesDehors : (db: Database) => db
  const clock = options.clock ?? systemClock
  const courrier = createMailer(config, clock)
  const antivirus = creerAntivirus(config)
  const services: Services = {
    ...(antivirus ? { antivirus } : {}),
    config,
    clock,
    db: dehors(web),
    keys,
    log,
    // La porte des étapes garde la trace, sous le rôle des tâches : aucun courriel ne part d’une page.
    mailer: passerCourrier(measuredMailer(courrier, metrics), { db: fond, clock, keys }),
    pdf: measuredPdf(
      createPdfRenderer({ ...ouvrierConstruit(), ...(config.petite ? { places: 1 } : {}) }),
      metrics,
    ),
    storage: createStorage(config, keys),
  }
  return {
    services,
    fond: { ...services, db: dehors(fond) },
    metrics,
    sondes: courrier.repond ? { courrier: courrier.repond } : {},
    cles,
    migre,
    connexion,
    async fermer() {
      fermee = true
      await Promise.all([services.pdf.close(), services.mailer.close()])
      await fermerBases()
    },
  }
}
