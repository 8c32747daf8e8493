import type { CoformeModule } from '#web/module.ts'
import { agendaPage } from './pages/agenda.page.tsx'
import { fichePage } from './pages/fiche.page.tsx'
import { formationsPage } from './pages/formations.page.tsx'
import { planPage } from './pages/plan.page.ts'
import { polesMetiersPage } from './pages/poles-metiers.page.tsx'
import { retoursPage } from './pages/retours.page.tsx'
import { unionPage } from './pages/union.page.tsx'

/** Les pages que l’on lit sans compte. Elles ne voient que ce qui est publié : la base n’y ouvre aucun organisme. */
export const portail: CoformeModule = {
  nom: 'portail',
  routes(app, services) {
    app.route('/', unionPage(services))
    app.route('/', polesMetiersPage(services))
    app.route('/', agendaPage(services))
    app.route('/', retoursPage(services))
    app.route('/', formationsPage(services))
    app.route('/', fichePage(services))
    app.route('/', planPage(services))
  },
}
