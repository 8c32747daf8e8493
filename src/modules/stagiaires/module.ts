import type { CoformeModule } from '#web/module.ts'
import { contributionStagiaires } from './contributions/session.tsx'
import { deleguesPage } from './pages/delegues.page.tsx'
import { disciplinePages } from './pages/discipline.page.tsx'

export const stagiaires: CoformeModule = {
  nom: 'stagiaires',
  routes(app, services) {
    app.route('/', deleguesPage(services))
    app.route('/', disciplinePages(services))
  },
  contributionsSession: [contributionStagiaires],
}
