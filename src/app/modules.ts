import { comptes } from '#modules/comptes/index.ts'
import { documentsModule } from '#modules/documents/module.ts'
import { emargementModule } from '#modules/emargement/module.ts'
import { tiers } from '#modules/tiers/index.ts'
import type { CoformeModule } from '#web/module.ts'

/** Les modules en service, par rang. Un module absent d'ici n'a ni page, ni tâche, ni commande. */
export const modules: readonly CoformeModule[] = [comptes, tiers, documentsModule, emargementModule]
