/** Un fichier qui n’apparaît qu’entier. */
import { rename, rm, writeFile } from 'node:fs/promises'
import { cheminDe, fauter } from '#web/commande-pure.ts'
import type { CommandContext } from '#web/module.ts'

/** Faux, après l’avoir dit : le fichier ne s’écrit pas. */
export const ecrireVers = async (
  contexte: CommandContext,
  vers: string,
  octets: Uint8Array,
): Promise<boolean> => {
  const cible = cheminDe(vers, contexte)
  const brouillon = `${cible}.en-cours-${process.pid}`
  try {
    await writeFile(brouillon, octets)
    await rename(brouillon, cible)
    return true
  } catch (erreur) {
    if (!(erreur instanceof Error && 'syscall' in erreur)) throw erreur
    fauter(contexte, `--vers : ${vers} ne s’écrit pas.`)
    return false
  } finally {
    await rm(brouillon, { force: true })
  }
}
