import type { CoformeModule } from '#web/module.ts'
import { rebondCommande } from './commandes/rebond.ts'
import {
  contributionPersonneEtapes,
  contributionSessionEtapes,
  contributionsEtapes,
} from './contributions/etapes.tsx'
import { tacheEnvoyer } from './domain/taches.ts'
import { envoyer } from './jobs/envoyer.job.ts'
import { avertirOrganisme, tacheAvis, tourneeAvis, tourneeDesAvis } from './jobs/resume.job.ts'
import { tacheTournee, tournee, tourneeEtapes, tourneeOrganisme } from './jobs/tournee.job.ts'
import { boiteEnvoisUrl } from './liens.ts'
import { avertissementsPage } from './pages/avertissements.page.tsx'
import { boitePage } from './pages/boite.page.tsx'
import { ecrirePages } from './pages/ecrire.page.tsx'
import { etapePage } from './pages/etape.page.tsx'
import { finPage } from './pages/fin.page.tsx'
import { messagesPages } from './pages/messages.page.tsx'
import { nouvelleEtapePage } from './pages/nouvelle-etape.page.tsx'
import { personneEnvoisPage } from './pages/personne.page.tsx'
import { rebondPage } from './pages/rebond.page.tsx'
import { reglagesPage } from './pages/reglages.page.tsx'
import { reglerEtapePage } from './pages/regler-etape.page.tsx'
import { sessionEnvoisPage } from './pages/session.page.tsx'
import { type PrisesEtapes, sansPrises } from './prises.ts'

/** Le module, et ce que lui donne l’application : la liste d’« Aujourd’hui » d’un membre, pour son résumé. */
export const moduleEtapes = (prises: PrisesEtapes = sansPrises): CoformeModule => ({
  nom: 'etapes',
  navigation: [
    {
      libelle: 'Envois',
      href: boiteEnvoisUrl(),
      rang: 57,
      groupe: 'papiers',
      roles: [
        'administration',
        'responsable',
        'responsable-pedagogique',
        'assistant',
        'equipe-appui',
        'auditeur',
      ],
    },
  ],
  routes(app, services) {
    app.route('/', finPage(services))
    app.route('/', avertissementsPage)
    app.route('/', boitePage(services))
    app.route('/', reglagesPage)
    app.route('/', nouvelleEtapePage)
    app.route('/', reglerEtapePage)
    app.route('/', rebondPage)
    app.route('/', messagesPages)
    app.route('/', personneEnvoisPage)
    app.route('/', etapePage)
    app.route('/', ecrirePages)
    app.route('/', sessionEnvoisPage)
  },
  commandes: [rebondCommande],
  contributions: contributionsEtapes,
  contributionsSession: [contributionSessionEtapes],
  contributionsPersonne: [contributionPersonneEtapes],
  jobs: { [tacheEnvoyer]: envoyer, [tacheTournee]: tourneeOrganisme, [tacheAvis]: avertirOrganisme(prises) },
  systeme: { [tourneeEtapes]: tournee, [tourneeAvis]: tourneeDesAvis },
  crons: [
    // Un lien d’émargement part dans les dix minutes du début d’une demi-journée.
    { nom: tourneeEtapes, quand: '*/10 * * * *' },
    { nom: tourneeAvis, quand: '5,35 * * * *' },
  ],
})
