import { modules } from '../modules.ts'
import type { ContexteCommande } from './commande.ts'
import { commandesDemo } from './demo.ts'
import { commandesFile } from './file.ts'
import { commandesBase } from './migrer.ts'
import { aide, reunir, trouver } from './repertoire.ts'
import { commandesSauvegarde } from './sauvegarde.ts'

/** Mène la commande que ces mots nomment, et rend son code de fin : 0 fait, 1 la réponse est non, 2 appel fautif. */
export const conduire = async (mots: readonly string[], outils: ContexteCommande): Promise<number> => {
  const commandes = reunir(modules, [
    ...commandesDemo,
    ...commandesBase,
    ...commandesFile,
    ...commandesSauvegarde,
  ])
  const [premier] = mots
  if (premier === undefined || ['aide', '--help', '-h'].includes(premier)) {
    outils.stdout(aide(commandes))
    return 0
  }
  const trouvee = trouver(commandes, mots)
  if (!trouvee) {
    outils.stderr(
      `Commande inconnue\u00a0: ${mots.slice(0, 2).join(' ')}. Pour les voir toutes\u00a0: npm run -s coforme -- aide\n`,
    )
    return 2
  }
  return trouvee.commande.run(trouvee.args, outils)
}
