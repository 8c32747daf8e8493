import { gestesDe } from '#modules/comptes/index.ts'
import type { CoformeModule } from '#web/module.ts'
import { organismeCommande } from './commandes/organisme.ts'
import { premiersPasCommande } from './commandes/premiers-pas.ts'
import { contributionsOrganisme } from './contributions/aujourdhui.ts'
import { droits } from './domain/droits.ts'
import type { Prises } from './gestes/composer.ts'
import { alerterDUneRafale, guetter } from './jobs/alerter-rafale.job.ts'
import { cooperativePage } from './pages/cooperative.page.tsx'
import { enseignesPage } from './pages/enseignes.page.tsx'
import { equipePage } from './pages/equipe.page.tsx'
import { etablissementsPage } from './pages/etablissements.page.tsx'
import { identitePage } from './pages/identite.page.tsx'
import { journalPage } from './pages/journal.page.tsx'
import { premiersPasPage } from './pages/premiers-pas.page.tsx'
import { securitePage } from './pages/securite.page.tsx'
import { signatairesPage } from './pages/signataires.page.tsx'
import { cooperativeUrl, journalUrl } from './web/liens.ts'
import { bornerLesRecherches, surveillerLesSorties } from './web/surveiller.ts'

/** `app/` donne ce que l'organisme demande aux modules de rang supérieur. */
export const moduleOrganisme = (prises: Prises): CoformeModule => ({
  nom: 'organisme',
  navigation: [
    { libelle: 'Coopérative', href: cooperativeUrl(), rang: 90, groupe: 'cooperative' },
    {
      libelle: 'Journal',
      href: journalUrl(),
      rang: 95,
      groupe: 'cooperative',
      roles: Object.keys(droits['journal.lire'].par),
    },
  ],
  contributions: contributionsOrganisme,
  routes(app, services) {
    app.use(bornerLesRecherches(services))
    app.use(surveillerLesSorties(services))
    app.route('/', premiersPasPage(gestesDe(services), services, prises))
    app.route('/', cooperativePage())
    app.route('/', identitePage(prises))
    app.route('/', etablissementsPage(prises))
    app.route('/', enseignesPage(prises))
    app.route('/', equipePage(prises))
    app.route('/', signatairesPage(prises))
    app.route('/', securitePage(prises, services))
    app.route('/', journalPage(prises))
  },
  jobs: { 'organisme.alerter-rafale': alerterDUneRafale },
  systeme: { 'organisme.guetter-liens': guetter },
  crons: [{ nom: 'organisme.guetter-liens', quand: '23 * * * *' }],
  commandes: [organismeCommande, premiersPasCommande],
})
