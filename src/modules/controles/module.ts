import type { CoformeModule } from '#web/module.ts'
import { contributionsControles } from './contributions/aujourdhui.ts'
import { contributionControles } from './contributions/session.tsx'
import { tacheControler, tourneeControles } from './domain/taches.ts'
import { controlerOrganisme, tournee } from './jobs/controler.job.ts'
import { rappelerOrganisme, rappels, tacheRappeler, tourneeRappels } from './jobs/rappeler.job.ts'
import { controlesUrl } from './liens.ts'
import { assiduitePage } from './pages/assiduite.page.tsx'
import { controlesPage, repasserPage } from './pages/controles.page.tsx'
import { jugerPage } from './pages/juger.page.tsx'
import { reglagesPage } from './pages/reglages.page.tsx'
import { sessionControlesPage } from './pages/session.page.tsx'
import { type PrisesControles, sansPrises } from './prises.ts'

export const moduleControles = (prises: PrisesControles = sansPrises): CoformeModule => ({
  nom: 'controles',
  navigation: [
    {
      libelle: 'Contrôles',
      href: controlesUrl(),
      rang: 61,
      groupe: 'qualite',
      roles: [
        'responsable',
        'responsable-pedagogique',
        'formateur',
        'assistant',
        'referent-qualite',
        'comptable',
        'equipe-appui',
        'auditeur',
      ],
    },
  ],
  routes(app, services) {
    app.route('/', controlesPage(services))
    app.route('/', repasserPage)
    app.route('/', jugerPage)
    app.route('/', sessionControlesPage)
    app.route('/', assiduitePage(prises))
    app.route('/', reglagesPage)
  },
  contributions: contributionsControles,
  contributionsSession: [contributionControles],
  jobs: { [tacheControler]: controlerOrganisme, [tacheRappeler]: rappelerOrganisme(prises) },
  systeme: { [tourneeControles]: tournee, [tourneeRappels]: rappels },
  // 3 h 10 à Paris l’hiver, avant que personne n’arrive.
  crons: [
    { nom: tourneeControles, quand: '10 2 * * *' },
    // Assez souvent pour qu’un lien de plus serve encore : la fenêtre dure deux heures après la fin.
    { nom: tourneeRappels, quand: '*/20 * * * *' },
  ],
})
