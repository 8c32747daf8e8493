import type { CoformeModule } from '#web/module.ts'
import { sessionsUrl } from './liens.ts'
import { planifierPage } from './pages/planifier.page.tsx'
import { sessionsPage } from './pages/sessions.page.tsx'

/** La page d'une session est dans `app/pages` : elle montre ce que font les modules de rang supérieur. */
export const sessions: CoformeModule = {
  nom: 'sessions',
  navigation: [{ libelle: 'Sessions', href: sessionsUrl(), rang: 30, groupe: 'metier' }],
  routes(app, services) {
    app.route('/', sessionsPage(services))
    app.route('/', planifierPage(services))
  },
}
