import type { Hono } from 'hono'
import { estAFonder, secretDeFondation } from '#modules/comptes/index.ts'
import { premiersPasUrl } from '#modules/organisme/index.ts'
import type { Config } from '#platform/config/config.ts'
import type { Grappe } from '#platform/postgres/index.ts'
import type { Env } from '#web/env.ts'
import { loadPublic } from '#web/http/assets.ts'
import type { Arret } from './arret.ts'
import { avertissements } from './avertissements.ts'
import { composerApp } from './composer.ts'
import { annoncerDemonstration, assurerDemonstration } from './demo/au-depart.ts'
import { refaireSiInterrompue } from './demo/reprendre.ts'
import { type Instance, ouvrirInstance } from './instance.ts'
import { dossiersPublics } from './lire-config.ts'
import { modules } from './modules.ts'
import { travailler } from './travailler.ts'

export type Application = {
  /** Ce que le serveur sert. */
  readonly app: Hono<Env>
  /** Ce qu'il faut dire à qui vient de lancer, avant l'adresse : les comptes de démonstration. */
  readonly annonces: readonly string[]
}

/** Une instance neuve le dit, avec le secret que sa première page demande hors de cette machine. Écrit ici, jamais au journal. */
const annoncerFondation = async ({ services }: Instance): Promise<readonly string[]> =>
  (await estAFonder(services.db))
    ? [
        `Cette instance est à fonder\u00a0: ${services.config.origine}${premiersPasUrl()}. Son secret\u00a0: ${secretDeFondation(services.keys)}`,
      ]
    : []

/**
 * Assemble le serveur. On y vient avec une PostgreSQL en marche ; on y migre la base, on y joint les services et les
 * modules, et l'on pose dans `arret` ce qu'il faudra défaire.
 */
export const assembler = async (config: Config, grappe: Grappe, arret: Arret): Promise<Application> => {
  await refaireSiInterrompue(config, grappe, console.log)
  const instance = await ouvrirInstance(config, grappe, {
    // En démonstration, la console reste lisible : elle ne dit que ce qui cloche.
    niveau: config.demo ? 'warn' : 'info',
    annoncer: console.log,
  })
  arret.poser('les services', () => instance.fermer())
  await assurerDemonstration(instance, config.demo ? console.log : undefined)
  const app = composerApp(instance, await loadPublic(dossiersPublics()))

  if (config.travailleur) {
    const travailleur = await travailler(instance, modules)
    arret.poser('les tâches de fond', () => travailleur.stop())
  }
  return {
    app,
    annonces: config.demo
      ? await annoncerDemonstration(instance)
      : [...avertissements(config), ...(await annoncerFondation(instance))],
  }
}
