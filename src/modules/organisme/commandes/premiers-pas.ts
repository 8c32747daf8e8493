import { estAFonder, secretDeFondation } from '#modules/comptes/index.ts'
import type { Command } from '#web/module.ts'
import { premiersPasUrl } from '../web/liens.ts'

const usage = 'premiers-pas'

/** Redit à qui tient la machine le secret que la première page demande ; rien, une fois l’instance fondée. */
export const premiersPasCommande: Command = {
  nom: 'premiers-pas',
  usage,
  base: true,
  async run(args, { services, stdout, stderr }) {
    if (args.length > 0 || !services) {
      stderr(`Usage : ${usage}\n`)
      return 2
    }
    if (!(await estAFonder(services.db))) {
      stderr('Cette instance est déjà fondée : elle ne demande plus de secret.\n')
      return 1
    }
    stdout(`${services.config.origine}${premiersPasUrl()}\nSecret : ${secretDeFondation(services.keys)}\n`)
    return 0
  },
}
