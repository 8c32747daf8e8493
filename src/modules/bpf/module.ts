import type { CoformeModule } from '#web/module.ts'
import { bpfCommande } from './commandes/bpf.ts'
import { importerCommande } from './commandes/importer.ts'

export const bpf: CoformeModule = { nom: 'bpf', commandes: [bpfCommande, importerCommande] }
