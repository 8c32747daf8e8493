import type { CoformeModule } from '#web/module.ts'
import { ententeCommande } from './commandes/entente.ts'
import { lireCommande, trierCommande } from './commandes/lire.ts'
import { contributionsMarches } from './contributions/aujourdhui.ts'
import { ecrireLaVeille, tacheVeille, tourneeVeille, tournerLaVeille } from './jobs/ecrire-la-veille.job.ts'
import { creerRelever, tourneeReleve } from './jobs/relever.job.ts'
import { marchesUrl } from './liens.ts'
import { apporterPage } from './pages/apporter.page.tsx'
import { attributionsPage } from './pages/attributions.page.tsx'
import { avisPage } from './pages/avis.page.tsx'
import { ecrireAvisPage } from './pages/ecrire-avis.page.tsx'
import { profilPage } from './pages/profil.page.tsx'
import { sourcePage } from './pages/source.page.tsx'
import { agendaDesMarchesPage, veillePage } from './pages/veille.page.tsx'

/** Répondre ensemble aux marchés publics de formation, sans fabriquer d’entente. */
export const marches: CoformeModule = {
  nom: 'marches',
  navigation: [
    {
      libelle: 'Marchés',
      href: marchesUrl(),
      rang: 103,
      groupe: 'commun',
      roles: ['responsable', 'commercial', 'responsable-pedagogique', 'assistant', 'equipe-appui'],
    },
  ],
  contributions: contributionsMarches,
  jobs: { [tacheVeille]: ecrireLaVeille },
  systeme: { [tourneeReleve]: creerRelever(), [tourneeVeille]: tournerLaVeille },
  crons: [
    // 6 h 10 à Paris l’hiver, et midi si le matin a échoué ; puis les courriels, une demi-heure après.
    { nom: tourneeReleve, quand: '10 5,11 * * *' },
    { nom: tourneeVeille, quand: '40 5 * * *' },
  ],
  commandes: [lireCommande, trierCommande, ententeCommande],
  routes(app, services) {
    app.route('/', veillePage(services))
    app.route('/', agendaDesMarchesPage(services))
    app.route('/', avisPage)
    app.route('/', profilPage)
    app.route('/', apporterPage)
    app.route('/', ecrireAvisPage)
    app.route('/', attributionsPage(services))
    app.route('/', sourcePage(services))
  },
}
