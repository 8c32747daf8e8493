import type { CoformeModule } from '#web/module.ts'
import { bpfCommande } from './commandes/bpf.ts'
import { importerCommande } from './commandes/importer.ts'
import { contributionsDuBilan } from './contributions/aujourdhui.ts'
import { contributionReprise } from './contributions/session.tsx'
import { bilansUrl } from './liens.ts'
import { aAffecterPage } from './pages/a-affecter.page.tsx'
import { aCompleterPage } from './pages/a-completer.page.tsx'
import { bilanPage } from './pages/bilan.page.tsx'
import { bilansPage } from './pages/bilans.page.tsx'
import { comparerPage } from './pages/comparer.page.tsx'
import { controlesPage } from './pages/controles.page.tsx'
import { deposerPage } from './pages/deposer.page.tsx'
import { exporterPage } from './pages/exporter.page.ts'
import { recopierPage } from './pages/recopier.page.tsx'
import { reglerPage } from './pages/regler.page.tsx'

export const bpf: CoformeModule = {
  nom: 'bpf',
  navigation: [
    {
      libelle: 'BPF',
      href: bilansUrl(),
      rang: 71,
      groupe: 'argent',
      roles: ['responsable', 'comptable', 'equipe-appui', 'auditeur'],
    },
  ],
  routes(app) {
    app.route('/', bilansPage)
    // Avant l’exercice, dont l’adresse les avalerait.
    app.route('/', deposerPage)
    app.route('/', exporterPage)
    app.route('/', controlesPage)
    app.route('/', aAffecterPage)
    app.route('/', aCompleterPage)
    app.route('/', reglerPage)
    app.route('/', comparerPage)
    app.route('/', recopierPage)
    app.route('/', bilanPage)
  },
  contributions: contributionsDuBilan,
  contributionsSession: [contributionReprise],
  commandes: [bpfCommande, importerCommande],
}
