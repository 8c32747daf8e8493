import { Hono } from 'hono'
import type { Config } from '#platform/config/config.ts'
import { examiner, type Grappe } from '#platform/postgres/index.ts'
import type { Arret } from './arret.ts'

export type Application = {
  /** Ce que le serveur sert. */
  readonly app: Hono
  /** Ce qu'il faut dire à qui vient de lancer, avant l'adresse : les comptes de démonstration. */
  readonly annonces: readonly string[]
}

/**
 * Le seul endroit où l'on dit quel adaptateur sert quel port. On y vient avec une PostgreSQL en marche ; on y
 * migre la base, on y assemble les services et les modules, et l'on pose dans `arret` ce qu'il faudra défaire.
 */
export const assembler = async (config: Config, grappe: Grappe, _arret: Arret): Promise<Application> => {
  const app = new Hono()
  const base = config.databaseUrl === undefined ? 'postgres' : undefined
  app.get('/sante', async (c) => {
    const sante = await examiner(grappe.connexion(grappe.administrateur, base), config.version)
    return c.json(sante, sante.statut === 'ok' ? 200 : 503)
  })
  return { app, annonces: [] }
}
