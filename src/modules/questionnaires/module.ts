import type { CoformeModule } from '#web/module.ts'
import { contributionsQuestionnaires } from './contributions/aujourdhui.ts'
import { contributionSessionQuestionnaires } from './contributions/session.tsx'
import { tacheEnvoyer } from './gestes/ouvrir-campagne.ts'
import { envoyer } from './jobs/envoyer.job.ts'
import { tacheTournee, tournee, tourneeAvec, tourneeQuestionnaires } from './jobs/tournee.job.ts'
import { questionnairesUrl } from './liens.ts'
import { accueilPage, financeursPage } from './pages/accueil.page.tsx'
import { demandePage } from './pages/demande.page.tsx'
import { liensARemettrePage } from './pages/liens.page.tsx'
import { modelesPages } from './pages/modeles.page.tsx'
import { publierPage } from './pages/publier.page.tsx'
import { recueilPage } from './pages/recueil.page.tsx'
import { reglagesPage } from './pages/reglages.page.tsx'
import { repondrePage } from './pages/repondre.page.tsx'
import { resultatsPage } from './pages/resultats.page.tsx'
import { sessionPage } from './pages/session.page.tsx'
import { suivrePages } from './pages/suivre.page.tsx'
import { type PrisesQuestionnaires, sansPrises } from './prises.ts'

/** Le module, et ce que lui donnent ceux de rang supérieur : où une réponse devient une réclamation, ou une action. */
export const moduleQuestionnaires = (prises: PrisesQuestionnaires = sansPrises): CoformeModule => ({
  nom: 'questionnaires',
  navigation: [
    {
      libelle: 'Questionnaires',
      href: questionnairesUrl(),
      rang: 58,
      groupe: 'papiers',
      roles: [
        'responsable',
        'responsable-pedagogique',
        'referent-qualite',
        'assistant',
        'equipe-appui',
        'auditeur',
      ],
    },
  ],
  routes(app, services) {
    app.route('/', repondrePage)
    app.route('/', accueilPage(services))
    app.route('/', financeursPage)
    app.route('/', resultatsPage)
    app.route('/', reglagesPage)
    app.route('/', publierPage)
    app.route('/', modelesPages)
    app.route('/', sessionPage)
    app.route('/', liensARemettrePage())
    app.route('/', recueilPage(prises))
    app.route('/', demandePage)
    app.route('/', suivrePages(prises))
  },
  contributions: contributionsQuestionnaires,
  contributionsSession: [contributionSessionQuestionnaires],
  jobs: { [tacheEnvoyer]: envoyer, [tacheTournee]: tourneeAvec(prises) },
  systeme: { [tourneeQuestionnaires]: tournee },
  // Toutes les heures : « à chaud » part le soir même, une fois la dernière demi-journée finie.
  crons: [{ nom: tourneeQuestionnaires, quand: '25 * * * *' }],
})
