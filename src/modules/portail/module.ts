import type { CoformeModule } from '#web/module.ts'
import { fichePage } from './pages/fiche.page.tsx'
import { formationsPage } from './pages/formations.page.tsx'
import { planPage } from './pages/plan.page.ts'

/** Les pages que l’on lit sans compte. Elles ne voient que ce qui est publié : la base n’y ouvre aucun organisme. */
export const portail: CoformeModule = {
  nom: 'portail',
  routes(app, services) {
    app.route('/', formationsPage(services))
    app.route('/', fichePage(services))
    app.route('/', planPage(services))
  },
}
