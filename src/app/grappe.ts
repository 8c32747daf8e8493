import type { Config } from '#platform/config/config.ts'
import { demarrerPostgres, type Grappe, joindrePostgres } from '#platform/postgres/index.ts'

/** La PostgreSQL que dit la configuration : l'extérieure si `DATABASE_URL` est réglée, sinon l'embarquée. */
export const ouvrirGrappe = (
  config: Config,
  options: {
    readonly annoncer?: (phrase: string) => void
    readonly motDePasse?: (role: string) => string | undefined
  } = {},
): Promise<Grappe> => {
  const { annoncer, motDePasse } = options
  return config.databaseUrl === undefined
    ? demarrerPostgres({ dossier: config.donnees, ...(annoncer ? { annoncer } : {}) })
    : joindrePostgres({ url: config.databaseUrl, ...(motDePasse ? { motDePasse } : {}) })
}
