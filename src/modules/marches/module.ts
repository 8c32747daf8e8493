import type { CoformeModule } from '#web/module.ts'
import { ententeCommande } from './commandes/entente.ts'
import { lireCommande, trierCommande } from './commandes/lire.ts'

/** Répondre ensemble aux marchés publics de formation, sans fabriquer d’entente. */
export const marches: CoformeModule = {
  nom: 'marches',
  commandes: [lireCommande, trierCommande, ententeCommande],
}
