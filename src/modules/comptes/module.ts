import type { CoformeModule } from '#web/module.ts'
import { secondFacteurCommande } from './commandes/second-facteur.ts'
import { gestesDe } from './gestes/composer.ts'
import { annoncerLeCodeOte } from './jobs/annoncer-code-ote.job.ts'
import { avertirDUnAppareil } from './jobs/avertir-appareil.job.ts'
import { envoyerInvitation, envoyerReinitialisation } from './jobs/envoyer-liens.job.ts'
import { assistancePage } from './pages/assistance.page.tsx'
import { codePage } from './pages/code.page.tsx'
import { comptePage } from './pages/compte.page.tsx'
import { connexionPage, deconnexionPage } from './pages/connexion.page.tsx'
import { lienPage } from './pages/lien.page.tsx'
import { organismesPage } from './pages/organismes.page.tsx'
import { oubliPage } from './pages/oubli.page.tsx'
import { garderLEnvoi, reprendrePage } from './pages/reprendre.page.tsx'
import { secondFacteurPage } from './pages/second-facteur.page.tsx'
import { sessionsPage } from './pages/sessions.page.tsx'

export const comptes: CoformeModule = {
  nom: 'comptes',
  envoiSansSession: garderLEnvoi,
  routes(app, services) {
    const gestes = gestesDe(services)
    app.route('/', connexionPage(gestes))
    app.route('/', deconnexionPage(gestes))
    app.route('/', codePage(gestes))
    app.route('/', reprendrePage(gestes, services))
    app.route('/', oubliPage(gestes))
    app.route('/', lienPage(gestes))
    app.route('/', comptePage(gestes, services))
    app.route('/', sessionsPage(gestes, services))
    app.route('/', secondFacteurPage(gestes))
    app.route('/', organismesPage(services))
    app.route('/', assistancePage(services))
  },
  jobs: { 'comptes.envoyer-invitation': envoyerInvitation },
  systeme: {
    'comptes.envoyer-reinitialisation': envoyerReinitialisation,
    'comptes.annoncer-code-ote': annoncerLeCodeOte,
    'comptes.avertir-appareil': avertirDUnAppareil,
  },
  commandes: [secondFacteurCommande],
}
