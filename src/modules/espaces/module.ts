import type { CoformeModule } from '#web/module.ts'
import { tacheEnvoyer } from './domain/taches.ts'
import { chercherEspaces, tacheChercher } from './jobs/chercher-espaces.job.ts'
import { envoyerEspaces } from './jobs/envoyer-espaces.job.ts'
import { accesPage, contributionEspace } from './pages/acces.page.tsx'
import { demanderEspacePage } from './pages/demander.page.tsx'
import { espacePages } from './pages/espace.page.tsx'

export const espaces: CoformeModule = {
  nom: 'espaces',
  routes(app, services) {
    app.route('/', demanderEspacePage(services))
    app.route('/', espacePages(services))
    app.route('/', accesPage(services))
  },
  contributionsPersonne: [contributionEspace],
  jobs: { [tacheEnvoyer]: envoyerEspaces },
  systeme: { [tacheChercher]: chercherEspaces },
}
