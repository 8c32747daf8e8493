import type { CoformeModule } from '#web/module.ts'
import { contributionCommande } from './commandes/contribution.ts'
import { contributionsCae } from './contributions/aujourdhui.ts'
import { sessionCae } from './contributions/session.tsx'
import { activitesUrl, habilitationsUrl, missionsUrl, situationsUrl, visasUrl } from './liens.ts'
import { absencesPage } from './pages/absences.page.tsx'
import { activitesPages } from './pages/activites.page.tsx'
import { baremesPage } from './pages/baremes.page.tsx'
import { comitePage } from './pages/comite.page.tsx'
import { communePage } from './pages/commune.page.tsx'
import { demanderMissionPage } from './pages/demander-mission.page.tsx'
import { derogerPage } from './pages/deroger.page.tsx'
import { demanderHabilitationPage, habilitationsPages } from './pages/habilitations.page.tsx'
import { missionPage } from './pages/mission.page.tsx'
import { missionsPages } from './pages/missions.page.tsx'
import { parcoursPage } from './pages/parcours.page.tsx'
import { plafondsPages } from './pages/plafonds.page.tsx'
import { repartirPage } from './pages/repartir.page.tsx'
import { reservePage } from './pages/reserve.page.tsx'
import { situationPage, situationsPages } from './pages/situations.page.tsx'
import { sortiePages } from './pages/sortie.page.tsx'
import { titulairesPage } from './pages/titulaires.page.tsx'
import { transfertsPages } from './pages/transferts.page.tsx'
import { visaPage } from './pages/visa.page.tsx'
import { visasPages } from './pages/visas.page.tsx'
import { type PrisesCae, sansPrises } from './prises.ts'

/** L’équipe d’appui d’une coopérative d’activité et d’emploi. Hors CAE, rien n’attend et la page le dit. */
export const cae = (prises: PrisesCae): CoformeModule => ({
  nom: 'cae',
  commandes: [contributionCommande],
  navigation: [
    {
      libelle: 'Visas',
      href: visasUrl(),
      rang: 105,
      groupe: 'commun',
      roles: ['equipe-appui', 'responsable'],
      cae: true,
    },
    {
      libelle: 'Mon activité',
      href: activitesUrl(),
      rang: 5,
      groupe: 'aujourdhui',
      roles: ['formateur', 'equipe-appui', 'responsable', 'comptable'],
      cae: true,
    },
    {
      libelle: 'Entre enseignes',
      href: missionsUrl(),
      rang: 106,
      groupe: 'commun',
      roles: ['equipe-appui', 'formateur', 'responsable', 'comptable'],
      cae: true,
    },
    {
      libelle: 'Parcours',
      href: situationsUrl(),
      rang: 107,
      groupe: 'commun',
      roles: ['equipe-appui', 'responsable'],
      cae: true,
    },
    {
      libelle: 'Habilitations',
      href: habilitationsUrl(),
      rang: 61,
      groupe: 'qualite',
      roles: ['equipe-appui', 'formateur', 'responsable', 'referent-qualite', 'auditeur'],
      cae: true,
    },
  ],
  contributions: contributionsCae,
  contributionsSession: [sessionCae],
  routes(app, services) {
    app.route('/', visasPages(prises))
    app.route('/', plafondsPages)
    app.route('/', absencesPage)
    app.route('/', visaPage(prises))
    app.route('/', baremesPage)
    app.route('/', transfertsPages(prises)(services))
    app.route('/', activitesPages(prises))
    app.route('/', titulairesPage(prises))
    app.route('/', reservePage)
    app.route('/', sortiePages(prises)(services))
    app.route('/', missionsPages)
    app.route('/', demanderMissionPage)
    app.route('/', repartirPage)
    app.route('/', communePage(services))
    app.route('/', missionPage)
    app.route('/', situationsPages)
    app.route('/', situationPage)
    app.route('/', habilitationsPages)
    app.route('/', demanderHabilitationPage)
    app.route('/', comitePage)
    app.route('/', derogerPage)
    app.route('/', parcoursPage)
  },
})

/** Le module seul, sans la journée que l’application compose. */
export const moduleCae = cae(sansPrises)
