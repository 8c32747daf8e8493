import { droits } from '#modules/organisme/index.ts'
import type { CoformeModule } from '#web/module.ts'
import { contributionsDonnees } from './contributions/aujourdhui.ts'
import { tachePreparer } from './domain/taches.ts'
import { purgerEnTache, tachePurger, tournee, tourneePurge } from './gestes/purger.ts'
import { preparerArchive } from './jobs/preparer-archive.job.ts'
import { donneesUrl } from './liens.ts'
import { conservationPage } from './pages/conservation.page.tsx'
import { donneesPages } from './pages/donnees.page.tsx'
import { droitsPage } from './pages/droits.page.tsx'
import { lecturesPage } from './pages/lectures.page.tsx'
import { contributionDonnees, personneDonneesPages } from './pages/personne.page.tsx'
import { purgePage } from './pages/purge.page.tsx'
import { traitementsPages } from './pages/traitements.page.tsx'

export const donnees: CoformeModule = {
  nom: 'donnees',
  navigation: [
    {
      libelle: 'Données personnelles',
      href: donneesUrl(),
      rang: 96,
      groupe: 'cooperative',
      roles: Object.keys(droits['donnees.effacer'].par),
    },
  ],
  routes(app, services) {
    app.route('/', donneesPages(services))
    app.route('/', personneDonneesPages(services))
    app.route('/', conservationPage(services))
    app.route('/', purgePage(services))
    app.route('/', traitementsPages(services))
    app.route('/', lecturesPage(services))
    app.route('/', droitsPage(services))
  },
  contributions: contributionsDonnees,
  contributionsPersonne: [contributionDonnees],
  jobs: { [tachePurger]: purgerEnTache, [tachePreparer]: preparerArchive },
  systeme: { [tourneePurge]: tournee },
  crons: [{ nom: tourneePurge, quand: '17 2 * * *' }],
}
