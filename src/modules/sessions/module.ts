import { commandeImport, importerCsvPage } from '#modules/tiers/index.ts'
import type { CoformeModule } from '#web/module.ts'
import { contributionConges } from './contributions/personne.tsx'
import { contributionDisponibilite } from './contributions/session.tsx'
import { tacheLireAgendas } from './domain/agendas.ts'
import { importSessions } from './gestes/importer-sessions.ts'
import { creerLireAgendas, tournee, tourneeAgendas } from './jobs/lire-agendas.job.ts'
import { reposerLesCles, tourneeCles } from './jobs/reposer-cles.job.ts'
import { planningUrl, sallesUrl, sessionsUrl } from './liens.ts'
import { abonnementsPage } from './pages/abonnements.page.tsx'
import { affecterPage } from './pages/affecter.page.tsx'
import { agendaAbonnePage } from './pages/agenda-abonne.page.tsx'
import { agendasPage } from './pages/agendas.page.tsx'
import { annoncerPage } from './pages/annoncer.page.tsx'
import { congesPage } from './pages/conges.page.tsx'
import { modifierPage } from './pages/modifier.page.tsx'
import { planifierPage } from './pages/planifier.page.tsx'
import { planningPage } from './pages/planning.page.tsx'
import { sallePage } from './pages/salle.page.tsx'
import { sallesPage } from './pages/salles.page.tsx'
import { sessionsPage } from './pages/sessions.page.tsx'
import { type PrisesSessions, sansPrises } from './prises.ts'

/** La page d'une session est dans `app/pages` : elle montre ce que font les modules de rang supérieur. */
export const moduleSessions = (prises: PrisesSessions = sansPrises): CoformeModule => ({
  nom: 'sessions',
  navigation: [
    { libelle: 'Sessions', href: sessionsUrl(), rang: 30, groupe: 'sessions' },
    { libelle: 'Planning', href: planningUrl(), rang: 31, groupe: 'sessions' },
    { libelle: 'Salles', href: sallesUrl(), rang: 32, groupe: 'sessions' },
  ],
  contributionsSession: [contributionDisponibilite],
  contributionsPersonne: [contributionConges],
  jobs: { [tacheLireAgendas]: creerLireAgendas() },
  systeme: { [tourneeAgendas]: tournee, [tourneeCles]: reposerLesCles },
  crons: [
    { nom: tourneeAgendas, quand: '7,37 * * * *' },
    // Peu après minuit à Paris, l'été comme l'hiver : une adhésion finit un jour donné.
    { nom: tourneeCles, quand: '6 22,23 * * *' },
  ],
  commandes: [commandeImport('importer csv sessions', '', [importSessions])],
  routes(app, services) {
    app.route('/', importerCsvPage(services, [importSessions]))
    app.route('/', sessionsPage(prises)(services))
    app.route('/', planifierPage(services, prises))
    app.route('/', modifierPage(services, prises))
    app.route('/', affecterPage(services, prises))
    app.route('/', annoncerPage)
    app.route('/', sallesPage(services))
    app.route('/', sallePage(services))
    app.route('/', congesPage)
    app.route('/', planningPage(services))
    app.route('/', abonnementsPage(services))
    app.route('/', agendasPage(services))
    app.route('/', agendaAbonnePage(services, prises))
  },
})

/** Les sessions seules : rien de plus haut ne dit ce qu’un changement touche. */
export const sessions = moduleSessions()
