import type { CoformeModule } from '#web/module.ts'
import { bpfCommande } from './commandes/bpf.ts'

export const bpf: CoformeModule = { nom: 'bpf', commandes: [bpfCommande] }
