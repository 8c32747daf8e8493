import type { CoformeModule } from '#web/module.ts'
import { rnqCommande } from './commandes/rnq.ts'

export const qualite: CoformeModule = { nom: 'qualite', commandes: [rnqCommande] }
