import { createLogger } from '#platform/log/create-logger.ts'

const coupures = /^(EPIPE|ECONNRESET|ECONNREFUSED|ENOENT|ETIMEDOUT|57P0[1-3]|08\d{3})$/
const dites = /not queryable|Connection terminated|connection error/i

/** Vrai pour la perte d'une connexion à la base, qui se rouvre d'elle-même. */
export const estUneCoupure = (erreur: unknown): boolean =>
  erreur instanceof Error &&
  (('code' in erreur && coupures.test(String(erreur.code))) || dites.test(erreur.message))

/**
 * La file de tâches oublie d'attendre certaines promesses : la base coupée pendant qu'elle note un échec arrêterait
 * Node. Une coupure se journalise et l'on continue ; toute autre promesse perdue est une faute, et arrête tout.
 */
export const tolererCoupures = (renoncer: (erreur: unknown) => void): void => {
  const log = createLogger()
  process.on('unhandledRejection', (erreur) => {
    if (estUneCoupure(erreur))
      log.warn('coupure', { code: String((erreur as { code?: unknown }).code ?? '') })
    else renoncer(erreur)
  })
}
