import type { CoformeModule } from '#web/module.ts'
import { formesCommande } from './commandes/formes.ts'

/** Ce que des coopératives partagent : intervenants, salles, ressources, achats. */
export const mutualisation: CoformeModule = {
  nom: 'mutualisation',
  commandes: [formesCommande],
}
