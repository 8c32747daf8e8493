/** La boîte d’essai : les courriels que garde une instance sans serveur d’envoi. */
import type { Context } from 'hono'
import type { Env } from '#web/env.ts'
import { vientDIci } from '#web/http/client-ip.ts'
import { link } from '#web/links.ts'

export const boiteUrl = link('/courriels')

/**
 * Qui la lit : dans le navigateur de la machine et nulle part ailleurs, car elle contient des liens qui ouvrent des comptes. En
 * démonstration, chacun ; autrement, la seule personne qui administre l’instance. Pour tout autre, ni la page ni son lien n’existent.
 */
export const litLaBoite = (c: Context<Env>): boolean => {
  const { config } = c.get('services')
  return (
    config.smtpUrl === undefined &&
    (config.demo || c.get('visiteur')?.administreInstance === true) &&
    vientDIci(c)
  )
}
