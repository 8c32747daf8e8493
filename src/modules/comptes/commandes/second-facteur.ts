import type { Command } from '#web/module.ts'
import { oterLeSecondFacteur } from '../gestes/second-facteur.ts'

const usage = 'second-facteur oter ADRESSE'

/** Téléphone et codes de secours perdus : qui tient la machine, et a reconnu la personne, ôte son second facteur. Elle en est prévenue. */
export const secondFacteurCommande: Command = {
  nom: 'second-facteur',
  usage,
  base: true,
  async run([geste, courriel = '', ...autres], { services, stdout, stderr }) {
    if (geste !== 'oter' || courriel === '' || autres.length > 0 || !services) {
      stderr(`Usage : ${usage}\n`)
      return 2
    }
    const fait = await oterLeSecondFacteur(services.db, courriel)
    if (!fait.ok) {
      stderr(`${fait.error.phrase}\n`)
      return 1
    }
    stdout('Son second facteur est retiré, ses appareils sont déconnectés, et un courriel le lui dit.\n')
    return 0
  },
}
