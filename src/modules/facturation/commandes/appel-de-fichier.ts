import { readFile } from 'node:fs/promises'
import { cheminDe, fauter, lireAppel } from '#web/commande-pure.ts'
import type { CommandContext } from '#web/module.ts'

export type AppelDeFichier = { readonly fichier: string; readonly octets: Uint8Array; readonly json: boolean }

/** « COMMANDE FICHIER [--json] » : le fichier ouvert, ou rien après avoir dit la faute de l’appel. */
export const lireAppelDeFichier = async (
  args: readonly string[],
  contexte: CommandContext,
  usage: string,
): Promise<AppelDeFichier | undefined> => {
  const appel = lireAppel(args, [], 1)
  if (typeof appel === 'string') {
    fauter(contexte, appel, `Usage : ${usage}`)
    return undefined
  }
  const [fichier = ''] = appel.places
  try {
    return { fichier, octets: new Uint8Array(await readFile(cheminDe(fichier, contexte))), json: appel.json }
  } catch {
    fauter(contexte, `${fichier} : ce fichier ne s’ouvre pas.`)
    return undefined
  }
}
