import type { CoformeModule } from '#web/module.ts'
import { contributionsControles } from './contribution.ts'
import { contributionControles } from './contribution-session.tsx'
import { controlerOrganisme, tacheControler, tournee, tourneeControles } from './jobs/controler.job.ts'
import { controlesUrl } from './liens.ts'
import { controlesPage } from './pages/controles.page.tsx'
import { jugerPage } from './pages/juger.page.tsx'
import { sessionControlesPage } from './pages/session.page.tsx'

export const controles: CoformeModule = {
  nom: 'controles',
  navigation: [
    {
      libelle: 'Contrôles',
      href: controlesUrl(),
      rang: 56,
      groupe: 'metier',
      roles: ['responsable', 'responsable-pedagogique', 'formateur', 'assistant', 'referent-qualite', 'comptable', 'equipe-appui', 'auditeur'],
    },
  ],
  routes(app) {
    app.route('/', controlesPage)
    app.route('/', jugerPage)
    app.route('/', sessionControlesPage)
  },
  contributions: contributionsControles,
  contributionsSession: [contributionControles],
  jobs: { [tacheControler]: controlerOrganisme },
  systeme: { [tourneeControles]: tournee },
  // 3 h 10 à Paris l’hiver, avant que personne n’arrive.
  crons: [{ nom: tourneeControles, quand: '10 2 * * *' }],
}
